#include "cli/pipeline/code_snapshot.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/data/tree.hpp"
#include "core/data/walk.hpp"
#include "core/git/work_tree.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Json;

namespace {

class Taking {
public:
    Taking(fs::path top, data::ObjectStore::Batch& batch, const CodeRules& rules)
        : top_(std::move(top)), batch_(batch), rules_(rules) {}

    void add(const std::string& path) {
        // JSON holds text; a name that is none cannot be told.
        if (base::invalid_utf8(path) || base::normal_relative(path) != path) return;
        try {
            keep(path);
        } catch (const std::exception&) {
            // Processes are at work in this folder: what is gone by now was not there.
            if (base::signature_of(top_ / path)) throw;
            deleted_.push_back(path);
        }
    }

    /// A file or everything below a folder.
    void add_all(const std::string& path) {
        const auto found = base::signature_of(top_ / path, true);
        if (!found) return;
        if (!found->is_folder()) return add(path);
        add_below(data::walk_folder(top_, path));
    }

    Json document(const std::string& commit, const std::string& place) const {
        return {{"version", 1},    {"base", commit},      {"place", place},
                {"files", files_}, {"deleted", deleted_}, {"left_out", left_out_}};
    }
    const Json& files() const { return files_; }

private:
    void keep(const std::string& path) {
        const auto found = base::signature_of(top_ / path);
        if (!found) {
            deleted_.push_back(path);
        } else if (found->is_link()) {
            const std::string target = fs::read_symlink(top_ / path).string();
            put(path, data::ContentKind::link, batch_.put_bytes(target), target.size());
        } else if (found->is_regular() && found->size > rules_.largest) {
            left_out_[path] = found->size;
        } else if (found->is_regular()) {
            const base::HashedFile file = batch_.put_file(top_ / path);
            put(path, found->is_executable() ? data::ContentKind::executable : data::ContentKind::file, file.digest,
                file.size);
        }
    }

    void add_below(const data::Node& node) {
        for (const data::Node& child : node.children) {
            child.signature.is_folder() ? add_below(child) : add(child.path);
        }
    }

    void put(const std::string& path, data::ContentKind kind, const base::Digest& digest, std::uint64_t size) {
        files_[path] = {{"kind", data::kind_name(kind)}, {"digest", digest.to_string()}, {"size", size}};
    }

    fs::path top_;
    data::ObjectStore::Batch& batch_;
    const CodeRules& rules_;
    Json files_ = Json::object();
    Json deleted_ = Json::array();
    Json left_out_ = Json::object();
};

bool covers(const std::set<std::string>& outputs, const std::string& path) {
    return std::any_of(outputs.begin(), outputs.end(),
                       [&](const std::string& output) { return base::is_within(path, output); });
}

Json take_without_git(const config::Project& project, data::ObjectStore::Batch& batch, const CodeRules& rules) {
    std::set<std::string> paths{project.file};
    paths.insert(project.inputs.begin(), project.inputs.end());
    for (const config::Stage& stage : project.stages) {
        for (const config::ParamRef& ref : stage.params) paths.insert(ref.file);
        for (const config::PathRef& dep : stage.deps) {
            if (dep.is_inside()) paths.insert(dep.path);
        }
        if (stage.python_lock) paths.insert(stage.python_lock->path);
    }
    Taking taking(project.root, batch, rules);
    for (const std::string& path : paths) {
        if (!covers(rules.outputs, path)) taking.add_all(path);
    }
    return taking.document("", "");
}

}  // namespace

std::set<std::string> output_paths(const config::Project& project) {
    std::set<std::string> paths;
    for (const config::Stage& stage : project.stages) {
        if (stage.commands.empty()) continue;  // only tracked, not made
        for (const config::Output& out : stage.outs) {
            if (out.is_inside()) paths.insert(out.path);
        }
    }
    return paths;
}

Json take_code(const config::Project& project, data::ObjectStore::Batch& batch, const CodeRules& rules) {
    const auto tree = git::work_tree(project.root);
    if (!tree) return take_without_git(project, batch, rules);
    const fs::path root = fs::canonical(project.root);
    std::string place = root.lexically_relative(tree->top).generic_string();
    if (place == ".") place.clear();
    Taking taking(tree->top, batch, rules);
    for (const std::string& path : tree->changed) {
        const auto own = base::inside(root, tree->top, path);
        if (!own || !covers(rules.outputs, *own)) taking.add(path);
    }
    return taking.document(tree->commit, place);
}

Json take_locks(const config::Project& project, data::ObjectStore::Batch& batch) {
    std::set<std::string> paths;
    for (const config::Stage& stage : project.stages) {
        if (!stage.is_of_dvc()) paths.insert("mlp.lock");
        if (stage.origin == config::Origin::data) paths.insert(stage.file);
        if (stage.origin == config::Origin::dvc) {
            paths.insert((fs::path(stage.file).parent_path() / "dvc.lock").generic_string());
        }
        // Where the run kept outputs of DVC out of git; without it they would be new files.
        for (const config::Output& out : stage.outs) {
            const bool ignored = stage.is_of_dvc() && out.cache && out.is_inside();
            if (ignored) paths.insert((fs::path(out.path).parent_path() / ".gitignore").generic_string());
        }
    }
    const CodeRules rules;
    Taking taking(project.root, batch, rules);
    for (const std::string& path : paths) {
        if (base::signature_of(project.root / path)) taking.add(path);
    }
    return taking.files();
}

}  // namespace mlp::cli
