#include <algorithm>
#include <array>
#include <filesystem>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/python_json.hpp"
#include "core/base/yaml.hpp"
#include "core/base/yaml_emit.hpp"
#include "core/base/yaml_python.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/data/dvc/line_edits.hpp"

namespace mlp::data::dvc {

namespace {

using base::Yaml;

constexpr std::array<std::string_view, 5> content_only_keys{"md5", "size", "nfiles", "isexec", "hash"};

/// Content as a .dvc file shows it; dvc.lock has another order.
Json content_value(const Tracked& out) {
    Json value = Json::object();
    if (!out.content) return value;
    const auto& content = *out.content;
    value["md5"] = md5_text_of(content);
    if (out.has_size) value["size"] = content.size;
    if (content.kind == ContentKind::tree) value["nfiles"] = content.files;
    if (content.kind == ContentKind::executable) value["isexec"] = true;
    if (content.digest.algorithm() == base::Algorithm::md5) value["hash"] = "md5";
    return value;
}

/// A path as DVC spells it when it writes the file: "./a" is "a".
std::string normal_path(const std::string& path) {
    if (path.starts_with('/') || path.find("://") != std::string::npos) return path;
    auto normal = std::filesystem::path(path).lexically_normal().generic_string();
    if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
    return normal;
}

/// The keys that a change sets.
Json new_values(const Tracked& out) {
    auto values = content_value(out);
    values["path"] = normal_path(out.path);
    return values;
}

bool names_content(std::string_view key) {
    return std::find(content_only_keys.begin(), content_only_keys.end(), key) != content_only_keys.end();
}

bool is_empty(const Yaml& node) {
    if (node.is_list()) return node.items().empty();
    if (node.is_map()) return node.entries().empty();
    if (node.type() == Yaml::Type::boolean) return !node.as_bool();
    return node.is_null() || node.text().empty();
}

/// What DVC leaves out when it writes an item: an option that says what holds without it.
bool says_nothing(const Yaml::Entry& entry) {
    if (entry.key == "cache" || entry.key == "push")
        return entry.value.type() == Yaml::Type::boolean && entry.value.as_bool();
    return !names_content(entry.key) && is_empty(entry.value);
}

/// The same at the top of the file. The stage's MD5 goes from what is no import.
bool says_nothing_at_top(const Yaml::Entry& entry, const DvcFile& file) {
    if (entry.key == "md5") return file.deps.empty();
    return is_empty(entry.value) || (entry.key == "wdir" && entry.value.text() == ".");
}

/// Keys that say what something holds by other means than its MD5: they come before its path.
constexpr std::array<std::string_view, 7> before_path{"etag", "checksum", "version_id", "size", "nfiles", "isexec", "hash"};

bool comes_before_path(std::string_view key) {
    return std::find(before_path.begin(), before_path.end(), key) != before_path.end();
}

Json item_value(const Tracked& item) {
    Json value = content_value(item);
    for (const auto& [key, rest] : item.rest.items()) {
        if (comes_before_path(key)) value[key] = rest;
    }
    if (!item.path.empty()) value["path"] = item.path;
    for (const auto& [key, rest] : item.rest.items()) {
        if (!comes_before_path(key)) value[key] = rest;
    }
    return value;
}

/// An import that was never fetched has no MD5 of its own yet.
bool is_fetched(const DvcFile& file) {
    return std::all_of(file.deps.begin(), file.deps.end(), [](const FileItem& dep) {
        return dep.content || dep.rest.contains("etag") || dep.rest.contains("checksum") || dep.rest.contains("repo");
    });
}

/// The whole file, its keys in DVC's order.
Json document_of(const DvcFile& file) {
    Json document = Json::object();
    if (!file.description.empty()) document["desc"] = file.description;
    if (!file.deps.empty() && is_fetched(file)) document["md5"] = stage_md5(file);
    if (file.wdir != ".") document["wdir"] = file.wdir;
    if (file.frozen) document["frozen"] = true;
    for (const FileItem& dep : file.deps) document["deps"].push_back(item_value(dep));
    for (const FileItem& out : file.outs) document["outs"].push_back(item_value(out));
    if (file.always_changed) document["always_changed"] = true;
    if (!file.meta.is_null() && !file.meta.empty()) document["meta"] = file.meta;
    return document;
}

bool edit_value(LineEdits& edits, const Yaml::Entry& entry, const Json& wanted);

/// False where the lines do not allow it: nothing may be applied then.
/// @param in_list  the first key shares its line with a dash
bool edit_map(LineEdits& edits, const Yaml& map, const Json& wanted, bool in_list) {
    for (const auto& entry : map.entries()) {
        if (!wanted.contains(entry.key)) {
            if (in_list && &entry == &map.entries().front()) return false;
            edits.remove_key(entry);
        } else if (!edit_value(edits, entry, wanted[entry.key])) {
            return false;
        }
    }
    for (const auto& [key, value] : wanted.items()) {
        if (map.find(key) != nullptr) continue;
        if (value.is_structured()) return false;
        edits.append_key(map, key, value);
    }
    return true;
}

bool edit_value(LineEdits& edits, const Yaml::Entry& entry, const Json& wanted) {
    if (base::python_value(entry.value) == wanted) return true;
    if (entry.value.is_scalar() && !wanted.is_structured()) {
        edits.replace_value(entry, wanted);
        return true;
    }
    const bool in_lines = entry.value.begin().line > entry.key_place.line;
    if (!in_lines) return false;
    if (entry.value.is_map() && wanted.is_object()) return edit_map(edits, entry.value, wanted, false);
    if (!entry.value.is_list() || !wanted.is_array() || entry.value.items().size() != wanted.size()) return false;
    std::size_t at = 0;
    return std::all_of(entry.value.items().begin(), entry.value.items().end(), [&](const Yaml& item) {
        const Json& one = wanted[at++];
        return item.is_map() && one.is_object() && edit_map(edits, item, one, true);
    });
}

/// `old` with what differs in `wanted`; keys that stay keep their order.
Json merged(const Json& old, const Json& wanted) {
    if (old.is_array() && wanted.is_array() && old.size() == wanted.size()) {
        Json result = Json::array();
        for (std::size_t at = 0; at < old.size(); ++at) result.push_back(merged(old[at], wanted[at]));
        return result;
    }
    if (!old.is_object() || !wanted.is_object()) return wanted;
    Json result = Json::object();
    for (const auto& [key, value] : old.items()) {
        if (wanted.contains(key)) result[key] = merged(value, wanted[key]);
    }
    for (const auto& [key, value] : wanted.items()) {
        if (!result.contains(key)) result[key] = value;
    }
    return result;
}

bool goes(const Yaml::Entry& entry, const Json& content) {
    return says_nothing(entry) || (names_content(entry.key) && !content.contains(entry.key));
}

Json changed_item(const Yaml& node, const Json& content) {
    Json item = Json::object();
    for (const auto& entry : node.entries()) {
        if (goes(entry, content)) continue;
        item[entry.key] = content.contains(entry.key) ? content[entry.key] : base::python_value(entry.value);
    }
    for (const auto& [key, value] : content.items()) item[key] = value;
    return item;
}

/// The item in its lines: values replaced where they stand.
void edit_item(LineEdits& edits, const Yaml& node, const Json& content) {
    for (const auto& entry : node.entries()) {
        if (goes(entry, content)) {
            edits.remove_key(entry);
        } else if (content.contains(entry.key) && content[entry.key] != base::python_value(entry.value)) {
            edits.replace_value(entry, content[entry.key]);
        } else {
            edits.requote(entry);
        }
    }
    for (const auto& [key, value] : content.items()) {
        if (node.find(key) == nullptr) edits.append_key(node, key, value);
    }
}

const Tracked* change_of(const Yaml& node, const std::vector<Tracked>& outs) {
    const Yaml* path = node.find("path");
    const auto found = std::find_if(outs.begin(), outs.end(),
                                    [&](const Tracked& out) { return path != nullptr && out.path == path->text(); });
    return found == outs.end() ? nullptr : &*found;
}

/// The key that shares its line with the item's dash goes.
bool loses_dash(const Yaml& top, const std::vector<Tracked>& outs) {
    const auto& items = top.find("outs")->items();
    return std::any_of(items.begin(), items.end(), [&](const Yaml& node) {
        const auto* out = change_of(node, outs);
        return out != nullptr && goes(node.entries().front(), content_value(*out));
    });
}

std::string written_anew(const Yaml& top, const std::vector<Tracked>& outs, const DvcFile& after) {
    Json document = base::python_value(top);
    for (const auto& entry : top.entries()) {
        if (says_nothing_at_top(entry, after)) document.erase(entry.key);
    }
    if (!after.deps.empty()) document["md5"] = stage_md5(after);
    std::size_t at = 0;
    for (const auto& node : top.find("outs")->items()) {
        if (const auto* out = change_of(node, outs)) document["outs"][at] = changed_item(node, new_values(*out));
        ++at;
    }
    return base::emit_yaml(document);
}

DvcFile with_contents(DvcFile file, const std::vector<Tracked>& outs) {
    for (const auto& out : outs) {
        const auto found = std::find_if(file.outs.begin(), file.outs.end(),
                                        [&](const FileItem& item) { return item.path == out.path; });
        if (found == file.outs.end()) throw Error(Kind::bug, "the .dvc file has no output '" + out.path + "'");
        found->content = out.content;
        found->has_size = out.has_size;
    }
    return file;
}

}  // namespace

std::string new_dvc_file(const Tracked& out) { return base::emit_yaml(Json{{"outs", Json::array({item_value(out)})}}); }

std::string dvc_file_text(const DvcFile& file) { return base::emit_yaml(document_of(file)); }

std::string change_dvc_file(std::string_view text, std::string_view file, const DvcFile& after) {
    const Json wanted = document_of(after);
    const Yaml top = base::parse_yaml_or_throw(text, file);
    const bool in_lines = after.deps.empty() ? LineEdits::possible(text, top)
                                             : LineEdits::possible(text, top, {"deps", "outs"});
    if (in_lines) {
        LineEdits edits(text);
        if (edit_map(edits, top, wanted, false)) return std::move(edits).apply();
    }
    return base::emit_yaml(merged(base::python_value(top), wanted));
}

std::string update_dvc_file(std::string_view text, std::string_view file, const std::vector<Tracked>& outs) {
    const auto after = with_contents(parse_dvc_file(text, file), outs);
    if (outs.empty()) return std::string(text);
    const Yaml top = base::parse_yaml_or_throw(text, file);
    if (!LineEdits::possible(text, top) || loses_dash(top, outs)) return written_anew(top, outs, after);
    LineEdits edits(text);
    for (const auto& node : top.find("outs")->items()) {
        if (const auto* out = change_of(node, outs)) edit_item(edits, node, new_values(*out));
    }
    for (const auto& entry : top.entries()) {
        if (says_nothing_at_top(entry, after)) {
            edits.remove_key(entry);
        } else if (entry.key == "md5") {
            edits.replace_value(entry, stage_md5(after));
        } else {
            edits.requote(entry);
        }
    }
    return std::move(edits).apply();
}

std::string stage_md5(const DvcFile& file) {
    constexpr std::array<std::string_view, 10> left_out{"desc",   "type",    "labels", "meta", "locked",
                                                        "frozen", "persist", "isexec", "size", "nfiles"};
    Json value = Json::object();
    if (file.wdir != ".") value["wdir"] = file.wdir;
    if (file.always_changed) value["always_changed"] = true;
    const auto add = [&](const char* name, const std::vector<FileItem>& items) {
        for (const auto& item : items) {
            Json shown = item_value(item);
            for (const auto key : left_out) shown.erase(std::string(key));
            value[name].push_back(shown);
        }
    };
    add("deps", file.deps);
    add("outs", file.outs);
    return base::md5(base::python_json(value)).hex();
}

}  // namespace mlp::data::dvc
