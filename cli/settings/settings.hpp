// Settings as the commands see them: mlp's own and, in a project of DVC, DVC's, under one set of names and levels.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.hpp"
#include "core/config/settings.hpp"

namespace mlp::cli {

struct ShownSetting {
    std::string
        key;  ///< "run.jobs", "remotes.store.url"; DVC's as `dvc config` names them: "core.remote", "remote.store.url"
    std::string value;
    std::string level;
    std::string origin;  ///< "default", "environment MLP_STORE", "file:line"
    bool secret = false;
};

/// Whether the project keeps its remotes and cache settings in DVC's configuration.
bool is_dvc_project(Invocation& call);

/// Everything that is set, defaults too, by key.
std::vector<ShownSetting> shown_settings(Invocation& call);

/// Which files a key belongs to.
enum class Book { mlp, dvc };
struct SettingPlace {
    Book book = Book::mlp;
    std::string key;  ///< in the book's own words
};
/// An unknown key: Error{usage} with the nearest one.
SettingPlace place_of_setting(Invocation& call, std::string_view key);

/// Sets or takes away a value; without a level at the one that git commits where it can hold the value, else at the
/// local one, outside of projects at the user's.
struct ChangedSetting {
    std::string key;
    config::Level level = config::Level::project;
    std::filesystem::path file;
};
ChangedSetting set_setting(Invocation& call, std::string_view key, const std::string& value,
                           std::optional<config::Level> level);
/// What set_setting would refuse, without setting anything.
void check_setting(Invocation& call, std::string_view key, const std::string& value,
                   std::optional<config::Level> level);
/// Not set there: Error{missing} that names the levels where it is.
ChangedSetting unset_setting(Invocation& call, std::string_view key, std::optional<config::Level> level);

/// All settings of a remote at one level; without a level, at the project's and the local one, else at the user's or
/// the machine's. That it was the default is forgotten, too. Not there: Error{missing}.
ChangedSetting remove_remote(Invocation& call, const std::string& name, std::optional<config::Level> level);

}  // namespace mlp::cli
