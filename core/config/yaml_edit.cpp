#include "core/config/yaml_edit.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/yaml.hpp"
#include "core/config/source.hpp"
#include "core/config/yaml_span.hpp"

namespace mlp::config {

using base::Json;
using base::Yaml;

namespace {

[[noreturn]] void refuse(const std::vector<std::string>& path, const Position& place) {
    throw Error(Kind::invalid, fmt::format("'{}' cannot be changed in place, because of how the file is written",
                                           fmt::join(path, ".")))
        .at(place.to_string())
        .hint("change it in the file by hand");
}

/// How far into the tree the path leads.
struct Way {
    std::vector<const Yaml::Entry*> entries;  ///< one for each key of the path that is there
};

Way follow(const Yaml& tree, const std::vector<std::string>& path) {
    Way way;
    const Yaml* at = &tree;
    for (const std::string& key : path) {
        const auto& entries = at->entries();
        const auto found =
            std::find_if(entries.begin(), entries.end(), [&](const Yaml::Entry& entry) { return entry.key == key; });
        if (found == entries.end()) break;
        way.entries.push_back(&*found);
        at = &found->value;
    }
    return way;
}

std::size_t line_start(const std::string& text, std::size_t at) {
    const auto before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
    return before == std::string::npos ? 0 : before + 1;
}

std::size_t line_end(const std::string& text, std::size_t at) {
    const auto end = text.find('\n', at);
    return end == std::string::npos ? text.size() : end + 1;
}

/// Byte behind everything that belongs to an entry.
std::size_t entry_end(const Source& source, const Yaml::Entry& entry) {
    if (entry.value.is_map() && !entry.value.entries().empty() && !is_flow(source, entry.value)) {
        return entry_end(source, entry.value.entries().back());
    }
    if (entry.value.is_list() && !is_flow(source, entry.value)) refuse({entry.key}, entry.key_place);
    if (entry.value.is_null() && entry.value.text().empty()) {
        return scalar_end(source, source.offset_of(entry.key_place), true);
    }
    return value_end(source, entry.value, false, entry.key_place);
}

Json parsed(const std::string& text, const std::string& file) {
    return base::parse_yaml_or_throw(text, file).to_json();
}

/// "a:\n  b: value\n", indented.
std::string lines_of(const std::vector<std::string>& keys, std::size_t from, std::size_t indent,
                     const std::string& value) {
    std::string lines;
    for (std::size_t at = from; at < keys.size(); ++at, indent += 2) {
        lines += fmt::format("{}{}:{}\n", std::string(indent, ' '), base::yaml_scalar(Json(keys[at])),
                             at + 1 == keys.size() ? " " + value : "");
    }
    return lines;
}

/// Where lines go that are added to the end of the map under the last entry of the way, and how far they are indented.
std::pair<std::size_t, std::size_t> end_of_map(const Source& source, const Yaml& tree, const Way& way,
                                               const std::vector<std::string>& path) {
    const Yaml& map = way.entries.empty() ? tree : way.entries.back()->value;
    const bool is_empty = map.is_null() || (map.is_map() && map.entries().empty());
    if (way.entries.empty() && is_empty) return {source.text().size(), 0};
    if (!is_empty && (!map.is_map() || is_flow(source, map))) refuse(path, map.begin());
    if (!is_empty) {
        const auto indent = static_cast<std::size_t>(map.entries().front().key_place.column - 1);
        // The root's end is the file's, whatever its last value looks like.
        if (way.entries.empty()) return {source.text().size(), 0};
        return {line_end(source.text(), entry_end(source, map.entries().back())), indent};
    }
    const Yaml::Entry& entry = *way.entries.back();
    if (!map.is_null() || !map.text().empty()) refuse(path, map.begin());
    return {line_end(source.text(), source.offset_of(entry.key_place)),
            static_cast<std::size_t>(entry.key_place.column - 1) + 2};
}

Json with_value(Json tree, const std::vector<std::string>& path, const Json& value) {
    Json* at = &tree;
    for (const std::string& key : path) {
        if (at->is_null()) *at = Json::object();
        at = &(*at)[key];
    }
    *at = value;
    return tree;
}

}  // namespace

std::string with_yaml_value(const std::string& text, const std::string& file, const std::vector<std::string>& path,
                            const Json& value) {
    const Source source(file, text);
    const Yaml tree = base::parse_yaml_or_throw(text, file);
    const Way way = follow(tree, path);
    const std::string rendered = base::yaml_scalar(value);
    std::string after = text;
    if (way.entries.size() == path.size()) {
        const Yaml::Entry& entry = *way.entries.back();
        if (!entry.value.is_scalar() || (entry.value.is_null() && entry.value.text().empty()))
            refuse(path, entry.key_place);
        const std::size_t from = source.offset_of(entry.value.begin());
        const bool in_flow = way.entries.size() > 1 && is_flow(source, way.entries[way.entries.size() - 2]->value);
        after.replace(from, value_end(source, entry.value, in_flow, entry.key_place) - from, rendered);
    } else {
        auto [at, indent] = end_of_map(source, tree, way, path);
        std::string lines = lines_of(path, way.entries.size(), indent, rendered);
        if (at > 0 && after[at - 1] != '\n') lines.insert(0, "\n");
        after.insert(at, lines);
    }
    try {
        if (parsed(after, file) == with_value(tree.to_json(), path, value)) return after;
    } catch (const Error&) {
        // Told below, as everything that did not come out as meant.
    }
    refuse(path, tree.begin());
}

std::string without_yaml_key(const std::string& text, const std::string& file, const std::vector<std::string>& path) {
    const Source source(file, text);
    const Yaml tree = base::parse_yaml_or_throw(text, file);
    const Way way = follow(tree, path);
    if (way.entries.size() != path.size()) return text;
    // The outermost map that holds nothing else goes, too.
    std::size_t outermost = path.size() - 1;
    while (outermost > 0 && way.entries[outermost - 1]->value.entries().size() == 1) --outermost;
    const Yaml::Entry& entry = *way.entries[outermost];
    if (outermost > 0 && is_flow(source, way.entries[outermost - 1]->value)) refuse(path, entry.key_place);
    const std::size_t from = line_start(text, source.offset_of(entry.key_place));
    std::string after = text;
    after.erase(from, line_end(text, entry_end(source, entry)) - from);
    Json wanted = tree.to_json();
    Json* at = &wanted;
    for (std::size_t step = 0; step < outermost; ++step) at = &(*at)[path[step]];
    at->erase(path[outermost]);
    const Json found = parsed(after, file);
    if (found != wanted && !(wanted.empty() && found.is_null())) refuse(path, entry.key_place);
    return after;
}

}  // namespace mlp::config
