#include "core/config/vars.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/base/verbatim.hpp"
#include "core/base/yaml_python.hpp"
#include "core/config/codes.hpp"
#include "core/config/document.hpp"

namespace mlp::config {

namespace {

/// The entry of a key, looked for first where it stands when no key was left out.
const Yaml::Entry* entry_of(const Yaml* map, const std::string& key, std::size_t number) {
    if (map == nullptr) return nullptr;
    const auto& entries = map->entries();
    if (number < entries.size() && entries[number].key == key) return &entries[number];
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Yaml::Entry& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

/// @param tree the same value with places, or null @param place where to point without them
void merge(const Reader& reader, Json& into, const Json& from, const Yaml* tree, const Position& place,
           const std::string& prefix) {
    std::size_t number = 0;
    for (const auto& [key, value] : from.items()) {
        Position key_place = place;
        const Yaml* value_tree = nullptr;
        if (const Yaml::Entry* entry = entry_of(tree, key, number++)) {
            key_place = entry->key_place;
            value_tree = &entry->value;
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

/// ${…} knows no key that is not a text, and DVC lets go of it.
Json names_only(Json value) {
    if (value.is_array()) {
        for (Json& item : value) item = names_only(std::move(item));
    }
    if (!value.is_object()) return value;
    Json map = Json::object();
    for (auto& [key, item] : value.items()) {
        if (!base::verbatim_key_words(key)) map[key] = names_only(std::move(item));
    }
    return map;
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

/// One list of vars on its way into the names.
class Merger {
public:
    Merger(const Reader& reader, std::string folder, const std::vector<std::string_view>& reserved, Vars& vars,
           std::vector<std::string>& inputs)
        : reader_(reader), folder_(std::move(folder)), reserved_(reserved), vars_(vars), inputs_(inputs) {}

    void add(const Yaml& item) {
        if (item.is_map()) {
            if (!reader_.is_dvc() || holds_no_template(item)) add_map(value_of(item), &item, item.begin());
        } else if (item.is_string()) {
            if (!reader_.is_dvc() || holds_no_template(item)) add_file(item);
        } else {
            reader_.wrong_type(item, "vars", "a file or a map");
        }
    }

    void add_part(const FilePart& part, const Position& place, bool must_exist) {
        if (!is_new(part, place)) return;
        const std::size_t mark = reader_.findings().size();
        const auto document = read_document(reader_.dialect().root, part.file, reader_.findings());
        if (!document) {
            if (reader_.findings().size() > mark || !must_exist) return;
            reader_.error(codes::missing_vars, place, fmt::format("the file '{}' does not exist", part.file),
                          "add the file, or correct the path; a single value is written '- name: value'");
            return;
        }
        if (std::find(inputs_.begin(), inputs_.end(), part.file) == inputs_.end()) inputs_.push_back(part.file);
        if (auto refused = refusal_of(*document)) return reader_.findings().add(std::move(*refused));
        auto& keys = vars_.files[part.file];
        keys.insert(keys.end(), part.keys.begin(), part.keys.end());
        const Json value = reader_.is_dvc() ? names_only(document->to_python()) : document->to_json();
        if (value.is_null()) return;
        if (!value.is_object()) {
            reader_.error(codes::wrong_type, must_exist ? place : document->tree.begin(),
                          fmt::format("'{}' is not a map of names and values", part.file),
                          "write each value as 'name: value'");
        } else if (part.keys.empty()) {
            add_map(value, &document->tree, place);
        } else {
            add_keys(value, *document, part, place);
        }
    }

private:
    std::optional<Problem> refusal_of(const Document& document) const {
        if (!reader_.is_dvc() || !document.is_yaml || !document.whole) return std::nullopt;
        return base::python_refusal(document.source.text(), document.tree);
    }

    Json value_of(const Yaml& node) const {
        return reader_.is_dvc() ? names_only(base::python_value(node)) : node.to_json();
    }

    /// DVC takes vars as they are written.
    bool holds_no_template(const Yaml& node) const {
        if (node.is_string() && has_template(node.text())) {
            reader_.error(
                codes::template_type, node.begin(),
                fmt::format("'{}' stands in vars, where ${{…}} is not possible", base::printable(node.text())),
                "vars give the names, so they cannot use them");
            return false;
        }
        const auto plain = [&](const auto& part) { return holds_no_template(part); };
        return std::all_of(node.items().begin(), node.items().end(), plain) &&
               std::all_of(node.entries().begin(), node.entries().end(),
                           [&](const Yaml::Entry& entry) { return holds_no_template(entry.value); });
    }

    void add_file(const Yaml& item) {
        FilePart part = split_reference(item.text());
        const auto file = reader_.path_from_text(part.file, item.begin(), "vars", folder_);
        if (!file) return;
        part.file = *file;
        add_part(part, item.begin(), true);
    }

    void add_keys(const Json& all, const Document& document, const FilePart& part, const Position& place) {
        std::vector<std::string> names;
        for (const auto& [name, value] : all.items()) names.push_back(name);
        for (const std::string& key : part.keys) {
            const auto found = all.find(key);
            if (found == all.end()) {
                reader_.error(codes::unknown_param, place,
                              fmt::format("'{}' has no key '{}'{}", part.file, base::printable(key),
                                          base::did_you_mean(key, names)));
                continue;
            }
            add_map(Json{{key, *found}}, &document.tree, place);
        }
    }

    void add_map(const Json& map, const Yaml* tree, const Position& place) {
        for (const std::string_view name : reserved_) {
            if (!map.contains(name)) continue;
            reader_.error(codes::set_twice, place, fmt::format("'{}' is the name of what the stage is made for", name),
                          "choose another name");
            return;
        }
        if (const auto date = reader_.is_dvc() ? find_date(map) : std::nullopt) {
            reader_.error(codes::template_type, place,
                          fmt::format("'{}' is a date, with which DVC does not read the file", base::printable(*date)),
                          "put it in quotes");
            return;
        }
        merge(reader_, vars_.values, map, tree, place, "");
    }

    /// Whether the part was not read yet; naming the same file again in another way is a mistake.
    bool is_new(const FilePart& part, const Position& place) const {
        const auto known = vars_.files.find(part.file);
        if (known == vars_.files.end()) return true;
        const std::vector<std::string>& before = known->second;
        if (part.keys.empty() && before.empty()) return false;
        const bool again = part.keys.empty() || before.empty() ||
                           std::any_of(part.keys.begin(), part.keys.end(), [&](const std::string& key) {
                               return std::find(before.begin(), before.end(), key) != before.end();
                           });
        if (!again) return true;
        reader_.error(codes::set_twice, place,
                      fmt::format("'{}' was read already, {}", part.file, before.empty() ? "all of it" : "in part"),
                      "name a file once, or different keys of it");
        return false;
    }

    const Reader& reader_;
    std::string folder_;
    const std::vector<std::string_view>& reserved_;
    Vars& vars_;
    std::vector<std::string>& inputs_;
};

}  // namespace

std::optional<std::string> find_date(const Json& value, const std::string& name) {
    const auto words = base::verbatim_words(value);
    if (words && words->find_first_of("-:T", 1) != std::string_view::npos) return name;
    if (!value.is_structured()) return std::nullopt;
    for (const auto& [key, item] : value.items()) {
        if (auto found = find_date(item, name.empty() ? key : name + "." + key)) return found;
    }
    return std::nullopt;
}

void merge_vars(const Reader& reader, const Yaml& list, const std::string& folder,
                const std::vector<std::string_view>& reserved, Vars& vars, std::vector<std::string>& inputs) {
    const std::size_t mark = reader.findings().size();
    Merger merger(reader, folder, reserved, vars, inputs);
    for (const Yaml& item : list.items()) merger.add(item);
    vars.complete = vars.complete && !reader.findings().failed_since(mark);
}

Vars read_vars(const Reader& reader, const Yaml* vars, const std::string& folder, std::vector<std::string>& inputs) {
    Vars result;
    const std::size_t mark = reader.findings().size();
    const std::string standard = folder == "." ? "params.yaml" : folder + "/params.yaml";
    Merger(reader, folder, {}, result, inputs).add_part({standard, {}}, {standard, 1, 1}, false);
    result.complete = !reader.findings().failed_since(mark);
    const bool filled = vars != nullptr && !reader.is_empty_section(*vars);
    if (filled && reader.expect_list(*vars, "vars")) merge_vars(reader, *vars, folder, {}, result, inputs);
    result.complete = result.complete && !reader.findings().failed_since(mark);
    return result;
}

}  // namespace mlp::config
