// Settings of DVC changed where they stand: the file of one level. A file that DVC wrote gets the bytes that DVC would
// write; comments, order and layout of the rest stay.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/env.hpp"
#include "core/data/dvc/config.hpp"

namespace mlp::data::dvc {

/// A setting's name taken apart: "core.remote", "remote.store.url".
struct SettingName {
    std::string section;  ///< as in the file, without its outer quotes: core, remote "store"
    std::string key;
    std::string remote;  ///< the name of the remote, or empty
};
/// Lower case, as DVC keeps them. What is none: nothing.
std::optional<SettingName> parse_setting_name(std::string_view name);
/// Whether DVC knows a setting of that name.
bool is_known_setting(const SettingName& name);
/// Whether its value opens a door: never in .dvc/config, which is committed.
bool is_secret(const SettingName& name);

/// The text with a setting added or changed. @param file for messages
std::string with_setting(const std::string& text, const std::string& file, const SettingName& name,
                         std::string_view value);
/// Without it, and without a section that is empty then. Not there: nothing.
std::optional<std::string> without_setting(const std::string& text, const std::string& file, const SettingName& name);
std::optional<std::string> without_section(const std::string& text, const std::string& file, std::string_view section);

/// A value that DVC refuses, and a secret for the project's file or the system's: Error{usage} with the way out.
void require_fitting(ConfigLevel level, const SettingName& name, const std::string& value);

/// Sets it in the level's file, if it is fitting. Relative paths are meant from `folder` and written relative to the
/// file, as DVC does.
void set_setting(ConfigLevel level, const std::filesystem::path& root, const base::Env& env, const SettingName& name,
                 const std::string& value, const std::filesystem::path& folder);
/// False when it is not there.
bool unset_setting(ConfigLevel level, const std::filesystem::path& root, const base::Env& env, const SettingName& name);
/// As unset_setting, where it has this value (case aside).
bool unset_setting_if(ConfigLevel level, const std::filesystem::path& root, const base::Env& env,
                      const SettingName& name, std::string_view value);
bool remove_remote(ConfigLevel level, const std::filesystem::path& root, const base::Env& env, std::string_view remote);

}  // namespace mlp::data::dvc
