#include "core/deploy/folder_layout.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"

namespace mlp::deploy {

namespace {

constexpr std::string_view marker_schema = "mlp.target/1";

std::vector<fs::path> list(const fs::path& folder) {
    std::vector<fs::path> paths;
    if (!base::signature_of(folder, true)) return paths;
    std::error_code problem;
    for (fs::directory_iterator entries(folder, problem), end; !problem && entries != end; entries.increment(problem)) {
        paths.push_back(entries->path());
    }
    if (problem) throw system_error("list", folder.string(), problem.value());
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// What a first deploy that was killed early may leave: the lock, and the marker's temporary name.
bool is_leftover(const fs::path& path) {
    const std::string name = path.filename().string();
    return name == ".lock" || name.starts_with("..mlp-target.");
}

void rename_durably(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) throw system_error("rename", from.string(), errno);
    base::sync_folder(to.parent_path());
}

Error foreign(const fs::path& root, const std::string& found) {
    return Error(Kind::conflict,
                 fmt::format("'{}' is not a release folder of mlp: it has no .mlp-target, but it holds '{}'",
                             root.string(), base::printable(found)))
        .hint("name an empty or new folder as `path:` of the environment; nothing of others is ever overwritten");
}

}  // namespace

fs::path FolderLayout::entry(std::int64_t number) const { return history() / fmt::format("{:06}.json", number); }
fs::path FolderLayout::intent(std::int64_t number) const { return history() / fmt::format("{:06}.intent", number); }

std::optional<std::string> FolderLayout::find_id(const TargetSpec& spec) const {
    const auto found = base::signature_of(root_, true);
    if (!found) return std::nullopt;
    if (!found->is_folder()) {
        throw Error(Kind::conflict, fmt::format("'{}' is not a folder", root_.string()))
            .hint(fmt::format("change `path:` of environment '{}'", spec.environment));
    }
    const auto text = base::read_file_if_exists(marker(), 1 << 20);
    if (!text) {
        for (const fs::path& path : list(root_)) {
            if (!is_leftover(path)) throw foreign(root_, path.filename().string());
        }
        return std::nullopt;
    }
    Json json;
    try {
        json = base::parse_json(*text, marker().string());
    } catch (const Error&) {
        json = nullptr;
    }
    if (!json.is_object() || !json.contains("id") || json.value("schema", "") != marker_schema) {
        throw Error(Kind::damaged, fmt::format("the marker '{}' cannot be read", marker().string()))
            .hint("restore it from a backup, or release into a new folder");
    }
    const std::string environment = json.value("environment", "");
    const std::string project = json.value("project", "");
    if (environment != spec.environment || project != spec.project) {
        throw Error(Kind::conflict, fmt::format("'{}' belongs to environment '{}' of project '{}', not to '{}' of '{}'",
                                                root_.string(), environment, project, spec.environment, spec.project))
            .hint("give each environment a `path:` of its own");
    }
    return json.value("id", "");
}

void FolderLayout::write_marker(const TargetSpec& spec, const base::Env& env) const {
    const Json json{{"schema", marker_schema},
                    {"id", base::new_id(env)},
                    {"environment", spec.environment},
                    {"project", spec.project},
                    {"created", env.now()}};
    base::replace_file(marker(), json.dump(2) + "\n");
}

std::string FolderLayout::read_link() const {
    const auto found = base::signature_of(link());
    if (!found) return {};
    std::error_code problem;
    const fs::path to = found->is_link() ? fs::read_symlink(link(), problem) : fs::path();
    if (problem || to.parent_path() != "releases" || to.filename().empty()) {
        throw Error(Kind::conflict, fmt::format("'{}' is not the link that mlp made: expected a link to releases/<id>",
                                                link().string()))
            .hint("move it away, then deploy again");
    }
    return to.filename().string();
}

void FolderLayout::swap_link(const std::string& id) const {
    if (id.empty()) {
        if (::unlink(link().c_str()) != 0 && errno != ENOENT) throw system_error("remove", link().string(), errno);
        base::sync_folder(root_);
        return;
    }
    const fs::path fresh = root_ / ".current.new";
    if (::unlink(fresh.c_str()) != 0 && errno != ENOENT) throw system_error("remove", fresh.string(), errno);
    if (::symlink((fs::path("releases") / id).c_str(), fresh.c_str()) != 0) {
        throw system_error("make the link", fresh.string(), errno);
    }
    rename_durably(fresh, link());
}

std::vector<Entry> FolderLayout::read_history(const std::string& current) const {
    std::vector<Entry> entries;
    for (const fs::path& path : list(history())) {
        const bool intended = path.extension() == ".intent";
        if ((!intended && path.extension() != ".json") || path.filename().string().starts_with('.')) continue;
        const auto text = base::read_file_if_exists(path, 16 << 20);
        if (!text) continue;  // confirmed or dropped by another process since it was listed
        Entry entry = parse_entry(*text, path.string());
        if (intended && entry.release != current) continue;
        if (!entries.empty() && entries.back().number == entry.number) continue;
        entries.push_back(std::move(entry));
    }
    return entries;
}

void FolderLayout::write_intent(const Entry& entry) const {
    base::replace_file(intent(entry.number), entry_json(entry).dump(2) + "\n");
}

void FolderLayout::confirm(std::int64_t number) const { rename_durably(intent(number), entry(number)); }

void FolderLayout::remove_entry(std::int64_t number) const {
    for (const fs::path& path : {intent(number), entry(number)}) {
        if (::unlink(path.c_str()) != 0 && errno != ENOENT) throw system_error("remove", path.string(), errno);
    }
    base::sync_folder(history());
}

void FolderLayout::settle() const {
    const std::string current = read_link();
    for (const fs::path& path : list(history())) {
        if (path.filename().string().starts_with('.')) {
            base::remove_tree(path);  // temporary name of an entry that was being written
        } else if (path.extension() == ".intent") {
            const Entry entry = parse_entry(base::read_file(path, 16 << 20), path.string());
            if (entry.release == current) {
                confirm(entry.number);
            } else {
                remove_entry(entry.number);
            }
        }
    }
    for (const fs::path& path : list(releases())) {
        if (path.filename().string().starts_with('.')) base::remove_tree(path);
    }
}

std::vector<std::string> FolderLayout::kept_releases() const {
    std::vector<std::string> ids;
    for (const fs::path& path : list(releases())) {
        const std::string name = path.filename().string();
        if (!name.starts_with('.') && base::signature_of(path / "manifest.json")) ids.push_back(name);
    }
    return ids;
}

}  // namespace mlp::deploy
