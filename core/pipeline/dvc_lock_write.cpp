#include <algorithm>
#include <filesystem>
#include <string>

#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/base/yaml.hpp"
#include "core/base/yaml_emit.hpp"
#include "core/base/yaml_python.hpp"
#include "core/pipeline/dvc_lock.hpp"
#include "core/pipeline/dvc_lock_anchors.hpp"

namespace mlp::pipeline {

namespace {

using base::SharedYaml;
using data::dvc::Tracked;

constexpr std::string_view default_params = "params.yaml";
constexpr std::string_view stages_line = "stages:\n";

Json entry_value(const Tracked& tracked) {
    Json value{{"path", tracked.path}};
    if (tracked.content) {
        const auto& content = *tracked.content;
        if (content.digest.algorithm() == base::Algorithm::md5) value["hash"] = "md5";
        value["md5"] = data::dvc::md5_text_of(content);
        if (tracked.has_size) value["size"] = content.size;
        if (content.kind == data::ContentKind::tree) value["nfiles"] = content.files;
        if (content.kind == data::ContentKind::executable) value["isexec"] = true;
    }
    for (const auto& [key, rest] : tracked.rest.items()) value[key] = rest;
    return value;
}

Json entry_list(const std::map<std::string, Tracked>& entries) {
    Json list = Json::array();
    for (const auto& [path, tracked] : entries) list.push_back(entry_value(tracked));
    return list;
}

/// The default file stands first, the others by name.
Json params_value(const std::map<std::string, std::map<std::string, Json>>& params) {
    Json value = Json::object();
    const auto add = [&](const std::string& file, const std::map<std::string, Json>& values) {
        Json& flat = value[file] = Json::object();
        for (const auto& [key, parameter] : values) flat[key] = parameter;
    };
    if (const auto found = params.find(std::string(default_params)); found != params.end())
        add(found->first, found->second);
    for (const auto& [file, values] : params) {
        if (file != default_params) add(file, values);
    }
    return value;
}

/// Gives every list and map below `value` a number by its path in the parameter file. Two keys that lead to one value
/// ("train" and "train.layers"), and what the file itself repeats by an alias, is shared in DVC, so that it writes an
/// anchor.
class SharedParameters {
public:
    explicit SharedParameters(const ParamAliases& aliases) : aliases_(aliases) {}

    SharedYaml find(const Json& params) {
        for (const auto& [file, values] : params.get_ref<const Json::object_t&>()) {
            const auto known = aliases_.files.find(file);
            in_file_ = known == aliases_.files.end() ? nullptr : &known->second;
            objects_.clear();
            for (const auto& [key, value] : values.get_ref<const Json::object_t&>()) visit(value, key);
        }
        return std::move(shared_);
    }

private:
    void visit(const Json& value, const std::string& written) {
        if (!value.is_structured()) return;
        const auto alias = in_file_ == nullptr ? Aliases::const_iterator() : in_file_->find(written);
        const std::string& path = in_file_ == nullptr || alias == in_file_->end() ? written : alias->second;
        const auto [object, fresh] = objects_.emplace(path, std::pair(next_, &value));
        if (fresh) ++next_;
        // Equal paths of unequal values: a key with a dot in its name.
        if (*object->second.second == value) shared_.emplace(&value, object->second.first);
        if (value.is_array()) {
            for (std::size_t i = 0; i < value.size(); ++i) visit(value[i], path + "." + std::to_string(i));
            return;
        }
        for (const auto& [key, member] : value.get_ref<const Json::object_t&>()) visit(member, path + "." + key);
    }

