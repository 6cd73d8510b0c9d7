// Python's two ways to format texts: "%5.1f" % value and "{:>5}".format(value).
#include "core/template/jinja/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/base/text.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

constexpr std::int64_t widest = 1'000'000;

std::string grouped(std::string digits, char separator, std::size_t size) {
    const auto whole = std::min(digits.find_first_not_of("0123456789abcdefABCDEF"), digits.size());
    for (auto at = whole; at > size; at -= size) digits.insert(at - size, 1, separator);
    return digits;
}

std::string integer_digits(const FormatSpec& spec, std::int64_t value) {
    const auto magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    const std::string prefix = spec.alternate ? spec.type == 'x'   ? "0x"
                                                : spec.type == 'X' ? "0X"
                                                : spec.type == 'o' ? "0o"
                                                : spec.type == 'b' ? "0b"
                                                                   : ""
                                              : "";
    std::string digits;
    switch (spec.type) {
        case 'x':
            digits = fmt::format("{:x}", magnitude);
            break;
        case 'X':
            digits = fmt::format("{:X}", magnitude);
            break;
        case 'o':
            digits = fmt::format("{:o}", magnitude);
            break;
        case 'b':
            digits = fmt::format("{:b}", magnitude);
            break;
        default:
            digits = std::to_string(magnitude);
    }
    if (spec.precision > static_cast<std::int64_t>(digits.size()))
        digits.insert(0, static_cast<std::size_t>(spec.precision) - digits.size(), '0');
    if (spec.grouping != 0) digits = grouped(digits, spec.grouping, prefix.empty() ? 3 : 4);
    return prefix + digits;
}

std::string real_digits(const FormatSpec& spec, double magnitude) {
    const char type = spec.type == 0 ? (spec.precision < 0 ? 'r' : 'g') : spec.type;
    const bool upper_case = type >= 'A' && type <= 'Z';
    if (!std::isfinite(magnitude)) {
        const std::string_view word =
            std::isnan(magnitude) ? (upper_case ? "NAN" : "nan") : (upper_case ? "INF" : "inf");
        return std::string(word) + (type == '%' ? "%" : "");
    }
    if (type == 'r') return real_text(magnitude);
    const auto precision = spec.precision < 0 ? 6 : spec.precision;
    const auto shape = fmt::format("{{:{}.{}{}}}", spec.alternate ? "#" : "", precision, type == '%' ? 'f' : type);
    auto digits = fmt::format(fmt::runtime(shape), type == '%' ? magnitude * 100 : magnitude);
    // Without a type a number keeps looking like a float.
    if (spec.type == 0 && digits.find_first_of(".en") == std::string::npos) digits += ".0";
    return type == '%' ? digits + "%" : digits;
}

std::string sign_of(const FormatSpec& spec, bool negative) {
    if (negative) return "-";
    return spec.sign == '+' || spec.sign == ' ' ? std::string(1, spec.sign) : std::string();
}

std::string aligned(Interpreter& interpreter, const FormatSpec& spec, const std::string& sign, const std::string& body,
                    char otherwise) {
    const char align = spec.align != 0 ? spec.align : otherwise;
    if (align == '=') {
        const auto width = spec.width - static_cast<std::int64_t>(sign.size());
        return sign + padded(interpreter, body, width, Align::right, spec.fill);
    }
    const auto way = align == '<' ? Align::left : align == '>' ? Align::right : Align::center;
    if (way == Align::center) {
        const auto size = static_cast<std::int64_t>(base::character_count(sign + body));
        const auto left = std::max<std::int64_t>(0, spec.width - size) / 2;
        const auto begin = padded(interpreter, "", left, Align::right, spec.fill) + sign + body;
        return padded(interpreter, begin, spec.width, Align::left, spec.fill);
    }
    return padded(interpreter, sign + body, spec.width, way, spec.fill);
}

/// Zeros of "{:08,}" take part in the grouping.
std::string zero_grouped(const FormatSpec& spec, std::string digits, std::size_t sign) {
    while (static_cast<std::int64_t>(digits.size() + sign) < spec.width) {
        std::string plain;
        std::copy_if(digits.begin(), digits.end(), std::back_inserter(plain),
                     [&](char c) { return c != spec.grouping; });
        auto longer = grouped("0" + plain, spec.grouping, 3);
        digits = std::move(longer);
    }
    return digits;
}

}  // namespace

std::string formatted_text(Interpreter& interpreter, const FormatSpec& spec, std::string_view text) {
    std::string body(text);
    if (spec.precision >= 0) body = utf8(code_points(text).substr(0, static_cast<std::size_t>(spec.precision)));
    return aligned(interpreter, spec, {}, body, '<');
}

