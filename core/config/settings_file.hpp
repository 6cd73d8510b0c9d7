// One settings file, for Settings and for `mlp validate`.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/env.hpp"
#include "core/config/findings.hpp"

namespace mlp::config {

struct FoundSetting {
    std::string key;
    std::string text;
    Position place;
};

/// Everything a file sets; absent: nothing. What is wrong goes to `findings`, with `name` in its places.
std::vector<FoundSetting> read_settings_file(const std::filesystem::path& file, const std::string& name,
                                             Findings& findings);

/// What is wrong with a value of the table's settings, or nothing. An unknown key is wrong too.
std::optional<std::string> fault_of_value(std::string_view key, std::string_view text);

/// The files that can hold settings, weakest first: machine, user, project.
std::vector<std::filesystem::path> settings_files(const base::Env& env,
                                                  const std::optional<std::filesystem::path>& root);

/// Remotes that are without a url when all files and the environment are taken together: an error in mlp.yaml, which
/// describes this project; a warning at the local level, whose keys may be those of another branch; nothing at the
/// user's and the machine's, which are for all projects.
void check_remote_urls(const base::Env& env, const std::filesystem::path& root, Findings& findings);

}  // namespace mlp::config