    using Aliases = std::map<std::string, std::string>;
    const ParamAliases& aliases_;
    const Aliases* in_file_ = nullptr;
    std::map<std::string, std::pair<int, const Json*>> objects_;
    SharedYaml shared_;
    int next_ = 0;
};

SharedYaml shared_in(const Json& stage, const ParamAliases& aliases) {
    return stage.contains("params") ? SharedParameters(aliases).find(stage["params"]) : SharedYaml();
}

/// The lines of one stage below `stages:`, its name first.
std::string entry_lines(const std::string& name, const DvcLockedStage& stage) {
    const Json document{{"stages", {{name, dvc_stage_value(stage)}}}};
    return base::emit_yaml(document, shared_in(document["stages"].begin().value(), stage.aliases)).substr(stages_line.size());
}

using Changed = std::vector<std::pair<std::string, DvcLockedStage>>;

std::string all_lines(const Changed& stages) {
    std::string lines;
    for (const auto& [name, stage] : stages) lines += entry_lines(name, stage);
    return lines;
}

/// A text without what only lays it out: blanks, line ends, quotes and escapes.
std::string without_layout(std::string_view text) {
    std::string rest;
    rest.reserve(text.size());
    for (const char c : text) {
        if (std::string_view(" \n\\'\"").find(c) == std::string_view::npos) rest += c;
    }
    return rest;
}

/// The lines of an entry that stays. DVC writes the whole file anew: texts that an older version folded or quoted in
/// another way take today's form. Comments, brackets and odd forms of numbers stay as they are.
std::string lines_as_today(std::string_view lines, const DvcLockEntry& entry) {
    std::string today = entry_lines(entry.name, entry.stage);
    if (today == lines || without_layout(today) != without_layout(lines)) return std::string(lines);
    const auto value = [](std::string_view text) {
        return base::python_value(base::parse_yaml_or_throw(text, "dvc.lock")).dump();
    };
    return value(today) == value(lines) ? today : std::string(lines);
}

/// Replaces spans of lines; what stands between entries stays byte for byte.
std::string changed_lines(std::string_view text, const DvcLock& lock, const Changed& changed) {
    std::map<std::string, const DvcLockedStage*> replacing;
    std::string added;
    for (const auto& [name, stage] : changed) {
        if (lock.find(name) != nullptr) {
            replacing[name] = &stage;
        } else {
            added += entry_lines(name, stage);
        }
    }
    std::string out;
    std::size_t kept = 0;
    for (const auto& entry : lock.entries) {
        out += text.substr(kept, entry.begin - kept);
        const auto found = replacing.find(entry.name);
        out += found != replacing.end() ? entry_lines(entry.name, *found->second)
                                        : lines_as_today(text.substr(entry.begin, entry.end - entry.begin), entry);
        kept = entry.end;
    }
    const auto end = std::max(kept, lock.entries.back().end);
    out += text.substr(kept, end - kept);
    if (!added.empty() && !out.ends_with('\n')) out += '\n';
    return out + added + std::string(text.substr(end));
}

/// The whole file from its values, in today's layout.
std::string written_anew(std::string_view text, std::string_view file, const DvcLock& lock, const Changed& changed) {
    Json document = base::python_value(base::parse_yaml_or_throw(text, file));
    Json& stages = document["stages"] = Json::object();
    for (const auto& entry : lock.entries) stages[entry.name] = dvc_stage_value(entry.stage);
    for (const auto& [name, stage] : changed) stages[name] = dvc_stage_value(stage);
    return base::emit_yaml(document);
}

bool is_elsewhere(std::string_view path) { return path.starts_with('/') || path.find("://") != std::string_view::npos; }

}  // namespace

Json dvc_stage_value(const DvcLockedStage& stage) {
    Json value{{"cmd", stage.cmd}};
    if (!stage.deps.empty()) value["deps"] = entry_list(stage.deps);
    if (!stage.params.empty()) value["params"] = params_value(stage.params);
    if (!stage.outs.empty()) value["outs"] = entry_list(stage.outs);
    return value;
}

std::string dvc_stage_text(const DvcLockedStage& stage) {
    const auto value = dvc_stage_value(stage);
    return base::emit_yaml(value, shared_in(value, stage.aliases));
}

std::string update_dvc_lock(std::string_view text, std::string_view file, const Changed& changed) {
    if (changed.empty()) return std::string(text);
    if (text.empty()) return with_numbered_anchors("schema: '2.0'\nstages:\n" + all_lines(changed));
    const auto lock = parse_dvc_lock(text, file);
    if (lock.entries_are_lines && !lock.entries.empty())
        return with_numbered_anchors(changed_lines(text, lock, changed));
    const auto top = base::parse_yaml_or_throw(text, file);
    const auto& first = top.entries().front();
    const bool in_lines = first.key_place.column == 1 && text.ends_with('\n') && text.find('\r') == text.npos;
    if (in_lines && top.find("stages") == nullptr)
        return std::string(text) + std::string(stages_line) + all_lines(changed);
    return written_anew(text, file, lock, changed);
}

std::string dvc_lock_path(std::string_view path, std::string_view wdir) {
    if (is_elsewhere(path) || wdir == ".") return std::string(path);
    return std::filesystem::path(path).lexically_relative(std::filesystem::path(wdir)).generic_string();
}

std::optional<std::string> path_of_dvc_lock(std::string_view written, std::string_view wdir) {
    if (is_elsewhere(written)) return std::string(written);
    return base::normal_relative(wdir == "." ? std::string(written) : std::string(wdir) + "/" + std::string(written));
}

}  // namespace mlp::pipeline
