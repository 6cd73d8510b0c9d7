// Reading parameter files: what a stage's `params` name, as it is now.
#include <fmt/format.h>

#include <charconv>

#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/base/verbatim.hpp"
#include "core/base/yaml_python.hpp"
#include "core/config/document.hpp"
#include "core/config/param_file.hpp"
#include "core/config/project.hpp"

namespace mlp::config {

namespace {

const Json* child(const Json& parent, std::string_view key) {
    if (parent.is_object()) {
        const auto found = parent.find(std::string(key));
        return found == parent.end() ? nullptr : &*found;
    }
    if (!parent.is_array()) return nullptr;
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    const bool whole = error == std::errc() && end == key.data() + key.size();
    return whole && index < parent.size() ? &parent[index] : nullptr;
}

void collect_names(const Json& value, const std::string& prefix, std::vector<std::string>& names) {
    if (names.size() > 10'000) return;
    for (const auto& [key, item] : value.items()) {
        names.push_back(prefix + key);
        if (item.is_object()) collect_names(item, prefix + key + ".", names);
    }
}

/// One word of a key; a number means a key that is one, or a place in a list.
const Json* dvc_child(const Json& parent, std::string_view word) {
    if (!parent.is_object()) return child(parent, word);
    for (const auto& [key, value] : parent.items()) {
        if (base::verbatim_key_words(key).value_or(key) == word) return &value;
    }
    return nullptr;
}

/// As DVC finds it: each dot goes one level down.
const Json* find_dvc_param(const Json& values, std::string_view key) {
    const Json* at = &values;
    while (at != nullptr) {
        const std::size_t dot = key.find('.');
        at = dvc_child(*at, key.substr(0, dot));
        if (dot == std::string_view::npos) return at;
        key.remove_prefix(dot + 1);
    }
    return nullptr;
}

Yaml yaml_of_dvc(const std::string& text, const std::string& name) {
    Yaml tree = base::parse_yaml_or_throw(text, name);
    if (const auto refused = base::python_refusal(text, tree))
        throw Error(Kind::invalid, refused->message).at(refused->place.to_string()).hint(refused->hint);
    return tree;
}

/// What DVC's lock cannot hold of a file that is taken whole: it has names alone.
/// @param tree  of YAML; the others have no places
void check_whole(const Json& values, const Yaml& tree, const std::string& file) {
    if (!values.is_object() && !values.is_null()) {
        throw Error(Kind::invalid, "the file is not a map of names and values, which a stage could take whole")
            .at(file + ":1:1")
            .hint("give each value a name, such as 'lr: 0.1'");
    }
    std::size_t index = 0;
    for (const auto& [key, value] : values.items()) {
        const std::size_t at = index++;
        const auto words = base::verbatim_key_words(key);
        if (!words) continue;
        throw Error(Kind::invalid, fmt::format("the name {} is no text: DVC cannot record the file as a whole",
                                               base::printable(*words)))
            .at(at < tree.entries().size() ? tree.entries()[at].key_place.to_string() : file)
            .hint(fmt::format("put the name in quotes ('{}'), or list the keys that the stage reads",
                              base::printable(*words)));
    }
}

}  // namespace

const Json* find_param(const Json& values, std::string_view key) {
    // A key of the file may itself hold dots: the shortest first word that leads to a value wins.
    for (std::size_t dot = key.find('.'); dot != std::string_view::npos; dot = key.find('.', dot + 1)) {
        const Json* next = child(values, key.substr(0, dot));
        if (next == nullptr) continue;
        if (const Json* found = find_param(*next, key.substr(dot + 1))) return found;
    }
    return child(values, key);
}

std::vector<std::string> param_names(const Json& values) {
    std::vector<std::string> names;
    if (values.is_object()) collect_names(values, "", names);
    return names;
}

std::optional<Json> read_param_file(const std::filesystem::path& file) {
    const auto text = base::read_file_if_exists(file);
    if (!text) return std::nullopt;
    const std::string name = file.string();
    if (!has_yaml_name(file)) return base::dates_as_texts(parse_values(*text, file, name));
    return base::exact_json(base::parse_yaml_or_throw(*text, name));
}

std::optional<std::map<std::string, Json>> read_params(const std::filesystem::path& file,
                                                       const std::vector<std::string>& keys) {
    auto values = read_param_file(file);
    if (!values) return std::nullopt;
    std::map<std::string, Json> found;
    if (keys.empty()) found.emplace("", std::move(*values));
    for (const std::string& key : keys) {
        if (const Json* value = find_param(*values, key)) found.emplace(key, *value);
    }
    return found;
}

std::optional<DvcParams> read_dvc_params(const std::filesystem::path& file, const std::vector<std::string>& keys) {
    const auto text = base::read_file_if_exists(file);
    if (!text) return std::nullopt;
    const std::string name = file.string();
    DvcParams found;
    const bool is_yaml = has_yaml_name(file);
    const Yaml tree = is_yaml ? yaml_of_dvc(*text, name) : Yaml();
    Json values = is_yaml ? base::python_value(tree) : values_in_python(*text, file, name);
    found.aliases = base::aliases_in(tree);
    if (keys.empty()) {
        check_whole(values, tree, name);
        for (auto& [key, value] : values.items()) found.values.emplace(key, std::move(value));
    }
    for (const std::string& key : keys) {
        if (const Json* value = find_dvc_param(values, key)) found.values.emplace(key, *value);
    }
    return found;
}

}  // namespace mlp::config
