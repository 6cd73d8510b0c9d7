// `remotes:` of settings files and of mlp.yaml: a map from names to urls, or to a url with what else it needs.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/base/yaml.hpp"
#include "core/config/findings.hpp"
#include "core/config/settings_file.hpp"

namespace mlp::config {

struct RemoteKey {
    std::string_view name;
    std::string_view type;  ///< "text", "boolean", "integer" (at least 1), "seconds", "style" (of S3 addresses),
                            ///< "authorities" (ssl_verify)
    bool secret = false;    ///< never in a file that is committed
};

/// What a remote may say, under DVC's names where DVC has one.
std::span<const RemoteKey> remote_keys();
/// Whether a setting "remotes.NAME.KEY" is a secret.
bool is_secret_setting(std::string_view key);

/// Whether a url carries a password: one of a user, or a query that looks like a token or a signature.
bool has_password(std::string_view url);

/// Each value as "remotes.NAME.KEY". What is wrong goes to `findings`. @param committed secrets are refused
std::vector<FoundSetting> read_remotes(const base::Yaml& remotes, bool committed, Findings& findings);

/// What is wrong with a value for the key of a remote, or nothing. An unknown key is wrong too.
std::optional<std::string> fault_of_remote(std::string_view remote, std::string_view key, std::string_view text);

}  // namespace mlp::config
