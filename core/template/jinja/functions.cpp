// Names that every template sees.
#include <fmt/format.h>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/objects.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/sorting.hpp"

namespace mlp::tmpl::jinja {

namespace {

Value range(Interpreter& interpreter, const Bound& arguments) {
    const bool one = !arguments.has(1);
    const auto first = arguments.integer(0, 0);
    const auto start = one ? 0 : first;
    const auto stop = one ? first : arguments.integer(1, 0);
    const auto step = arguments.integer(2, 1);
    if (step == 0) fail("the step of range() must not be zero");
    auto made = std::make_shared<Range>(start, stop, step);
    if (static_cast<std::int64_t>(*made->length()) > interpreter.limits().range || *made->length() > INT64_MAX)
        fail(fmt::format("range() may give at most {} numbers", interpreter.limits().range));
    return Value(std::move(made));
}

Dict dict_of(Interpreter& interpreter, const Bound& arguments) {
    Dict result;
    if (arguments.has(0)) merge_into(interpreter, result, arguments[0]);
    for (const auto& [name, value] : arguments.named) result.set(name, value);
    return result;
}

Value dict(Interpreter& interpreter, const Bound& arguments) { return dict_of(interpreter, arguments); }

Value namespace_(Interpreter& interpreter, const Bound& arguments) {
    return Value(std::make_shared<Namespace>(dict_of(interpreter, arguments)));
}

Value cycler(Interpreter&, const Bound& arguments) {
    if (arguments.rest.empty()) fail("cycler() needs at least one value");
    return Value(std::make_shared<Cycler>(arguments.rest));
}

Value joiner(Interpreter&, const Bound& arguments) { return Value(std::make_shared<Joiner>(arguments.value(0, ", "))); }

Value lipsum(Interpreter&, const Bound&) {
    fail("lipsum() is not supported: a template must give the same text each time");
}

constexpr Native functions[] = {
    {"cycler", "*items", cycler},
    {"dict", "other= / **named", dict},
    {"joiner", "sep=", joiner},
    {"lipsum", "*rest **named", lipsum},
    {"namespace", "other= / **named", namespace_},
    {"range", "start stop= step= /", range},
};

}  // namespace

std::span<const Native> builtin_functions() { return functions; }

}  // namespace mlp::tmpl::jinja
