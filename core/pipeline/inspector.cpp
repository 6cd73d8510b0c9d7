#include "core/pipeline/inspector.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mlp::pipeline {

namespace {

const Content* find_content(const std::map<std::string, Content>& contents, const std::string& path) {
    const auto found = contents.find(path);
    return found == contents.end() ? nullptr : &found->second;
}

}  // namespace

Inspector::Inspector(const config::Project& project, Contents& contents) : project_(project), contents_(contents) {
    for (const config::Stage& stage : project.stages) {
        for (const config::ParamRef& ref : stage.params) {
            auto& keys = params_[{ref.file, stage.is_of_dvc()}].keys;
            keys.insert(keys.end(), ref.keys.begin(), ref.keys.end());
        }
    }
    for (auto& [name, entry] : params_) {
        std::sort(entry.keys.begin(), entry.keys.end());
        entry.keys.erase(std::unique(entry.keys.begin(), entry.keys.end()), entry.keys.end());
    }
}

const Inspector::ParamFile& Inspector::read(const std::string& file, bool whole, bool by_dvc) {
    ParamFile& entry = (whole ? whole_params_ : params_)[{file, by_dvc}];
    const auto path = contents_.root() / file;
    const auto signature = base::signature_of(path, true);
    if (entry.read && entry.signature == signature) return entry;
    const std::vector<std::string> keys = whole ? std::vector<std::string>{} : entry.keys;
    if (by_dvc) {
        auto found = config::read_dvc_params(path, keys);
        entry.aliases = found ? std::move(found->aliases) : std::map<std::string, std::string>();
        entry.values = found ? std::optional(std::move(found->values)) : std::nullopt;
    } else {
        entry.values = config::read_params(path, keys);
    }
    entry.signature = signature;
    entry.read = true;
    return entry;
}

void Inspector::add_params(const config::Stage& stage, StageInputs& inputs) {
    const bool by_dvc = stage.is_of_dvc();
    for (const config::ParamRef& ref : stage.params) {
        const ParamFile& file = read(ref.file, ref.keys.empty(), by_dvc);
        const auto& values = file.values;
        if (!values) {
            throw Error(Kind::missing, fmt::format("the parameter file {} does not exist", ref.file))
                .at(ref.place.to_string())
                .hint("create it, or take it out of the stage's params");
        }
        auto& kept = inputs.params[ref.file];
        if (!file.aliases.empty()) inputs.aliases.files[ref.file] = file.aliases;
        if (ref.keys.empty()) kept = *values;
        for (std::size_t i = 0; i < ref.keys.size(); ++i) {
            const std::string& key = ref.keys[i];
            if (const auto value = values->find(key); value != values->end()) {
                kept[key] = value->second;
            } else if (by_dvc) {
                throw Error(Kind::missing, fmt::format("{} has no parameter '{}'", ref.file, key))
                    .at((i < ref.key_places.size() ? ref.key_places[i] : ref.place).to_string())
                    .hint("add it to the file, or take it out of the stage's params");
            }
        }
    }
}

std::optional<Content> Inspector::assumed(const std::string& path, Algorithm algorithm) {
    for (std::string above = path;;) {
        if (const auto found = assumed_.find(above); found != assumed_.end()) {
            // In the other way of naming only the disk can tell.
            if (found->second.digest.algorithm() != algorithm) return std::nullopt;
            return contents_.below(found->second, path == above ? "" : std::string_view(path).substr(above.size() + 1));
        }
        const std::size_t slash = above.rfind('/');
        if (slash == std::string::npos) return std::nullopt;
        above.resize(slash);
    }
}

std::optional<Content> Inspector::content(const std::string& path, Algorithm algorithm) {
    if (!assumed_.empty()) {
        if (auto found = assumed(path, algorithm)) return found;
    }
    return contents_.content_of(path, algorithm);
}

bool Inspector::unknown(const std::string& path) const {
    if (path == ".") return !unknown_.empty();
    const std::string inside = path + "/";
    const auto below = unknown_.lower_bound(inside);
    if (below != unknown_.end() && below->starts_with(inside)) return true;
    for (std::string above = path;;) {
        if (unknown_.contains(above)) return true;
        const std::size_t slash = above.rfind('/');
        if (slash == std::string::npos) return unknown_.contains(".");
        above.resize(slash);
    }
}

void Inspector::add_deps(const config::Stage& stage, const LockedStage* locked, StageInputs& inputs) {
    for (const config::PathRef& dep : stage.deps) {
        if (!unknown_.empty() && unknown(dep.path)) continue;
        const auto known = locked == nullptr ? nullptr : find_content(locked->inputs.deps, dep.path);
        if (dep.is_url()) {
            // What lies elsewhere is not asked for: as the lock knows it, it is.
            if (known != nullptr) inputs.deps[dep.path] = *known;
            if (stage.is_of_dvc() && !stage.frozen && is_dvc_dataset(dep.path)) add_dataset(dep, inputs);
            continue;
        }
        auto found = content(dep.path, known == nullptr ? algorithm_of(stage) : known->digest.algorithm());
        if (!found && stage.frozen && known != nullptr) found = *known;  // it is not going to be read
        if (!found) {
            throw Error(Kind::missing, fmt::format("dependency {} does not exist", dep.path))
                .at(dep.place.to_string())
                .hint("no stage makes it: bring the file back, or take it out of deps");
        }
        inputs.deps[dep.path] = *found;
    }
}

void Inspector::add_dataset(const config::PathRef& dep, StageInputs& inputs) {
    if (!datasets_) datasets_.emplace(project_);
    inputs.deps[dep.path] = content_of_dataset(datasets_->locked(dep));
}

StageInputs Inspector::new_inputs(const config::Stage& stage, const LockedStage* locked) {
    StageInputs found = inputs(stage, locked);
    if (locked == nullptr) return found;
    for (auto& [path, now] : found.deps) {
        const Content* known = find_content(locked->inputs.deps, path);
        if (known == nullptr || known->digest == now.digest || now.digest.algorithm() == algorithm_of(stage)) continue;
        if (const auto today = content(path, algorithm_of(stage))) now = *today;
    }
    return found;
}

StageInputs Inspector::inputs(const config::Stage& stage, const LockedStage* locked) {
    StageInputs inputs;
    inputs.commands = stage.command_text ? std::vector{*stage.command_text} : stage.commands;
    inputs.listed = stage.origin == config::Origin::dvc && !stage.command_text && stage.commands.size() == 1;
    inputs.shell = stage.shell;
    inputs.wdir = stage.wdir;
    inputs.env = stage.env;
    if (stage.origin != config::Origin::data) add_deps(stage, locked, inputs);
    add_params(stage, inputs);
    for (const config::Output& out : stage.outs) inputs.outs.push_back(out.path);
    std::sort(inputs.outs.begin(), inputs.outs.end());
    if (stage.python_lock) {
        const auto found = content(stage.python_lock->path, Algorithm::sha256);
        if (!found || found->kind == data::ContentKind::tree) {
            throw Error(Kind::missing, fmt::format("the Python lock {} does not exist", stage.python_lock->path))
                .at(stage.python_lock->place.to_string())
                .hint("make it with `uv pip compile --generate-hashes`, or take `python` out of the stage's env");
        }
        inputs.python = PythonLock{stage.python_lock->path, found->digest};
    }
    return inputs;
}

}  // namespace mlp::pipeline
