// Filters on numbers, and what makes numbers of texts.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "core/base/json.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/sorting.hpp"
#include "core/template/jinja/text.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// Digits with single '_' between them, without these; nothing when they stand elsewhere.
std::optional<std::string> without_underscores(std::string_view text) {
    std::string digits;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '_') {
            digits += text[at];
            continue;
        }
        const auto alnum = [&](std::size_t i) {
            return i < text.size() && std::isalnum(static_cast<unsigned char>(text[i])) != 0;
        };
        if (at == 0 || !alnum(at - 1) || !alnum(at + 1)) return std::nullopt;
    }
    return digits;
}

Value truncated(double value) {
    constexpr double beyond = 9.223372036854775e18;
    if (std::fabs(value) > beyond) fail("the number does not fit an integer of 64 bits");
    return static_cast<std::int64_t>(value);
}

Value int_filter(Interpreter&, const Bound& arguments) {
    const auto& value = arguments[0];
    if (value.is_undefined()) fail_undefined(value.undefined());
    const auto otherwise = arguments.value(1, std::int64_t{0});
    if (const auto whole = value.integer()) return *whole;
    std::optional<double> real = value.is_real() ? value.real() : std::nullopt;
    if (real && std::isinf(*real)) fail("infinity cannot be an integer");
    if (value.is_text()) {
        if (const auto whole = parse_integer(value.text(), arguments.integer(2, 10))) return *whole;
        real = parse_real(value.text());
    }
    return real && std::isfinite(*real) ? truncated(*real) : otherwise;
}

Value float_filter(Interpreter&, const Bound& arguments) {
    const auto& value = arguments[0];
    if (value.is_undefined()) fail_undefined(value.undefined());
    const auto real = value.is_text() ? parse_real(value.text()) : value.real();
    return real ? Value(*real) : arguments.value(1, 0.0);
}

Value abs_filter(Interpreter&, const Bound& arguments) {
    const auto& value = arguments[0];
    if (value.is_real()) return std::fabs(*value.real());
    const auto whole = value.integer();
    if (!whole) {
        if (value.is_undefined()) fail_undefined(value.undefined());
        fail(fmt::format("abs takes a number, found '{}'", value.type_name()));
    }
    return *whole < 0 ? negated(value) : Value(*whole);
}

/// round(x, -n) of an integer: half to even.
Value round_integer(std::int64_t value, std::int64_t places) {
    if (places >= 0) return value;
    std::int64_t unit = 1;
    for (; places < 0; ++places) {
        if (__builtin_mul_overflow(unit, std::int64_t{10}, &unit)) return 0;
    }
    const auto rest = value % unit;
    const auto down = value - rest;
    const auto twice = 2 * std::abs(rest);
    const bool away = twice > unit || (twice == unit && (down / unit) % 2 != 0);
    return away ? down + (rest < 0 ? -unit : unit) : down;
}

Value round_real(double value, std::int64_t places) {
    constexpr std::int64_t most = 308;
    if (!std::isfinite(value) || places > most) return value;
    if (places < -most) return std::copysign(0.0, value);
    if (places >= 0) return std::strtod(fmt::format("{:.{}f}", value, places).c_str(), nullptr);
    const double unit = std::pow(10.0, static_cast<double>(-places));
    return std::nearbyint(value / unit) * unit;
}

Value round_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto& value = arguments[0];
    const auto places = arguments.integer(1, 0);
    const auto method = arguments.text(2, "common");
    if (!value.is_number()) {
        if (value.is_undefined()) fail_undefined(value.undefined());
        fail(fmt::format("round takes a number, found '{}'", value.type_name()));
    }
    if (method == "common")
        return value.is_real() ? round_real(*value.real(), places) : round_integer(*value.integer(), places);
    if (method != "ceil" && method != "floor") fail("the method of round must be common, ceil or floor");
    const auto power = arithmetic(interpreter, "**", std::int64_t{10}, places);
    const auto scaled = arithmetic(interpreter, "*", value, power);
    const auto whole = scaled.integer()
                           ? scaled
                           : truncated(method == "ceil" ? std::ceil(*scaled.real()) : std::floor(*scaled.real()));
    return arithmetic(interpreter, "/", whole, power);
}

