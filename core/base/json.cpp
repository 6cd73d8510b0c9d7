#include "core/base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::base {

namespace {

void append_scalar(const Json& value, std::string& out) {
    // The library writes null for a NaN and an infinity: three values would become one.
    const bool finite = !value.is_number_float() || std::isfinite(value.get<double>());
    try {
        out += finite ? value.dump() : number_json(value.get<double>()).dump();
    } catch (const Json::exception&) {
        throw Error(Kind::invalid,
                    fmt::format("'{}' is not valid UTF-8", printable(value.get_ref<const std::string&>())));
    }
}

void append_canonical(const Json& value, std::string& out) {
    if (value.is_object()) {
        std::vector<std::pair<std::string, const Json*>> members;
        for (const auto& [key, member] : value.items()) members.emplace_back(key, &member);
        std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        out += '{';
        for (const auto& [key, member] : members) {
            if (out.back() != '{') out += ',';
            append_scalar(Json(key), out);
            out += ':';
            append_canonical(*member, out);
        }
        out += '}';
        return;
    }
    if (value.is_array()) {
        out += '[';
        for (const auto& item : value) {
            if (out.back() != '[') out += ',';
            append_canonical(item, out);
        }
        out += ']';
        return;
    }
    append_scalar(value, out);
}

}  // namespace

std::string canonical_json(const Json& value) {
    std::string out;
    append_canonical(value, out);
    return out;
}

Json number_json(double value) {
    if (std::isfinite(value)) return value;
    return number_text(value);
}

std::optional<double> number_from_json(const Json& value) {
    if (value.is_number()) return value.get<double>();
    if (value.is_string()) return parse_number(value.get_ref<const std::string&>());
    return std::nullopt;
}

std::string number_text(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return fmt::format("{}", value);
}

std::optional<double> parse_number(std::string_view text) {
    std::string_view digits = text;
    bool negative = false;
    if (digits.starts_with('+') || digits.starts_with('-')) {
        negative = digits.front() == '-';
        digits.remove_prefix(1);
    }
    const auto word = lower(digits);
    if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
    if (word == "inf" || word == "infinity") {
        const double infinity = std::numeric_limits<double>::infinity();
        return negative ? -infinity : infinity;
    }
    // from_chars also knows signs and words such as nan(1).
    if (digits.empty() || (digits.front() != '.' && (digits.front() < '0' || digits.front() > '9')))
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (end != digits.data() + digits.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        // from_chars tells overflow and underflow alike; strtod rounds both as IEEE asks.
        value = std::strtod(std::string(digits).c_str(), nullptr);
    } else if (error != std::errc{}) {
        return std::nullopt;
    }
    return negative ? -value : value;
}

}  // namespace mlp::base
