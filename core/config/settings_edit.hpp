// Settings changed where they stand: the file of one level, with the rest of its text kept.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/config/settings.hpp"

namespace mlp::config {

/// What is wrong with setting `key` ("run.jobs", "remotes.store.url") to `text` at `level`, or nothing: an unknown key,
/// a wrong value, a secret for mlp.yaml or the system's file, a setting that mlp.yaml does not hold.
std::optional<Error> fault_of_setting(std::string_view key, std::string_view text, Level level);

/// Sets it in the level's file, which is made when it is not there (mlp.yaml is not). A wrong one: the Error above.
/// @return the file
std::filesystem::path set_setting(std::string_view key, std::string_view text, Level level, const base::Env& env,
                                  const std::optional<std::filesystem::path>& root);

/// Takes a setting, or all of a remote ("remotes.store"), out of the level's file. False when it is not there.
bool unset_setting(std::string_view key, Level level, const base::Env& env,
                   const std::optional<std::filesystem::path>& root);

}  // namespace mlp::config
