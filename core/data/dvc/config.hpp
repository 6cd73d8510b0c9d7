// DVC's settings: .dvc/config and the levels around it, merged, each value knowing where it stands.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/error.hpp"

namespace mlp::data::dvc {

enum class LinkType { reflink, hardlink, symlink, copy };

/// The files of settings, weakest first: /etc/xdg/dvc, ~/.config/dvc, .dvc/config, .dvc/config.local.
enum class ConfigLevel { system, user, project, local };
/// Nothing where there is no home for it.
std::optional<std::filesystem::path> config_file(ConfigLevel level, const std::filesystem::path& root,
                                                 const base::Env& env);

/// Settings by section and key, all lower case. Remotes are sections of their own kind.
class Config {
public:
    struct Value {
        std::string text;  ///< a list joined by ","; a path of a file or folder made absolute
        Position place;
    };
    using Section = std::map<std::string, Value, std::less<>>;

    /// What stands in the files; defaults are not in it.
    std::optional<std::string> get(std::string_view section, std::string_view key) const;
    const Value* find(std::string_view section, std::string_view key) const;
    bool flag(std::string_view section, std::string_view key, bool otherwise) const;

    const std::map<std::string, Section, std::less<>>& sections() const { return sections_; }  ///< without remotes
    std::vector<std::string> remotes() const;                                                  ///< names, sorted
    /// The settings of a remote ("url" is among them), or nothing.
    const Section* remote(std::string_view name) const;

    /// What the user's and the machine's files say of remotes that have no url here: settings of a remote that the
    /// project may have, no remotes. DVC itself refuses them.
    const std::map<std::string, Section, std::less<>>& unplaced() const { return unplaced_; }

    /// `cache.dir`, else .dvc/cache. Absolute.
    const std::filesystem::path& cache_folder() const { return cache_folder_; }
    /// `cache.type`, in the order they are to be tried; reflink, copy by default.
    const std::vector<LinkType>& link_types() const { return link_types_; }
    bool shared_with_group() const { return get("cache", "shared") == "group"; }

private:
    friend std::vector<struct ConfigFault> config_faults(const std::filesystem::path& root, const base::Env& env);
    friend Config read_config(const std::filesystem::path& root, const base::Env& env);
    /// @param faults  takes what DVC refuses; without it the first is thrown
    void add_file(const std::filesystem::path& file, std::vector<struct ConfigFault>* faults = nullptr);
    void set_apart_unplaced(const std::filesystem::path& root);

    std::map<std::string, Section, std::less<>> sections_;
    std::map<std::string, Section, std::less<>> remotes_;
    std::map<std::string, Section, std::less<>> unplaced_;
    std::map<std::string, Position> remote_places_;  ///< of the section in the strongest file that has one
    std::filesystem::path cache_folder_;
    std::vector<LinkType> link_types_;
};

/// Reads, in the order they shadow each other: the system's file (DVC_SYSTEM_CONFIG_DIR, XDG_CONFIG_DIRS), the user's
/// (DVC_GLOBAL_CONFIG_DIR, XDG_CONFIG_HOME), .dvc/config and .dvc/config.local of the project. Absent ones are empty.
/// What DVC refuses (unknown sections and keys, wrong values, a remote of the
/// project without url): Error{invalid} at "file:line".
Config read_config(const std::filesystem::path& root, const base::Env& env);

/// Something that DVC refuses in a file of settings that belongs to the project.
struct ConfigFault {
    enum class What { unknown_name, bad_value, missing_url };
    What what;
    Position begin;
    Position end;  ///< exclusive, in the same line
    Error error;
};

/// All of .dvc/config and .dvc/config.local, but for lines that cannot be read at all. What keeps a file from being
/// read, and what is wrong in the user's or the machine's: as read_config.
std::vector<ConfigFault> config_faults(const std::filesystem::path& root, const base::Env& env);

}  // namespace mlp::data::dvc
