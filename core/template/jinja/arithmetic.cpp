// Python's arithmetic: integers of 64 bits (more is an error), true division, floor division, repetition, formatting.
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

namespace {

[[noreturn]] void overflow() { fail("the result does not fit an integer of 64 bits"); }
[[noreturn]] void division_by_zero() { fail("division by zero"); }

[[noreturn]] void unsupported(std::string_view op, const Value& left, const Value& right) {
    for (const auto* side : {&left, &right}) {
        if (side->is_undefined()) fail_undefined(side->undefined());
    }
    fail(fmt::format("'{}' is not supported between '{}' and '{}'", op, left.type_name(), right.type_name()));
}

std::int64_t floor_quotient(std::int64_t a, std::int64_t b) {
    if (b == 0) division_by_zero();
    if (b == -1) {
        if (a == std::numeric_limits<std::int64_t>::min()) overflow();
        return -a;
    }
    return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

std::int64_t floor_remainder(std::int64_t a, std::int64_t b) {
    if (b == 0) division_by_zero();
    if (b == -1) return 0;
    const auto rest = a % b;
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

double floor_remainder(double a, double b) {
    if (b == 0) division_by_zero();
    const double rest = std::fmod(a, b);
    if (rest == 0) return std::copysign(0.0, b);
    return (rest < 0) != (b < 0) ? rest + b : rest;
}

double floor_quotient(double a, double b) {
    if (b == 0) division_by_zero();
    const double rest = std::fmod(a, b);
    double quotient = (a - rest) / b;
    if (rest != 0 && (rest < 0) != (b < 0)) quotient -= 1;
    if (quotient == 0) return std::copysign(0.0, a / b);
    const double whole = std::floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
}

Value integer_power(std::int64_t base, std::int64_t exponent) {
    if (exponent < 0) {
        if (base == 0) fail("zero cannot be raised to a negative power");
        return std::pow(static_cast<double>(base), static_cast<double>(exponent));
    }
    std::int64_t result = 1;
    bool too_large = false;  // of a square: only an error when it is used
    for (auto left = exponent; left > 0; left >>= 1) {
        if ((left & 1) != 0 && (too_large || __builtin_mul_overflow(result, base, &result))) overflow();
        too_large = __builtin_mul_overflow(base, base, &base) || too_large;
    }
    return result;
}

Value real_power(double base, double exponent) {
    if (base == 0 && exponent < 0) fail("zero cannot be raised to a negative power");
    if (base < 0 && std::isfinite(exponent) && std::floor(exponent) != exponent)
        fail("a power of a negative number with a fraction is complex, which is not supported");
    const double result = std::pow(base, exponent);
    if (std::isinf(result) && std::isfinite(base) && std::isfinite(exponent)) fail("the result is too large");
    return result;
}

Value integers(std::string_view op, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    bool wrong = false;
    if (op == "+") {
        wrong = __builtin_add_overflow(a, b, &result);
    } else if (op == "-") {
        wrong = __builtin_sub_overflow(a, b, &result);
    } else if (op == "*") {
        wrong = __builtin_mul_overflow(a, b, &result);
    } else if (op == "//") {
        result = floor_quotient(a, b);
    } else if (op == "%") {
        result = floor_remainder(a, b);
    } else if (op == "/") {
        if (b == 0) division_by_zero();
        return static_cast<double>(static_cast<long double>(a) / static_cast<long double>(b));
    } else {
        return integer_power(a, b);
    }
    if (wrong) overflow();
    return result;
}

Value reals(std::string_view op, double a, double b) {
    if (op == "+") return a + b;
    if (op == "-") return a - b;
    if (op == "*") return a * b;
    if (op == "//") return floor_quotient(a, b);
    if (op == "%") return floor_remainder(a, b);
    if (op == "**") return real_power(a, b);
    if (b == 0) division_by_zero();
    return a / b;
}

std::size_t repetitions(std::int64_t count) { return count > 0 ? static_cast<std::size_t>(count) : 0; }

Value repeated(Interpreter& interpreter, const Value& value, std::int64_t count) {
    const auto times = repetitions(count);
    if (value.is_text()) {
        interpreter.charge_text(value.text().size(), times);
        std::string out;
        for (std::size_t i = 0; i < times && !value.text().empty(); ++i) out += value.text();
        return Value(std::move(out), value.is_safe());
    }
    const auto& items = *value.sequence();
    interpreter.charge_product(items.size() + 1, times);
    std::vector<Value> out;
    for (std::size_t i = 0; i < times; ++i) out.insert(out.end(), items.begin(), items.end());
    return value.is_list() ? Value(List{std::move(out)}) : Value(Tuple{std::move(out), {}});
}

Value added(Interpreter& interpreter, const Value& left, const Value& right) {
    if (left.is_text() && right.is_text()) {
        interpreter.charge_text(left.text().size() + right.text().size());
        if (!left.is_safe() && !right.is_safe()) return left.text() + right.text();
        return Value(escaped(left) + escaped(right), true);
    }
    if ((left.is_list() && right.is_list()) || (left.is_tuple() && right.is_tuple())) {
        auto items = *left.sequence();
        items.insert(items.end(), right.sequence()->begin(), right.sequence()->end());
        interpreter.charge(items.size());
        return left.is_list() ? Value(List{std::move(items)}) : Value(Tuple{std::move(items), {}});
    }
    unsupported("+", left, right);
}

}  // namespace

Value arithmetic(Interpreter& interpreter, std::string_view op, const Value& left, const Value& right) {
    if (left.is_number() && right.is_number()) {
        const auto a = left.integer();
        const auto b = right.integer();
        return a && b ? integers(op, *a, *b) : reals(op, *left.real(), *right.real());
    }
    if (op == "%" && left.is_text()) {
        const Text format{left.text(), left.is_safe()};
        return Value(percent_format(interpreter, format, right), format.safe);
    }
    if (op == "+") return added(interpreter, left, right);
    if (op == "*") {
        const auto repeatable = [](const Value& value) { return value.is_text() || value.sequence() != nullptr; };
        if (repeatable(left) && right.integer()) return repeated(interpreter, left, *right.integer());
        if (repeatable(right) && left.integer()) return repeated(interpreter, right, *left.integer());
    }
    unsupported(op, left, right);
}

Value negated(const Value& value) {
    if (value.is_undefined()) fail_undefined(value.undefined());
    if (value.is_real()) return -*value.real();
    const auto whole = value.integer();
    if (!whole) fail(fmt::format("'-' is not supported for '{}'", value.type_name()));
    return integers("-", 0, *whole);
}

}  // namespace mlp::tmpl::jinja
