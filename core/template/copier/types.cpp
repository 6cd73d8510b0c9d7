#include "core/template/copier/types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/python_yaml.hpp"

namespace mlp::tmpl::copier {

namespace {

using jinja::Value;

[[noreturn]] void refuse(const Value& value, std::string_view type) {
    throw Error(Kind::usage, fmt::format("{} is not of the type {}", base::printable(jinja::repr(value)), type));
}

Value to_integer(const Value& value) {
    if (const auto whole = value.integer()) return *whole;
    if (value.is_text()) {
        if (const auto whole = jinja::parse_integer(value.text())) return *whole;
    }
    constexpr double beyond = 9.2e18;
    if (value.is_real() && std::fabs(*value.real()) < beyond) return static_cast<std::int64_t>(*value.real());
    refuse(value, "int");
}

Value to_real(const Value& value) {
    const auto real = value.is_text() ? jinja::parse_real(value.text()) : value.real();
    if (!real) refuse(value, "float");
    return *real;
}

}  // namespace

std::string_view type_of(const Value& value) {
    if (value.is_boolean()) return "bool";
    if (value.is_integer()) return "int";
    if (value.is_real()) return "float";
    return value.is_text() ? "str" : "yaml";
}

bool cast_to_bool(const Value& value) {
    if (const auto number = value.is_text() ? jinja::parse_real(value.text()) : value.real()) return *number != 0;
    if (!value.is_text()) return jinja::truth(value);
    const auto word = base::lower(jinja::strip(value.text(), std::nullopt, true, true));
    constexpr std::array<std::string_view, 9> no{"", "n", "no", "f", "false", "off", "~", "null", "none"};
    return std::find(no.begin(), no.end(), word) == no.end();
}

Value cast(const Value& value, std::string_view type) {
    const bool takes_none = type == "json" || type == "yaml";
    if (value.is_none() && !takes_none) refuse(value, type);
    if (type == "bool") return cast_to_bool(value);
    if (type == "int") return to_integer(value);
    if (type == "float") return to_real(value);
    if (type == "path") return jinja::str(value);
    if (type == "str") {
        if (value.is_text()) return value.text();
        if (!value.is_number()) refuse(value, type);
        return jinja::str(value);
    }
    if (!value.is_text()) return value;
    try {
        if (type == "json") return jinja::from_json(base::parse_json(value.text(), "answer"));
        return python_value(parse_python_yaml(value.text(), "answer"));
    } catch (const Error& error) {
        throw Error(Kind::usage, fmt::format("{} is no {}: {}", base::printable(jinja::repr(value)),
                                             type == "json" ? "JSON" : "YAML", error.message()));
    }
}

std::vector<std::string> raw_items(std::string_view yaml) {
    const auto tree = parse_python_yaml(yaml, "answer");
    if (!tree.is_list()) throw Error(Kind::usage, fmt::format("'{}' is no list", base::printable(yaml)));
    std::vector<std::string> items;
    for (const auto& item : tree.items()) {
        if (item.end().line == 0) {
            items.push_back(item.text());
            continue;
        }
        const auto begin = offset_of(yaml, item.begin());
        auto raw = jinja::strip(yaml.substr(begin, offset_of(yaml, item.end()) - begin), std::nullopt, true, true);
        const bool quoted = raw.size() > 1 && raw.front() == raw.back() && (raw.front() == '"' || raw.front() == '\'');
        if (item.is_string() && quoted) raw = raw.substr(1, raw.size() - 2);
        items.push_back(std::move(raw));
    }
    return items;
}

}  // namespace mlp::tmpl::copier
