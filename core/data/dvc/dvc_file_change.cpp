#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/yaml.hpp"
#include "core/base/yaml_emit.hpp"
#include "core/base/yaml_python.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/data/dvc/dvc_file_values.hpp"
#include "core/data/dvc/line_edits.hpp"

namespace mlp::data::dvc {

namespace {

using base::Yaml;

constexpr std::array<std::string_view, 5> content_only_keys{"md5", "size", "nfiles", "isexec", "hash"};

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

/// The whole file with the changes, its keys in the file's order.
Json changed_document(const Yaml& top, const std::vector<Tracked>& outs, const DvcFile& after) {
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
    return document;
}

/// Whether the text reads as the document, whatever the order of its keys.
bool reads_as(std::string_view text, const Json& document) {
    std::vector<Problem> problems;
    const Yaml top = base::parse_yaml(text, "", problems);
    return problems.empty() && base::canonical_json(base::python_value(top)) == base::canonical_json(document);
}

std::optional<std::string> edited_lines(std::string_view text, const Yaml& top, const std::vector<Tracked>& outs,
                                        const DvcFile& after) {
    if (!LineEdits::possible(text, top) || loses_dash(top, outs)) return std::nullopt;
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

std::string change_dvc_file(std::string_view text, std::string_view file, const DvcFile& after) {
    const Json wanted = document_of(after);
    const Yaml top = base::parse_yaml_or_throw(text, file);
    const bool in_lines = after.deps.empty() ? LineEdits::possible(text, top)
                                             : LineEdits::possible(text, top, {"deps", "outs"});
    if (in_lines) {
        LineEdits edits(text);
        if (edit_map(edits, top, wanted, false)) {
            auto edited = std::move(edits).apply();
            if (reads_as(edited, wanted)) return edited;
        }
    }
    return base::emit_yaml(merged(base::python_value(top), wanted));
}

std::string update_dvc_file(std::string_view text, std::string_view file, const std::vector<Tracked>& outs) {
    const auto after = with_contents(parse_dvc_file(text, file), outs);
    if (outs.empty()) return std::string(text);
    const Yaml top = base::parse_yaml_or_throw(text, file);
    const Json wanted = changed_document(top, outs, after);
    // Lines can be laid out in ways that no edit foresaw: what would not read back is written anew.
    if (auto edited = edited_lines(text, top, outs, after); edited && reads_as(*edited, wanted)) return *std::move(edited);
    return base::emit_yaml(wanted);
}

}  // namespace mlp::data::dvc
