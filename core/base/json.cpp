#include "core/base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::base {

namespace {

constexpr int max_depth = 500;

std::string place_of(std::string_view text, std::size_t byte, std::string_view origin) {
    const auto before = text.substr(0, std::min(byte, text.size()));
    const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    return fmt::format("{}:{}:{}", origin, line, character_count(before.substr(line_start)) + 1);
}

/// Nesting is checked before parsing: the parser itself recurses only a little, but destroying a deep value does.
void check_depth(std::string_view text, std::string_view origin) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
            continue;
        }
        if (c == '"') in_string = true;
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (depth > max_depth) {
            throw Error(Kind::invalid, fmt::format("JSON is nested deeper than {} levels", max_depth))
                .at(place_of(text, i, origin));
        }
    }
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

void append_canonical(const Json& value, std::string& out) {
    if (value.is_object()) {
        std::vector<std::pair<std::string, const Json*>> members;
        for (const auto& [key, member] : value.items()) members.emplace_back(key, &member);
        std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        out += '{';
        for (const auto& [key, member] : members) {
            if (out.back() != '{') out += ',';
            out += Json(key).dump() + ":";
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
    out += value.dump();
}

}  // namespace

Json parse_json(std::string_view text, std::string_view origin) {
    if (const auto bad = invalid_utf8(text)) {
        throw Error(Kind::invalid, "this is not valid UTF-8").at(place_of(text, *bad, origin));
    }
    check_depth(text, origin);
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        const std::string_view what = error.what();
        const auto detail = what.find("syntax error");
        throw Error(Kind::invalid,
                    fmt::format("not valid JSON: {}", detail == std::string_view::npos ? what : what.substr(detail)))
            .at(place_of(text, error.byte == 0 ? 0 : error.byte - 1, origin));
    } catch (const Json::exception& error) {
        throw Error(Kind::invalid, fmt::format("not usable JSON: {}", error.what())).at(std::string(origin));
    }
}

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
    if (digits.empty() || digits.front() == '-' || digits.front() == '+') return std::nullopt;
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
