// The tests behind `is`.
#include <fmt/format.h>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/objects.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

Value remainder(Interpreter& interpreter, const Value& value, const Value& divisor) {
    return arithmetic(interpreter, "%", value, divisor);
}

Value odd(Interpreter& interpreter, const Bound& arguments) {
    return equals(remainder(interpreter, arguments[0], 2), 1);
}
Value even(Interpreter& interpreter, const Bound& arguments) {
    return equals(remainder(interpreter, arguments[0], 2), 0);
}
Value divisibleby(Interpreter& interpreter, const Bound& arguments) {
    return equals(remainder(interpreter, arguments[0], arguments[1]), 0);
}
Value defined(Interpreter&, const Bound& arguments) { return !arguments[0].is_undefined(); }
Value undefined(Interpreter&, const Bound& arguments) { return arguments[0].is_undefined(); }
Value none(Interpreter&, const Bound& arguments) { return arguments[0].is_none(); }
Value boolean(Interpreter&, const Bound& arguments) { return arguments[0].is_boolean(); }
Value is_true(Interpreter&, const Bound& arguments) { return arguments[0].is_boolean() && arguments[0].boolean(); }
Value is_false(Interpreter&, const Bound& arguments) { return arguments[0].is_boolean() && !arguments[0].boolean(); }
Value integer(Interpreter&, const Bound& arguments) { return arguments[0].is_integer(); }
Value is_float(Interpreter&, const Bound& arguments) { return arguments[0].is_real(); }
Value number(Interpreter&, const Bound& arguments) { return arguments[0].is_number(); }
Value string(Interpreter&, const Bound& arguments) { return arguments[0].is_text(); }
Value mapping_test(Interpreter&, const Bound& arguments) { return arguments[0].is_dict(); }
Value escaped_test(Interpreter&, const Bound& arguments) { return arguments[0].is_safe(); }
Value sameas(Interpreter&, const Bound& arguments) {
    const bool texts = arguments[0].is_text() && arguments[1].is_text();
    if (texts && !arguments[0].same_as(arguments[1]) && equals(arguments[0], arguments[1]))
        fail("whether two equal texts are the same object is not defined: compare with ==");
    return arguments[0].same_as(arguments[1]);
}

template <bool (*wanted)(char32_t), bool (*other)(char32_t)>
Value cased(Interpreter&, const Bound& arguments) {
    bool any = false;
    for (const char32_t c : code_points(str(arguments[0]))) {
        if (other(c) || is_title(c)) return false;
        any = any || wanted(c);
    }
    return any;
}

Value callable(Interpreter&, const Bound& arguments) {
    return arguments[0].is_undefined() || (arguments[0].is_object() && arguments[0].object()->callable());
}

Value iterable(Interpreter&, const Bound& arguments) { return static_cast<bool>(iterate_if_any(arguments[0])); }

Value sequence(Interpreter&, const Bound& arguments) {
    const auto& value = arguments[0];
    if (value.is_undefined()) return !value.undefined().strict;
    if (value.is_object()) return value.as<Range>() != nullptr;
    return value.is_text() || value.sequence() != nullptr || value.is_dict();
}

Value in(Interpreter& interpreter, const Bound& arguments) { return contains(interpreter, arguments[1], arguments[0]); }
Value filter(Interpreter& interpreter, const Bound& arguments) {
    return arguments[0].is_text() && interpreter.environment().filter(arguments[0].text()) != nullptr;
}
Value test(Interpreter& interpreter, const Bound& arguments) {
    return arguments[0].is_text() && interpreter.environment().test(arguments[0].text()) != nullptr;
}

Value eq(Interpreter&, const Bound& arguments) { return equals(arguments[0], arguments[1]); }
Value ne(Interpreter&, const Bound& arguments) { return !equals(arguments[0], arguments[1]); }
Value lt(Interpreter&, const Bound& arguments) { return less(arguments[0], arguments[1]); }
Value gt(Interpreter&, const Bound& arguments) { return less(arguments[1], arguments[0]); }
Value le(Interpreter&, const Bound& arguments) { return less_or_equal(arguments[0], arguments[1]); }
Value ge(Interpreter&, const Bound& arguments) { return less_or_equal(arguments[1], arguments[0]); }

constexpr Native tests[] = {
    {"!=", "a b /", ne},
    {"<", "a b /", lt},
    {"<=", "a b /", le},
    {"==", "a b /", eq},
    {">", "a b /", gt},
    {">=", "a b /", ge},
    {"boolean", "value", boolean},
    {"callable", "obj /", callable},
    {"defined", "value", defined},
    {"divisibleby", "value num", divisibleby},
    {"eq", "a b /", eq},
    {"equalto", "a b /", eq},
    {"escaped", "value", escaped_test},
    {"even", "value", even},
    {"false", "value", is_false},
    {"filter", "value", filter},
    {"float", "value", is_float},
    {"ge", "a b /", ge},
    {"greaterthan", "a b /", gt},
    {"gt", "a b /", gt},
    {"in", "value seq", in},
    {"integer", "value", integer},
    {"iterable", "value", iterable},
    {"le", "a b /", le},
    {"lessthan", "a b /", lt},
    {"lower", "value", cased<is_lower, is_upper>},
    {"lt", "a b /", lt},
    {"mapping", "value", mapping_test},
    {"ne", "a b /", ne},
    {"none", "value", none},
    {"number", "value", number},
    {"odd", "value", odd},
    {"sameas", "value other", sameas},
    {"sequence", "value", sequence},
    {"string", "value", string},
    {"test", "value", test},
    {"true", "value", is_true},
    {"undefined", "value", undefined},
    {"upper", "value", cased<is_upper, is_lower>},
};

}  // namespace

std::span<const Native> builtin_tests() { return tests; }

}  // namespace mlp::tmpl::jinja
