#include "core/template/python_yaml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/yaml_scalar.hpp"

namespace mlp::tmpl {

namespace {

using jinja::Value;
using jinja::YamlType;

std::optional<std::int64_t> digits_value(std::string_view digits, int base) {
    std::int64_t value = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
    return error == std::errc{} && stop == end ? std::optional(value) : std::nullopt;
}

/// "1:30:05" to the base 60.
std::optional<std::int64_t> sixties_value(std::string_view text) {
    std::int64_t value = 0;
    while (true) {
        const auto colon = text.find(':');
        const auto part = digits_value(text.substr(0, colon), 10);
        constexpr auto most = std::numeric_limits<std::int64_t>::max() / 120;
        if (!part || value > most) return std::nullopt;
        value = value * 60 + *part;
        if (colon == std::string_view::npos) return value;
        text.remove_prefix(colon + 1);
    }
}

std::optional<std::int64_t> integer_value(std::string text) {
    std::erase(text, '_');
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    std::optional<std::int64_t> value;
    if (rest.starts_with("0b")) {
        value = digits_value(rest.substr(2), 2);
    } else if (rest.starts_with("0x")) {
        value = digits_value(rest.substr(2), 16);
    } else if (rest.size() > 1 && rest.front() == '0') {
        value = digits_value(rest, 8);
    } else {
        value = sixties_value(rest);
    }
    if (value && negative) *value = -*value;
    return value;
}

double real_value(std::string text) {
    std::erase(text, '_');
    text = base::lower(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.erase(0, 1);
    double value = 0;
    if (text == ".inf") {
        value = std::numeric_limits<double>::infinity();
    } else if (text == ".nan") {
        value = std::numeric_limits<double>::quiet_NaN();
    } else {
        std::string_view rest = text;
        for (auto colon = rest.find(':'); colon != std::string_view::npos; colon = rest.find(':')) {
            value = (value + base::parse_number(rest.substr(0, colon)).value_or(0)) * 60;
            rest.remove_prefix(colon + 1);
        }
        value += base::parse_number(rest).value_or(0);
    }
    return negative ? -value : value;
}

[[noreturn]] void refuse_value(const Position& place, std::string message, std::string hint) {
    throw Error(Kind::invalid, std::move(message)).at(place.to_string()).hint(std::move(hint));
}

Value plain_value(const std::string& text, const Position& place) {
    switch (jinja::yaml_type(text)) {
        case YamlType::null:
            return {};
        case YamlType::boolean: {
            const char first = text.front();
            const bool on = (first == 'o' || first == 'O') && text.size() == 2;
            return first == 'y' || first == 'Y' || first == 't' || first == 'T' || on;
        }
        case YamlType::integer: {
            const auto value = integer_value(text);
            if (!value)
                refuse_value(place, fmt::format("the number {} does not fit 64 bits", text), "put it in quotes");
            return *value;
        }
        case YamlType::real:
            return real_value(text);
        case YamlType::timestamp:
            refuse_value(place, fmt::format("dates ({}) are not supported in templates", text), "put it in quotes");
        case YamlType::text:
        case YamlType::other:
            break;
    }
    return text;
}

}  // namespace

base::Yaml parse_python_yaml(std::string_view text, std::string_view file) {
    return base::parse_yaml_or_throw(text, file);
}

std::size_t offset_of(std::string_view text, const Position& place) {
    std::size_t at = 0;
    for (int line = 1; line < place.line; ++line) at = text.find('\n', at) + 1;
    for (int column = 1; column < place.column && at < text.size(); ++column) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) ++at;
    }
    return at;
}

Value python_value(const base::Yaml& node, const TagReader& read_tag) {
    if (node.is_map()) {
        jinja::Dict dict;
        for (const auto& entry : node.entries()) {
            const auto key = entry.plain_key ? plain_value(entry.key, entry.key_place) : Value(entry.key);
            dict.set(key, python_value(entry.value, read_tag));
        }
        return dict;
    }
    if (node.is_list()) {
        jinja::List list;
        for (const auto& item : node.items()) list.items.push_back(python_value(item, read_tag));
        return list;
    }
    if (!node.is_plain() && read_tag) {
        if (auto value = read_tag(node)) return std::move(*value);
    }
    if (node.is_plain()) return plain_value(node.text(), node.begin());
    return jinja::from_json(node.to_json());
}

}  // namespace mlp::tmpl
