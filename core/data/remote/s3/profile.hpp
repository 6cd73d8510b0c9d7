// The AWS tools' profile files: ~/.aws/config and ~/.aws/credentials, and what a profile says in them.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/env.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::data::s3 {

/// Sections of a profile file. Keys are lower case; a nested one ("s3 =" and indented lines below) is "s3.key".
using ProfileFile = std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>>;

/// Comments are lines that begin with '#' or ';'. What is neither section nor setting: Error{invalid} at "file:line".
ProfileFile parse_profile_file(std::string_view text, const std::string& file);

/// What stands in both files under one name.
struct Profile {
    std::string name;
    std::filesystem::path config_file;       ///< as looked at, whether there or not
    std::filesystem::path credentials_file;  ///< likewise
    std::map<std::string, std::string, std::less<>> config;
    std::map<std::string, std::string, std::less<>> credentials;
    bool was_named = false;  ///< by the remote's settings or AWS_PROFILE, not just "default"
    bool is_there = false;

    std::optional<std::string> get(std::string_view key) const;  ///< of `config`
};

/// The profile that the remote's `profile` names, else AWS_PROFILE, else "default". Files: the remote's `configpath`
/// and `credentialpath` unless AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say otherwise, else those in ~/.aws. A
/// named profile that is in neither: Error{missing}.
Profile find_profile(const RemoteSettings& settings, const base::Env& env);

}  // namespace mlp::data::s3
