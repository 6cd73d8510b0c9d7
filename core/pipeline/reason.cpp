#include "core/pipeline/reason.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/shorten.hpp"
#include "core/base/verbatim.hpp"

namespace mlp::pipeline {

namespace {

using Why = Reason::Kind;

constexpr std::array<std::pair<Why, std::string_view>, 19> names{{
    {Why::never_run, "never_run"},
    {Why::command, "command"},
    {Why::shell, "shell"},
    {Why::folder, "folder"},
    {Why::dep_added, "dependency_added"},
    {Why::dep_removed, "dependency_removed"},
    {Why::dep_modified, "dependency_modified"},
    {Why::param, "parameter"},
    {Why::variable, "variable"},
    {Why::python, "python"},
    {Why::out_declared, "outputs_declared"},
    {Why::out_missing, "output_missing"},
    {Why::out_modified, "output_modified"},
    {Why::out_unstored, "output_unstored"},
    {Why::always_changed, "always_changed"},
    {Why::forced, "forced"},
    {Why::unsteady, "input_unsteady"},
    {Why::upstream, "upstream"},
    {Why::blocked, "blocked"},
}};

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts, separator));
}

std::string value_text(const Json* value) {
    if (value == nullptr) return "(none)";
    std::string text = value->is_string() ? value->get<std::string>() : base::flow_text(*value);
    constexpr std::size_t shown = 60;
    return base::shortened(text, shown);
}

/// Equal in Python: numbers by value, whatever their type, and maps in any order.
bool python_equal(const Json& a, const Json& b) {
    const auto number = [](const Json& value) { return value.is_number() || value.is_boolean(); };
    if (number(a) && number(b)) {
        const auto plain = [](const Json& value) { return value.is_boolean() ? Json(value.get<bool>() ? 1 : 0) : value; };
        return plain(a) == plain(b);
    }
    if (a.is_array() && b.is_array()) return std::equal(a.begin(), a.end(), b.begin(), b.end(), python_equal);
    if (!a.is_object() || !b.is_object()) return a == b;
    for (const auto& [key, value] : a.items()) {
        const auto other = b.find(key);
        if (other == b.end() || !python_equal(value, *other)) return false;
    }
    return a.size() == b.size();
}

bool reads_whole(const config::Stage& stage, const std::string& file) {
    return std::any_of(stage.params.begin(), stage.params.end(),
                       [&](const config::ParamRef& ref) { return ref.file == file && ref.keys.empty(); });
}

/// Calls `visit(key, before, after)` for each key of either map whose values differ; a null pointer means absent.
template <class Map, class Visit>
void for_each_difference(const Map& before, const Map& after, Visit visit) {
    for (const auto& [key, value] : before) {
        const auto found = after.find(key);
        if (found == after.end()) {
            visit(key, &value, nullptr);
        } else if (!(found->second == value)) {
            visit(key, &value, &found->second);
        }
    }
    for (const auto& [key, value] : after) {
        if (before.find(key) == before.end()) visit(key, nullptr, &value);
    }
}

/// A map that changed is told by the values in it that did.
void add_param(const std::string& file, const std::string& key, const Json* before, const Json* after,
               std::vector<Reason>& reasons) {
    const bool maps = before != nullptr && after != nullptr && before->is_object() && after->is_object();
    if (!maps || before->empty() || after->empty()) {
        reasons.push_back({Why::param, param_name(file, key), value_text(before), value_text(after)});
        return;
    }
    const auto inside = [&](const std::string& name) { return key.empty() ? name : key + "." + name; };
    const auto in = [](const Json& map, const std::string& name) {
        const auto found = map.find(name);
        return found == map.end() ? nullptr : &*found;
    };
    for (const auto& [name, value] : before->items()) {
        const Json* now = in(*after, name);
        if (now == nullptr || *now != value) add_param(file, inside(name), &value, now, reasons);
    }
    for (const auto& [name, value] : after->items()) {
        if (in(*before, name) == nullptr) add_param(file, inside(name), nullptr, &value, reasons);
    }
}

void compare_deps(const StageInputs& locked, const StageInputs& now, std::vector<Reason>& reasons) {
    for_each_difference(
        locked.deps, now.deps, [&](const std::string& path, const Content* before, const Content* after) {
            if (before != nullptr && after != nullptr && before->digest == after->digest && before->kind == after->kind)
                return;
            const Why kind = before == nullptr  ? Why::dep_added
                             : after == nullptr ? Why::dep_removed
                                                : Why::dep_modified;
            reasons.push_back({kind, path});
        });
}

void compare_params(const StageInputs& locked, const StageInputs& now, std::vector<Reason>& reasons) {
    const std::map<std::string, Json> none;
    const auto values_of = [&](const StageInputs& inputs,
                               const std::string& file) -> const std::map<std::string, Json>& {
        const auto found = inputs.params.find(file);
        return found == inputs.params.end() ? none : found->second;
    };
    std::vector<std::string> files;
    for (const auto& [file, values] : locked.params) files.push_back(file);
    for (const auto& [file, values] : now.params) files.push_back(file);
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    for (const std::string& file : files) {
        for_each_difference(
            values_of(locked, file), values_of(now, file),
            [&](const std::string& key, const Json* before, const Json* after) {
                add_param(file, key, before, after, reasons);
            });
    }
}

}  // namespace

