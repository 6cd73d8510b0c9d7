#include "cli/pipeline/work_copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "core/base/error.hpp"
#include "core/base/ini.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/data/dvc/config.hpp"
#include "core/data/walk.hpp"
#include "core/git/borrow.hpp"
#include "core/git/revision.hpp"
#include "core/git/work_tree.hpp"
#include "core/pipeline/orphans.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;

namespace {

/// A link that leads out of the tree by a relative path would lead elsewhere in the copy.
void clone_link(const fs::path& from, const fs::path& top, const fs::path& to) {
    const fs::path target = fs::read_symlink(from);
    const fs::path full = (from.parent_path() / target).lexically_normal();
    const bool leaves = target.is_relative() && !base::is_within(full.string(), top.string());
    fs::create_symlink(leaves ? full : target, to);
}

void clone_entry(const fs::path& from, const fs::path& top, const fs::path& to) {
    const auto found = base::signature_of(from);
    if (!found || base::signature_of(to)) return;
    base::make_folders(to.parent_path());
    if (found->is_link()) {
        clone_link(from, top, to);
    } else if (found->is_regular()) {
        base::clone_file(from, to);
    } else if (found->is_folder()) {
        base::make_folders(to);
    }
}

class Collector {
public:
    explicit Collector(const config::Project& project) : project_(project) {}

    /// Relative to the top of the work tree.
    std::set<std::string> committed_and_new(const git::WorkTree& tree) const {
        std::set<std::string> files(tree.changed.begin(), tree.changed.end());
        if (tree.commit.empty()) return files;
        if (const auto head = git::Revision::find(tree.top, tree.commit)) {
            for (const git::CommittedFile& file : head->files()) files.insert(file.path);
        }
        return files;
    }

    /// Relative to the root: what stages need, ignored by git or not.
    std::set<std::string> needed() {
        for (const char* file : {"mlp.lock", "dvc.lock", ".mlp/config.yaml", ".dvc/config.local"}) add(file);
        for (const std::string& file : project_.inputs) add(file);
        for (const config::Stage& stage : project_.stages) {
            for (const config::PathRef& dep : stage.deps) {
                if (dep.is_inside() && !made(dep.path)) add(dep.path);
            }
            for (const config::ParamRef& ref : stage.params) {
                if (!made(ref.file)) add(ref.file);
            }
            if (stage.python_lock) add(stage.python_lock->path);
            for (const config::Output& out : stage.outs) {
                // What a frozen stage made stays as it is, and what persists is input of its own next run.
                if (out.is_inside() && (out.persist || stage.frozen || stage.commands.empty())) add(out.path);
            }
        }
        return std::move(files_);
    }

    /// Without git: everything but what stages make.
    std::set<std::string> everything() {
        add_below(data::walk_folder(project_.root, "."));
        return std::move(files_);
    }

private:
    bool made(const std::string& path) const {
        for (const config::Stage& stage : project_.stages) {
            for (const config::Output& out : stage.outs) {
                if (!stage.commands.empty() && base::is_within(path, out.path)) return true;
            }
        }
        return false;
    }

    void add(const std::string& path) {
        const auto found = base::signature_of(project_.root / path);
        if (!found) return;
        found->is_folder() ? add_below(data::walk_folder(project_.root, path)) : void(files_.insert(path));
    }

    void add_below(const data::Node& folder) {
        for (const data::Node& child : folder.children) {
            if (made(child.path)) continue;
            files_.insert(child.path);
            if (child.signature.is_folder()) add_below(child);
        }
    }

    const config::Project& project_;
    std::set<std::string> files_;
};

/// DVC's local settings with one value put in, or in the place of the one that is there.
std::string with_setting(std::string text, const std::string& file, const std::string& section, const std::string& key,
                         const std::string& value) {
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    const char quote = value.find('"') == std::string::npos ? '"' : '\'';
    const std::string line = fmt::format("    {} = {}{}{}\n", key, quote, value, quote);
    const auto sections = base::parse_ini(text, file);
    const auto found = std::find_if(sections.begin(), sections.end(), [&](const auto& one) { return one.name == section; });
    if (found == sections.end()) return fmt::format("{}['{}']\n{}", text, section, line);
    const auto& entries = found->entries;
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& one) { return one.key == key; });
    const bool replaced = entry != entries.end();
    const auto wanted = replaced ? entry->place.line : found->place.line + 1;
    std::size_t at = 0;
    for (auto number = decltype(wanted){1}; number < wanted; ++number) at = text.find('\n', at) + 1;
    return text.substr(0, at) + line + text.substr(replaced ? text.find('\n', at) + 1 : at);
}

/// Results must outlive the copy, and earlier ones be found: its cache is that of the project, and so are its remotes,
/// whose folders may be named from the settings' own place.
void share_dvc_places(const fs::path& from, const base::Env& env, const fs::path& to) {
    if (!base::signature_of(from / ".dvc", true)) return;
    const data::dvc::Config config = data::dvc::read_config(from, env);
    const fs::path file = to / ".dvc" / "config.local";
    std::string text = base::read_file_if_exists(file).value_or("");
    text = with_setting(text, file.string(), "cache", "dir", config.cache_folder().string());
    for (const std::string& name : config.remotes()) {
        const std::string& url = config.remote(name)->find("url")->second.text;
        if (url.find("://") == std::string::npos) {
            text = with_setting(text, file.string(), fmt::format("remote \"{}\"", name), "url", url);
        }
    }
    base::replace_file(file, text);
}

}  // namespace

fs::path copies_folder(const fs::path& root) { return root / ".mlp" / "tmp" / "copies"; }

void remove_left_copies(const fs::path& root) {
    std::error_code problem;
    for (const auto& entry : fs::recursive_directory_iterator(copies_folder(root), problem)) {
        if (entry.path().filename() == "at-work" && entry.path().parent_path().filename() == ".mlp") {
            pipeline::end_orphans(entry.path().parent_path().parent_path());
        }
    }
    base::remove_tree(copies_folder(root));
}

void clone_folder(const fs::path& from, const fs::path& to) {
    base::make_folders(to);
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
        clone_entry(entry.path(), from, to / entry.path().lexically_relative(from));
    }
}

fs::path copy_project(const config::Project& project, const base::Env& env, const fs::path& to) {
    Collector collector(project);
    base::make_folders(to);
    const auto tree = git::work_tree(project.root);
    if (!tree) {
        for (const std::string& path : collector.everything())
            clone_entry(project.root / path, project.root, to / path);
        for (const std::string& path : collector.needed()) clone_entry(project.root / path, project.root, to / path);
        share_dvc_places(project.root, env, to);
        return to;
    }
    git::borrow_repository(project.root, to);
    for (const std::string& path : collector.committed_and_new(*tree)) {
        clone_entry(tree->top / path, tree->top, to / path);
    }
    const fs::path place = fs::canonical(project.root).lexically_relative(tree->top);
    const fs::path root = place == "." ? to : to / place;
    base::make_folders(root);
    for (const std::string& path : collector.needed()) clone_entry(project.root / path, tree->top, root / path);
    share_dvc_places(project.root, env, root);
    return root;
}

}  // namespace mlp::cli
