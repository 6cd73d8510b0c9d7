// The names that ${…} knows: params.yaml of the root, and `vars` (files, parts of files, maps), merged deeply.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/document.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

/// @param tree the same value with places, or null @param place where to point without them
void merge(const Reader& reader, Json& into, const Json& from, const Yaml* tree, const Position& place,
           const std::string& prefix) {
    for (const auto& [key, value] : from.items()) {
        Position key_place = place;
        const Yaml* value_tree = nullptr;
        if (tree != nullptr) {
            for (const Yaml::Entry& entry : tree->entries()) {
                if (entry.key != key) continue;
                key_place = entry.key_place;
                value_tree = &entry.value;
            }
        }
        const auto known = into.find(key);
        if (known == into.end()) {
            into[key] = value;
        } else if (known->is_object() && value.is_object()) {
            merge(reader, *known, value, value_tree, key_place, prefix + key + ".");
        } else {
            reader.error(codes::set_twice, key_place,
                         fmt::format("'{}' has a value already", base::printable(prefix + key)),
                         "params.yaml and all of vars are one set of names: rename one of the two");
        }
    }
}

struct FilePart {
    std::string file;
    std::vector<std::string> keys;
};

/// "f.yaml:a,b": the file and its keys.
FilePart split_reference(const std::string& text) {
    FilePart part{text, {}};
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) return part;
    part.file = text.substr(0, colon);
    std::size_t at = colon + 1;
    while (at <= text.size()) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        if (end > at) part.keys.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return part;
}

void merge_keys(const Reader& reader, const Document& document, const FilePart& part, const Position& place,
                Json& values) {
    const Json all = document.to_json();
    std::vector<std::string> names;
    for (const auto& [name, value] : all.items()) names.push_back(name);
    for (const std::string& key : part.keys) {
        const auto found = all.find(key);
        if (found == all.end()) {
            reader.error(
                codes::unknown_param, place,
                fmt::format("'{}' has no key '{}'{}", part.file, base::printable(key), base::did_you_mean(key, names)));
            continue;
        }
        merge(reader, values, Json{{key, *found}}, &document.tree, place, "");
    }
}

void merge_file(const std::filesystem::path& root, const Yaml& item, const Reader& reader, Json& values,
                std::vector<std::string>& inputs) {
    FilePart part = split_reference(item.text());
    const auto file = reader.path_from_text(part.file, item.begin(), "vars", ".");
    if (!file) return;
    part.file = *file;
    const bool read_before = std::find(inputs.begin(), inputs.end(), *file) != inputs.end();
    if (read_before && part.keys.empty()) return;
    const std::size_t mark = reader.findings().size();
    const auto document = read_document(root, *file, reader.findings());
    if (!document) {
        if (reader.findings().size() > mark) return;
        reader.error(codes::missing_vars, item.begin(), fmt::format("the file '{}' does not exist", *file));
        return;
    }
    if (!read_before) inputs.push_back(*file);
    const Json value = document->to_json();
    if (value.is_null()) return;
    if (!value.is_object()) {
        reader.error(codes::wrong_type, item.begin(), fmt::format("'{}' is not a map of names and values", *file));
    } else if (part.keys.empty()) {
        merge(reader, values, value, &document->tree, item.begin(), "");
    } else {
        merge_keys(reader, *document, part, item.begin(), values);
    }
}

}  // namespace

void merge_vars(const std::filesystem::path& root, const Yaml& list, const Reader& reader, Json& values,
                std::vector<std::string>& inputs) {
    for (const Yaml& item : list.items()) {
        if (item.is_map()) {
            merge(reader, values, item.to_json(), &item, item.begin(), "");
        } else if (item.is_string()) {
            merge_file(root, item, reader, values, inputs);
        } else {
            reader.wrong_type(item, "vars", "a file or a map");
        }
    }
}

Json read_vars(const std::filesystem::path& root, const Yaml* vars, const Reader& reader,
               std::vector<std::string>& inputs) {
    Json values = Json::object();
    if (const auto document = read_document(root, "params.yaml", reader.findings())) {
        inputs.emplace_back("params.yaml");
        const Json found = document->to_json();
        if (found.is_object()) {
            values = found;
        } else if (!found.is_null()) {
            reader.error(
                codes::wrong_type, document->tree.begin(),
                fmt::format("params.yaml is {}; a map of names and values is expected", document->tree.type_name()));
        }
    }
    if (vars != nullptr && reader.expect_list(*vars, "vars")) merge_vars(root, *vars, reader, values, inputs);
    return values;
}

}  // namespace mlp::config