std::string param_name(const std::string& file, const std::string& key) {
    if (key.empty()) return file;
    return file == "params.yaml" ? key : file + ":" + key;
}

std::string_view reason_name(Why kind) {
    return std::find_if(names.begin(), names.end(), [&](const auto& row) { return row.first == kind; })->second;
}

std::string Reason::text() const {
    switch (kind) {
        case Why::never_run:
            return "no result of it is recorded";
        case Why::command:
            return "the command changed";
        case Why::shell:
            return fmt::format("the shell changed: {} → {}", before, after);
        case Why::folder:
            return fmt::format("the working folder changed: {} → {}", before, after);
        case Why::dep_added:
            return fmt::format("new dependency {}", subject);
        case Why::dep_removed:
            return fmt::format("no longer depends on {}", subject);
        case Why::dep_modified:
            return fmt::format("dependency {} changed", subject);
        case Why::param:
            return fmt::format("params {} {} → {}", subject, before, after);
        case Why::variable:
            return fmt::format("env {} {} → {}", subject, before, after);
        case Why::python:
            return fmt::format("the Python lock {} changed", subject);
        case Why::out_declared:
            return fmt::format("the declared outputs changed: {}", subject);
        case Why::out_missing:
            return fmt::format("output {} is missing", subject);
        case Why::out_modified:
            return fmt::format("output {} was modified", subject);
        case Why::out_unstored:
            return fmt::format("output {} is not in the cache", subject);
        case Why::always_changed:
            return "it is marked always_changed";
        case Why::forced:
            return "forced";
        case Why::unsteady:
            return fmt::format("{} changed while it last ran", subject);
        case Why::upstream:
            return fmt::format("upstream stage {} will run", subject);
        case Why::blocked:
            return subject;
    }
    return {};
}

Json reasons_json(const std::vector<Reason>& reasons) {
    Json list = Json::array();
    for (const Reason& reason : reasons) {
        Json row{{"kind", reason_name(reason.kind)}, {"text", reason.text()}};
        if (!reason.subject.empty()) row["subject"] = reason.subject;
        if (!reason.before.empty()) row["before"] = reason.before;
        if (!reason.after.empty()) row["after"] = reason.after;
        list.push_back(std::move(row));
    }
    return list;
}

std::vector<Reason> compare_dvc_inputs(const config::Stage& stage, const StageInputs& locked, const StageInputs& now) {
    std::vector<Reason> reasons;
    for (const auto& [file, values] : now.params) {
        const auto known = locked.params.find(file);
        for_each_difference(known == locked.params.end() ? std::map<std::string, Json>() : known->second, values,
                            [&](const std::string& key, const Json* before, const Json* after) {
                                if (after == nullptr && !reads_whole(stage, file)) return;
                                if (after != nullptr && (before != nullptr && python_equal(*before, *after))) return;
                                add_param(file, key, before, after, reasons);
                            });
    }
    if (locked.commands != now.commands || locked.listed != now.listed) {
        reasons.push_back({Why::command, {}, joined(locked.commands, "\n"), joined(now.commands, "\n")});
    }
    for (const auto& [path, content] : now.deps) {
        const auto known = locked.deps.find(path);
        if (known == locked.deps.end()) {
            reasons.push_back({Why::dep_added, path});
        } else if (known->second.digest != content.digest) {
            reasons.push_back({Why::dep_modified, path});
        }
    }
    return reasons;
}

std::vector<Reason> compare_inputs(const StageInputs& locked, const StageInputs& now) {
    std::vector<Reason> reasons;
    // A parameter that is used as ${…} changes the command too: the parameter is what the user changed.
    compare_params(locked, now, reasons);
    if (locked.commands != now.commands) {
        reasons.push_back({Why::command, {}, joined(locked.commands, "\n"), joined(now.commands, "\n")});
    }
    if (locked.shell != now.shell) reasons.push_back({Why::shell, {}, locked.shell, now.shell});
    if (locked.wdir != now.wdir) reasons.push_back({Why::folder, {}, locked.wdir, now.wdir});
    compare_deps(locked, now, reasons);
    for_each_difference(
        locked.env, now.env, [&](const std::string& name, const std::string* before, const std::string* after) {
            reasons.push_back(
                {Why::variable, name, before == nullptr ? "(none)" : *before, after == nullptr ? "(none)" : *after});
        });
    const auto digest = [](const StageInputs& inputs) { return inputs.python ? inputs.python->digest : Digest(); };
    if (digest(locked) != digest(now)) {
        reasons.push_back({Why::python, now.python ? now.python->path : locked.python->path});
    }
    if (locked.outs != now.outs) reasons.push_back({Why::out_declared, joined(now.outs, ", ")});
    return reasons;
}

}  // namespace mlp::pipeline
