#include "core/git/merge_driver.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/git/library.hpp"
#include "core/git/opened_repository.hpp"
#include "core/git/repository.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

class Settings {
public:
    explicit Settings(git_repository* repository)
        : config_(made<Config>("open the repository's settings", git2().repository_config, repository)),
          local_(made<Config>("open the repository's own settings", git2().config_open_level, config_.get(),
                              GIT_CONFIG_LEVEL_LOCAL)) {}

    /// True when that changed something.
    bool set(const std::string& key, const std::string& value) {
        if (get(key) == value) return false;
        check(git2().config_set_string(local_.get(), key.c_str(), value.c_str()), "set " + key);
        return true;
    }
    bool remove(const std::string& key) {
        const int code = git2().config_delete_entry(local_.get(), key.c_str());
        if (code == GIT_ENOTFOUND) return false;
        check(code, "remove " + key);
        return true;
    }

    /// A string lives as long as the snapshot that it is read from.
    std::optional<std::string> get(const std::string& key) {
        const auto snapshot = made<Config>("read the settings", git2().config_snapshot, local_.get());
        const char* value = nullptr;
        if (git2().config_get_string(&value, snapshot.get(), key.c_str()) != 0) return std::nullopt;
        return value;
    }

private:
    Config config_;
    Config local_;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

/// Adds the driver's lines to .gitattributes, or takes them away; a file that only had them goes too.
bool edit_attributes(const fs::path& root, const MergeDriver& driver, bool present) {
    const fs::path path = root / ".gitattributes";
    const std::string before = base::read_file_if_exists(path).value_or("");
    auto lines = lines_of(before);
    for (const std::string& pattern : driver.patterns) {
        const std::string line = pattern + " merge=" + driver.id;
        const bool there = std::find(lines.begin(), lines.end(), line) != lines.end();
        if (present && !there) lines.push_back(line);
        if (!present) std::erase(lines, line);
    }
    std::string after;
    for (const std::string& line : lines) after += line + "\n";
    if (lines == lines_of(before)) return false;
    if (after.empty()) {
        base::remove_tree(path);
    } else {
        base::replace_file(path, after);
    }
    return true;
}

}  // namespace

Installation install(const fs::path& folder, const MergeDriver& driver) {
    const std::scoped_lock lock(one_at_a_time());
    const OpenedRepository tree = open_with_files(folder);
    Settings settings(tree.repository.get());
    Installation done{.root = tree.root};
    done.settings_changed = settings.set("merge." + driver.id + ".name", driver.title);
    done.settings_changed |= settings.set("merge." + driver.id + ".driver", driver.command);
    done.attributes_changed = edit_attributes(tree.root, driver, true);
    return done;
}

Installation uninstall(const fs::path& folder, const MergeDriver& driver) {
    const std::scoped_lock lock(one_at_a_time());
    const OpenedRepository tree = open_with_files(folder);
    Settings settings(tree.repository.get());
    Installation done{.root = tree.root};
    // The attributes first: a driver that is named and not there makes git merge by lines, with a warning at best.
    done.attributes_changed = edit_attributes(tree.root, driver, false);
    done.settings_changed = settings.remove("merge." + driver.id + ".name");
    done.settings_changed |= settings.remove("merge." + driver.id + ".driver");
    return done;
}

std::optional<RegisteredDriver> registered(const fs::path& folder, const MergeDriver& driver) {
    if (!inside_repository(folder)) return std::nullopt;
    const std::scoped_lock lock(one_at_a_time());
    const OpenedRepository tree = open_with_files(folder);
    RegisteredDriver found;
    found.command = Settings(tree.repository.get()).get("merge." + driver.id + ".driver").value_or("");
    const auto lines = lines_of(base::read_file_if_exists(tree.root / ".gitattributes").value_or(""));
    found.attributed = std::any_of(lines.begin(), lines.end(),
                                   [&](const std::string& line) { return line.ends_with(" merge=" + driver.id); });
    return found;
}

}  // namespace mlp::git
