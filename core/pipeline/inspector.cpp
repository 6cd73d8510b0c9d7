#include "core/pipeline/inspector.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/path.hpp"

namespace mlp::pipeline {

namespace {

/// The content of `rest` below a stored tree, or nothing.
std::optional<Content> below(data::ObjectStore& objects, Content content, std::string_view rest) {
    while (!rest.empty()) {
        if (content.kind != data::ContentKind::tree || !objects.has(content.digest)) return std::nullopt;
        const std::string_view name = rest.substr(0, rest.find('/'));
        const auto entries = data::parse_tree(objects.read(content.digest));
        const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.name == name; });
        if (found == entries.end()) return std::nullopt;
        content = found->content;
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    }
    return content;
}

}  // namespace

Inspector::Inspector(const config::Project& project, data::Workspace& workspace, data::ObjectStore& objects)
    : workspace_(workspace), objects_(objects) {
    for (const config::Stage& stage : project.stages) {
        for (const config::ParamRef& ref : stage.params) {
            auto& keys = params_[ref.file].keys;
            keys.insert(keys.end(), ref.keys.begin(), ref.keys.end());
        }
    }
    for (auto& [file, entry] : params_) {
        std::sort(entry.keys.begin(), entry.keys.end());
        entry.keys.erase(std::unique(entry.keys.begin(), entry.keys.end()), entry.keys.end());
    }
}

const std::optional<Inspector::Values>& Inspector::values_of(const std::string& file, bool whole) {
    ParamFile& entry = whole ? whole_params_[file] : params_[file];
    const auto path = workspace_.root() / file;
    const auto signature = base::signature_of(path, true);
    if (!entry.read || entry.signature != signature) {
        entry.values = config::read_params(path, whole ? std::vector<std::string>{} : entry.keys);
        entry.signature = signature;
        entry.read = true;
    }
    return entry.values;
}

void Inspector::add_params(const config::Stage& stage, StageInputs& inputs) {
    for (const config::ParamRef& ref : stage.params) {
        const auto& values = values_of(ref.file, ref.keys.empty());
        if (!values) {
            throw Error(Kind::missing, fmt::format("the parameter file {} does not exist", ref.file))
                .at(ref.place.to_string())
                .hint("create it, or take it out of the stage's params");
        }
        auto& kept = inputs.params[ref.file];
        if (ref.keys.empty()) kept = *values;
        for (const std::string& key : ref.keys) {
            if (const auto value = values->find(key); value != values->end()) kept[key] = value->second;
        }
    }
}

std::optional<Content> Inspector::assumed(const std::string& path) {
    for (std::string above = path;;) {
        if (const auto found = assumed_.find(above); found != assumed_.end()) {
            return below(objects_, found->second, path == above ? "" : std::string_view(path).substr(above.size() + 1));
        }
        const std::size_t slash = above.rfind('/');
        if (slash == std::string::npos) return std::nullopt;
        above.resize(slash);
    }
}

std::optional<Content> Inspector::content(const std::string& path) {
    if (!assumed_.empty()) {
        if (auto found = assumed(path)) return found;
    }
    return workspace_.content_of(path);
}

bool Inspector::unknown(const std::string& path) const {
    return std::any_of(unknown_.begin(), unknown_.end(), [&](const auto& row) {
        return base::is_within(path, row.first) || base::is_within(row.first, path);
    });
}

StageInputs Inspector::inputs(const config::Stage& stage) {
    StageInputs inputs;
    inputs.commands = stage.commands;
    inputs.shell = stage.shell;
    inputs.wdir = stage.wdir;
    inputs.env = stage.env;
    for (const config::PathRef& dep : stage.deps) {
        if (!unknown_.empty() && unknown(dep.path)) continue;
        auto found = content(dep.path);
        if (!found) {
            throw Error(Kind::missing, fmt::format("dependency {} does not exist", dep.path))
                .at(dep.place.to_string())
                .hint("no stage makes it: bring the file back, or take it out of deps");
        }
        inputs.deps[dep.path] = *found;
    }
    add_params(stage, inputs);
    for (const config::Output& out : stage.outs) inputs.outs.push_back(out.path);
    std::sort(inputs.outs.begin(), inputs.outs.end());
    if (stage.python_lock) {
        const auto found = content(stage.python_lock->path);
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
