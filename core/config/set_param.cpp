// Changes one value of a parameter file in place. Only the bytes of the value are replaced, so comments, order and
// layout stay; the result is read back and compared before anything is written, so that an unusual layout ends in an
// error, not in damage.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/base/verbatim.hpp"
#include "core/base/yaml_python.hpp"
#include "core/config/document.hpp"
#include "core/config/param_file.hpp"
#include "core/config/project.hpp"
#include "core/config/yaml_span.hpp"

namespace mlp::config {

namespace {

/// A value found by its name, with the way to it.
struct Located {
    std::vector<std::string> steps;
    Yaml value;
    Position key_place;  ///< of its key in a map; line 0 for an item of a list
    std::string key;
    bool in_flow = false;  ///< inside [] or {}
};

bool step(const Source& source, std::string_view key, Located& at) {
    const bool flow = at.in_flow || is_flow(source, at.value);
    if (at.value.is_map()) {
        for (const Yaml::Entry& entry : at.value.entries()) {
            if (entry.key != key) continue;
            Located next{at.steps, entry.value, entry.key_place, entry.key, flow};
            next.steps.push_back(entry.key);
            at = std::move(next);
            return true;
        }
        return false;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    const bool whole = error == std::errc() && end == key.data() + key.size();
    if (!at.value.is_list() || !whole || index >= at.value.items().size()) return false;
    Located next{at.steps, at.value.items()[index], {}, "", flow};
    next.steps.emplace_back(key);
    at = std::move(next);
    return true;
}

/// As find_param, in a tree with places.
bool locate(const Source& source, std::string_view key, Located& at) {
    for (std::size_t dot = key.find('.'); dot != std::string_view::npos; dot = key.find('.', dot + 1)) {
        Located next = at;
        if (!step(source, key.substr(0, dot), next) || !locate(source, key.substr(dot + 1), next)) continue;
        at = std::move(next);
        return true;
    }
    return step(source, key, at);
}

Json changed(Json values, const std::vector<std::string>& steps, const Json& value) {
    Json* at = &values;
    for (const std::string& key : steps) at = at->is_array() ? &(*at)[std::stoul(key)] : &(*at)[key];
    *at = value;
    return values;
}

Json parse_values(const std::string& text, const std::string& name, bool is_json) {
    return is_json ? parse_python_json(text, name) : base::exact_json(base::parse_yaml_or_throw(text, name));
}

Error unknown_key(const Json& values, const std::string& name, std::string_view key) {
    const std::vector<std::string> names = param_names(values);
    std::string known;
    for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 12); ++i) known += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > 12) known += ", …";
    return Error(Kind::missing, fmt::format("there is no parameter '{}' in the file{}", base::printable(key),
                                            base::did_you_mean(std::string(key), names)))
        .at(name)
        .hint(known.empty() ? "the file has no parameters" : "its parameters: " + base::printable(known));
}

/// The new text of the file, not yet checked.
std::string spliced(const Source& source, const Located& found, const std::string& rendered) {
    std::string text = source.text();
    if (found.value.is_null() && found.value.text().empty()) {
        // "lr:" without a value: behind the colon of its key.
        const std::size_t key_end = scalar_end(source, source.offset_of(found.key_place), true);
        const std::size_t colon = text.find(':', key_end == 0 ? 0 : key_end - 1);
        if (found.key_place.line == 0 || colon == std::string::npos) return text;
        return text.insert(colon + 1, " " + rendered);
    }
    const std::size_t from = source.offset_of(found.value.begin());
    const std::size_t to = value_end(source, found.value, found.in_flow, found.key_place);
    return text.replace(from, to - from, rendered);
}

}  // namespace

void set_param(const std::filesystem::path& file, std::string_view key, std::string_view value) {
    const std::string name = file.string();
    const bool is_json = has_json_name(file);
    const std::string text = base::read_file(file);
    const Json before = parse_values(text, name, is_json);

    // JSON is read as YAML for its places.
    const Source source(name, text);
    Located found{{}, base::parse_yaml_or_throw(text, name), {}, "", false};
    if (key.empty() || !locate(source, key, found)) throw unknown_key(before, name, key);

    Yaml wanted;
    try {
        wanted = base::parse_yaml_or_throw(value, "value");
    } catch (Error& error) {
        throw Error(Kind::invalid,
                    fmt::format("'{}' is not a value for '{}': {}", base::printable(value), key, error.message()))
            .hint("a text with special characters goes in quotes");
    }
    if (found.value.is_map() && !wanted.is_map()) {
        const Json inner = found.value.to_json();
        const std::vector<std::string> names = param_names(inner);
        throw Error(Kind::invalid, fmt::format("'{}' is a map of parameters, not a single one", key))
            .at(found.value.begin().to_string())
            .hint(names.empty() ? "" : fmt::format("name one of them, such as {}.{}", key, names.front()));
    }

    const std::string after =
        spliced(source, found, is_json ? base::flow_text(base::exact_json(wanted)) : flow_yaml(wanted, found.in_flow));
    std::optional<Json> read_back;
    try {
        read_back = parse_values(after, name, is_json);
    } catch (const Error&) {
        read_back = std::nullopt;
    }
    if (read_back != changed(before, found.steps, base::exact_json(wanted))) {
        throw Error(Kind::invalid, fmt::format("'{}' cannot be changed in place, because of how it is written", key))
            .at(found.value.begin().to_string())
            .hint("change it in the file by hand (anchors, aliases and texts over several lines are left alone)");
    }
    if (after != text) base::replace_file(file, after);
}

}  // namespace mlp::config