Value filesizeformat_filter(Interpreter&, const Bound& arguments) {
    const auto& value = arguments[0];
    const auto real = value.is_text() ? parse_real(value.text()) : value.real();
    if (!real) {
        if (value.is_undefined()) fail_undefined(value.undefined());
        fail(fmt::format("filesizeformat takes a number, found {}", repr(value)));
    }
    static constexpr std::string_view letters = "kMGTPEZY";
    const bool binary = arguments.flag(1, false);
    const double base = binary ? 1024 : 1000;
    if (*real == 1) return "1 Byte";
    if (*real < base) return fmt::format("{} Bytes", *truncated(*real).integer());
    double unit = base;
    for (std::size_t i = 0;; ++i) {
        unit *= base;
        if (*real >= unit && i + 1 < letters.size()) continue;
        const char letter = binary && letters[i] == 'k' ? 'K' : letters[i];
        return fmt::format("{:.1f} {}{}", base * *real / unit, letter, binary ? "iB" : "B");
    }
}

Value sum_filter(Interpreter& interpreter, const Bound& arguments) {
    auto total = arguments.value(2, std::int64_t{0});
    if (total.is_text()) fail("sum cannot add texts: use join");
    const auto key = attribute_key(interpreter, arguments.value(1, {}));
    const auto next = iterate(arguments[0]);
    while (const auto item = next()) {
        interpreter.charge(1);
        total = arithmetic(interpreter, "+", total, key(*item));
    }
    return total;
}

constexpr Native number_table[] = {
    {"abs", "x /", abs_filter},
    {"filesizeformat", "value binary=", filesizeformat_filter},
    {"float", "value default=", float_filter},
    {"int", "value default= base=", int_filter},
    {"round", "value precision= method=", round_filter},
    {"sum", "iterable attribute= start=", sum_filter},
};

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view given, std::int64_t base) {
    const auto trimmed = strip(given, std::nullopt, true, true);
    std::string_view text = trimmed;
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (base != 0 && (base < 2 || base > 36)) fail("the base of a number must be 0 or 2 to 36");
    static constexpr std::array<std::pair<char, int>, 3> prefixes{{{'b', 2}, {'o', 8}, {'x', 16}}};
    for (const auto& [letter, radix] : prefixes) {
        if (text.size() < 3 || text[0] != '0' || (text[1] | 32) != letter || (base != 0 && base != radix)) continue;
        text.remove_prefix(text[2] == '_' ? 3 : 2);
        base = radix;
        break;
    }
    if (base == 0) {
        if (text.size() > 1 && text[0] == '0' && text.find_first_not_of("0_") != std::string_view::npos)
            return std::nullopt;
        base = 10;
    }
    const auto digits = without_underscores(text);
    if (!digits || digits->empty()) return std::nullopt;
    std::int64_t value = 0;
    const auto signed_digits = (negative ? "-" : "") + *digits;
    if (digits->front() == '-' || digits->front() == '+') return std::nullopt;
    const auto* end = signed_digits.data() + signed_digits.size();
    const auto [stop, error] = std::from_chars(signed_digits.data(), end, value, static_cast<int>(base));
    if (stop != end) return std::nullopt;
    if (error == std::errc::result_out_of_range) fail(fmt::format("the number {} does not fit 64 bits", text));
    return value;
}

std::optional<double> parse_real(std::string_view given) {
    const auto digits = without_underscores(strip(given, std::nullopt, true, true));
    return digits ? base::parse_number(*digits) : std::nullopt;
}

std::span<const Native> number_filters() { return number_table; }

}  // namespace mlp::tmpl::jinja
