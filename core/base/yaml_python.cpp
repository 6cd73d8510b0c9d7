#include "core/base/yaml_python.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

#include "core/base/big_integer.hpp"
#include "core/base/python_json.hpp"
#include "core/base/verbatim.hpp"
#include "core/base/yaml_implicit.hpp"

namespace mlp::base {

namespace {

std::string without_underscores(std::string_view text) {
    std::string kept(text);
    kept.erase(std::remove(kept.begin(), kept.end(), '_'), kept.end());
    return kept;
}

/// "0x1F" → "1F", 16.
struct Digits {
    std::string_view text;
    int base = 10;
};

Digits digits_of(std::string_view text) {
    if (text.starts_with("0x")) return {text.substr(2), 16};
    if (text.starts_with("0o")) return {text.substr(2), 8};
    if (text.starts_with("0b")) return {text.substr(2), 2};
    return {text.substr(std::min(text.find_first_not_of('0'), text.size() - 1))};
}

Json integer_value(std::string_view written) {
    const auto text = without_underscores(written);
    if (text.find_first_of("0123456789") == std::string::npos) return std::string(written);
    const bool negative = text.front() == '-';
    const auto digits = digits_of(std::string_view(text).substr(negative || text.front() == '+' ? 1 : 0));
    return integer_of_digits(digits.text, digits.base, negative).value_or(Json(std::string(written)));
}

Json real_value(std::string_view written) {
    auto text = without_underscores(written);
    text.erase(std::remove(text.begin(), text.end(), '+'), text.end());
    if (text == ".nan" || text == ".NaN" || text == ".NAN") return std::numeric_limits<double>::quiet_NaN();
    if (text.ends_with("inf") || text.ends_with("Inf") || text.ends_with("INF")) {
        const double infinity = std::numeric_limits<double>::infinity();
        return text.front() == '-' ? -infinity : infinity;
    }
    return parse_number(text).value_or(0);
}

Json plain_value(const Yaml& node) {
    switch (implicit_yaml(node.text())) {
        case ImplicitYaml::null:
            return nullptr;
        case ImplicitYaml::boolean:
            return node.text().front() == 't' || node.text().front() == 'T';
        case ImplicitYaml::integer:
            return integer_value(node.text());
        case ImplicitYaml::real:
            return real_value(node.text());
        case ImplicitYaml::timestamp:
            return verbatim_yaml(node.text());
        case ImplicitYaml::text:
        case ImplicitYaml::word:
            break;
    }
    return node.text();
}

std::string key_of(const Yaml::Entry& entry) {
    if (!entry.plain_key) return entry.key;
    switch (implicit_yaml(entry.key)) {
        case ImplicitYaml::text:
        case ImplicitYaml::word:
            return entry.key;
        case ImplicitYaml::null:
            return verbatim_key("null");
        case ImplicitYaml::boolean:
            return verbatim_key(entry.key.front() == 't' || entry.key.front() == 'T' ? "true" : "false");
        case ImplicitYaml::real: {
            const auto value = real_value(entry.key);
            return verbatim_key(python_float(value.get<double>()));
        }
        case ImplicitYaml::integer: {
            const auto value = integer_value(entry.key);
            if (const auto words = verbatim_words(value)) return verbatim_key(*words);
            return value.is_string() ? entry.key : verbatim_key(value.dump());
        }
        case ImplicitYaml::timestamp:
            return verbatim_key(entry.key);
    }
    return entry.key;
}

/// Puts exact integers into the JSON of a node.
void correct_integers(const Yaml& node, Json& value) {
    std::size_t at = 0;
    for (const Yaml& item : node.items()) correct_integers(item, value[at++]);
    if (node.is_map()) {
        auto member = value.begin();
        for (const auto& entry : node.entries()) correct_integers(entry.value, *member++);
    }
    if (node.type() != Yaml::Type::real || !is_decimal_integer(node.text())) return;
    const bool negative = node.text().front() == '-';
    const auto digits = std::string_view(node.text()).substr(negative ? 1 : 0);
    value = integer_of_digits(digits, 10, negative).value_or(std::move(value));
}

class AliasFinder {
public:
    void visit(const Yaml& node, const std::string& path) {
        if (node.is_scalar()) return;
        const auto [first, fresh] = first_.emplace(&node.entries(), path);
        if (!fresh) {
            aliases.emplace(path, first->second);
            return;
        }
        const std::string prefix = path.empty() ? "" : path + ".";
        std::size_t at = 0;
        for (const Yaml& item : node.items()) visit(item, prefix + std::to_string(at++));
        for (const auto& entry : node.entries()) visit(entry.value, prefix + key_of(entry));
    }

    YamlAliases aliases;

private:
    /// An alias is the same node, with the same list of entries.
    std::map<const void*, std::string> first_;
};

}  // namespace

YamlAliases aliases_in(const Yaml& tree) {
    AliasFinder finder;
    finder.visit(tree, "");
    return std::move(finder.aliases);
}

Json exact_json(const Yaml& node) {
    Json value = node.to_json();
    correct_integers(node, value);
    return value;
}

Json python_value(const Yaml& node) {
    if (node.is_map()) {
        Json::object_t map;
        map.reserve(node.entries().size());
        // Not by operator[]: it looks through all keys before adding one.
        for (const auto& entry : node.entries()) map.Container::emplace_back(key_of(entry), python_value(entry.value));
        return map;
    }
    if (node.is_list()) {
        Json list = Json::array();
        for (const auto& item : node.items()) list.push_back(python_value(item));
        return list;
    }
    return node.is_plain() ? plain_value(node) : node.to_json();
}

}  // namespace mlp::base