std::string formatted_integer(Interpreter& interpreter, const FormatSpec& spec, std::int64_t value) {
    const auto sign = sign_of(spec, value < 0);
    auto digits = integer_digits(spec, value);
    if (spec.grouping != 0 && spec.align == '=' && spec.fill == "0") digits = zero_grouped(spec, digits, sign.size());
    // With zeros the prefix stands before them.
    const bool prefixed = spec.alternate && digits.size() > 1 &&
                          (spec.type == 'x' || spec.type == 'X' || spec.type == 'o' || spec.type == 'b');
    if (prefixed) return aligned(interpreter, spec, sign + digits.substr(0, 2), digits.substr(2), '>');
    return aligned(interpreter, spec, sign, digits, '>');
}

std::string formatted_real(Interpreter& interpreter, const FormatSpec& spec, double value) {
    const auto sign = sign_of(spec, std::signbit(value) && !std::isnan(value));
    auto digits = real_digits(spec, std::fabs(value));
    if (spec.grouping != 0) digits = grouped(digits, spec.grouping, 3);
    if (spec.grouping != 0 && spec.align == '=' && spec.fill == "0") digits = zero_grouped(spec, digits, sign.size());
    return aligned(interpreter, spec, sign, digits, '>');
}

FormatSpec parse_spec(std::string_view text) {
    FormatSpec spec;
    const auto all = code_points(text);
    std::size_t at = 0;
    const auto is_align = [&](std::size_t i) {
        return i < all.size() && std::u32string_view(U"<>=^").find(all[i]) != std::u32string_view::npos;
    };
    const auto take = [&](char32_t c) { return at < all.size() && all[at] == c ? (++at, true) : false; };
    const auto number = [&]() -> std::int64_t {
        std::int64_t value = 0;
        for (; at < all.size() && all[at] >= U'0' && all[at] <= U'9'; ++at) {
            value = value * 10 + static_cast<std::int64_t>(all[at] - U'0');
            if (value > widest) fail("the width or precision of a format is too large");
        }
        return value;
    };
    if (is_align(1)) {
        spec.fill = utf8(std::u32string_view(all).substr(0, 1));
        spec.align = static_cast<char>(all[1]);
        at = 2;
    } else if (is_align(0)) {
        spec.align = static_cast<char>(all[0]);
        at = 1;
    }
    if (at < all.size() && (all[at] == U'+' || all[at] == U'-' || all[at] == U' '))
        spec.sign = static_cast<char>(all[at++]);
    spec.alternate = take(U'#');
    if (take(U'0') && spec.align == 0) {
        spec.fill = "0";
        spec.align = '=';
        spec.zeros = true;
    }
    spec.width = number();
    if (take(U',')) spec.grouping = ',';
    if (take(U'_')) spec.grouping = '_';
    if (take(U'.')) {
        if (at >= all.size() || all[at] < U'0' || all[at] > U'9') fail("the precision is missing in a format");
        spec.precision = number();
    }
    if (at < all.size() && all[at] < 0x80) spec.type = static_cast<char>(all[at++]);
    if (at < all.size()) fail(fmt::format("the format '{}' is not understood", text));
    return spec;
}

std::string formatted(Interpreter& interpreter, const Value& value, std::string_view text) {
    if (text.empty()) return str(value);
    auto spec = parse_spec(text);
    const auto refuse = [&] {
        fail(fmt::format("the format '{}' does not fit a value of type '{}'", text, value.type_name()));
    };
    if (value.is_undefined()) fail_undefined(value.undefined());
    const auto is = [&](std::string_view types) {
        return spec.type == 0 || types.find(spec.type) != std::string_view::npos;
    };
    if (value.is_text()) {
        if (!is("s") || spec.sign != 0 || spec.alternate || spec.grouping != 0) refuse();
        if (spec.zeros) spec.align = '<';
        if (spec.align == '=') refuse();
        return formatted_text(interpreter, spec, value.text());
    }
    if (value.integer() && spec.type != 0 && std::string_view("eEfFgG%").find(spec.type) != std::string_view::npos)
        return formatted_real(interpreter, spec, *value.real());
    if (value.integer()) {
        if (!is("dxXob") || spec.precision >= 0) refuse();
        return formatted_integer(interpreter, spec, *value.integer());
    }
    if (!value.is_real() || !is("eEfFgG%")) refuse();
    return formatted_real(interpreter, spec, *value.real());
}

}  // namespace mlp::tmpl::jinja
