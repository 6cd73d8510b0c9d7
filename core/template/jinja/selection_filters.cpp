// map, select, reject and their like: filters that apply other filters and tests.
#include <fmt/format.h>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/sorting.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// The name of a filter or test, as the first of `arguments` from `skip` on.
std::string name_of(const Bound& arguments, std::size_t skip, std::string_view kind) {
    const auto& name = arguments.rest[skip];
    if (name.is_undefined()) fail_undefined(name.undefined());
    if (!name.is_text()) fail(fmt::format("the name of a {} must be a text, found '{}'", kind, name.type_name()));
    return name.text();
}

Arguments rest_of(const Bound& arguments, std::size_t skip) {
    Arguments rest;
    rest.positional.assign(arguments.rest.begin() + static_cast<std::ptrdiff_t>(skip), arguments.rest.end());
    rest.named = arguments.named;
    return rest;
}

Arguments with_first(const Value& first, Arguments arguments) {
    arguments.positional.insert(arguments.positional.begin(), first);
    return arguments;
}

/// Without items nothing is looked at.
Value lazily(const Value& items, std::function<Next()> begin) {
    return make_lazily([items, begin = std::move(begin)]() -> Next {
        if (!truth(items)) return [] { return std::nullopt; };
        return begin();
    });
}

Key mapping(Interpreter& interpreter, const Bound& arguments) {
    if (!arguments.rest.empty()) {
        return [&interpreter, name = name_of(arguments, 0, "filter"), rest = rest_of(arguments, 1)](const Value& item) {
            return interpreter.filter(name, with_first(item, rest));
        };
    }
    std::optional<Value> path;
    std::optional<Value> otherwise;
    for (const auto& [name, value] : arguments.named) {
        if (name == "attribute") {
            path = value;
        } else if (name == "default") {
            if (!value.is_none()) otherwise = value;
        } else {
            fail(fmt::format("map() has no argument '{}'", name));
        }
    }
    if (!path) fail("map needs the name of a filter, or an attribute");
    return attribute_key(interpreter, *path, false, otherwise);
}

Value map_filter(Interpreter& interpreter, const Bound& arguments) {
    return lazily(arguments[0], [&interpreter, arguments]() -> Next {
        return [&interpreter, next = iterate(arguments[0]),
                change = mapping(interpreter, arguments)]() -> std::optional<Value> {
            interpreter.charge(1);
            const auto item = next();
            if (!item) return std::nullopt;
            return change(*item);
        };
    });
}

using Condition = std::function<bool(const Value&)>;

Condition condition(Interpreter& interpreter, const Bound& arguments, bool by_attribute) {
    Key key;
    if (by_attribute) {
        if (arguments.rest.empty()) fail("the name of an attribute is missing");
        key = attribute_key(interpreter, arguments.rest[0]);
    }
    const std::size_t skip = by_attribute ? 1 : 0;
    if (arguments.rest.size() <= skip) return [key](const Value& item) { return truth(key ? key(item) : item); };
    return [&interpreter, key, name = name_of(arguments, skip, "test"), rest = rest_of(arguments, skip + 1)](
               const Value& item) { return interpreter.test(name, with_first(key ? key(item) : item, rest)); };
}

template <bool wanted, bool by_attribute>
Value select_filter(Interpreter& interpreter, const Bound& arguments) {
    return lazily(arguments[0], [&interpreter, arguments]() -> Next {
        return [&interpreter, next = iterate(arguments[0]),
                holds = condition(interpreter, arguments, by_attribute)]() -> std::optional<Value> {
            while (auto item = next()) {
                interpreter.charge(1);
                if (holds(*item) == wanted) return item;
            }
            return std::nullopt;
        };
    });
}

constexpr Native selection_table[] = {
    {"map", "value *rest **named", map_filter},
    {"reject", "value *rest **named", select_filter<false, false>},
    {"rejectattr", "value *rest **named", select_filter<false, true>},
    {"select", "value *rest **named", select_filter<true, false>},
    {"selectattr", "value *rest **named", select_filter<true, true>},
};

}  // namespace

std::span<const Native> selection_filters() { return selection_table; }

}  // namespace mlp::tmpl::jinja
