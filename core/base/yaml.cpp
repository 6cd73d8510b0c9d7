#include "core/base/yaml.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/ascii.hpp"
#include "core/base/yaml_node.hpp"

namespace mlp::base {

namespace {

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    for (const auto word : words) {
        if (text == word) return true;
    }
    return false;
}

std::size_t digits_from(std::string_view text, std::size_t at) {
    const auto start = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - start;
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_decimal_real(std::string_view unsigned_text) {
    const auto whole = digits_from(unsigned_text, 0);
    std::size_t at = whole;
    if (at < unsigned_text.size() && unsigned_text[at] == '.') {
        const auto fraction = digits_from(unsigned_text, ++at);
        if (whole == 0 && fraction == 0) return false;
        at += fraction;
    } else if (whole == 0) {
        return false;
    }
    if (at < unsigned_text.size() && (unsigned_text[at] == 'e' || unsigned_text[at] == 'E')) {
        ++at;
        if (at < unsigned_text.size() && (unsigned_text[at] == '-' || unsigned_text[at] == '+')) ++at;
        const auto exponent = digits_from(unsigned_text, at);
        if (exponent == 0) return false;
        at += exponent;
    }
    return at == unsigned_text.size();
}

PlainScalar real_scalar(double value) { return {.type = Yaml::Type::real, .real = value}; }

PlainScalar integer_scalar(std::string_view digits, int base, bool negative) {
    std::uint64_t magnitude = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (error == std::errc{} && magnitude <= largest + (negative ? 1 : 0)) {
        // Negated as unsigned: the smallest integer has no positive twin.
        const auto value = static_cast<std::int64_t>(negative ? ~magnitude + 1 : magnitude);
        return {.type = Yaml::Type::integer, .integer = value, .real = static_cast<double>(value)};
    }
    double value = 0;
    for (const char c : digits) {
        const int digit = is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
        value = value * base + digit;
    }
    if (base == 10) value = parse_number(digits).value_or(value);
    return real_scalar(negative ? -value : value);
}

bool all_in(std::string_view text, std::string_view allowed) {
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

const Yaml::Data& empty_data() {
    static const Yaml::Data none;
    return none;
}

}  // namespace

PlainScalar resolve_plain(std::string_view text) {
    if (text.empty() || one_of(text, {"~", "null", "Null", "NULL"})) return {.type = Yaml::Type::null};
    if (one_of(text, {"true", "True", "TRUE"})) return {.type = Yaml::Type::boolean, .boolean = true};
    if (one_of(text, {"false", "False", "FALSE"})) return {.type = Yaml::Type::boolean};
    if (one_of(text, {".nan", ".NaN", ".NAN"})) return real_scalar(std::numeric_limits<double>::quiet_NaN());
    if (text.starts_with("0o") && all_in(text.substr(2), "01234567")) return integer_scalar(text.substr(2), 8, false);
    if (text.starts_with("0x") && all_in(text.substr(2), "0123456789abcdefABCDEF"))
        return integer_scalar(text.substr(2), 16, false);
    const bool negative = text.front() == '-';
    const auto digits = negative || text.front() == '+' ? text.substr(1) : text;
    if (one_of(digits, {".inf", ".Inf", ".INF"})) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        return real_scalar(negative ? -infinity : infinity);
    }
    if (all_in(digits, "0123456789")) return integer_scalar(digits, 10, negative);
    if (is_decimal_real(digits)) {
        const double value = parse_number(digits).value_or(0);
        return real_scalar(negative ? -value : value);
    }
    return {};
}

Yaml::Type plain_scalar_type(std::string_view text) { return resolve_plain(text).type; }

Yaml::Yaml() = default;
Yaml::Yaml(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

Yaml::Type Yaml::type() const { return data_ ? data_->type : Type::null; }

std::string_view Yaml::type_name() const {
    static constexpr std::array<std::string_view, 7> names{"nothing", "a boolean", "an integer", "a number",
                                                           "a text",  "a list",    "a map"};
    return names.at(static_cast<std::size_t>(type()));
}

const std::string& Yaml::text() const { return data_ ? data_->text : empty_data().text; }

bool Yaml::is_plain() const { return data_ && data_->plain; }

bool Yaml::as_bool() const {
    if (type() != Type::boolean) throw Error(Kind::bug, fmt::format("{} was read as a boolean", type_name()));
    return data_->boolean;
}

std::int64_t Yaml::as_integer() const {
    if (type() != Type::integer) throw Error(Kind::bug, fmt::format("{} was read as an integer", type_name()));
    return data_->integer;
}

double Yaml::as_real() const {
    if (type() != Type::real && type() != Type::integer)
        throw Error(Kind::bug, fmt::format("{} was read as a number", type_name()));
    return data_->real;
}

const std::vector<Yaml>& Yaml::items() const { return data_ ? data_->items : empty_data().items; }
const std::vector<Yaml::Entry>& Yaml::entries() const { return data_ ? data_->entries : empty_data().entries; }

const Yaml* Yaml::find(std::string_view key) const {
    if (!data_) return nullptr;
    if (!data_->index.empty()) {
        const auto found = data_->index.find(key);
        return found == data_->index.end() ? nullptr : &data_->entries[found->second].value;
    }
    for (const auto& entry : data_->entries) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

const Position& Yaml::begin() const { return data_ ? data_->begin : empty_data().begin; }
const Position& Yaml::end() const { return data_ ? data_->end : empty_data().end; }

Json Yaml::to_json() const {
    switch (type()) {
        case Type::null:
            return nullptr;
        case Type::boolean:
            return as_bool();
        case Type::integer:
            return as_integer();
        case Type::real:
            return number_json(as_real());
        case Type::string:
            return text();
        case Type::list: {
            Json list = Json::array();
            for (const auto& item : items()) list.push_back(item.to_json());
            return list;
        }
        case Type::map:
            break;
    }
    // Not by operator[]: it looks through all keys before adding one.
    Json::object_t map;
    map.reserve(entries().size());
    for (const auto& entry : entries()) map.Container::emplace_back(entry.key, entry.value.to_json());
    return map;
}

}  // namespace mlp::base
