// Methods of list, tuple and dict.
#include <fmt/format.h>

#include <algorithm>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/objects.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/sorting.hpp"

namespace mlp::tmpl::jinja {

namespace {

std::vector<Value>& items(const Bound& arguments) { return arguments[0].list().items; }
Dict& dict(const Bound& arguments) { return arguments[0].dict(); }

std::ptrdiff_t place(std::int64_t index, std::size_t size) {
    const auto count = static_cast<std::int64_t>(size);
    return static_cast<std::ptrdiff_t>(std::clamp<std::int64_t>(index < 0 ? index + count : index, 0, count));
}

Value append_method(Interpreter& interpreter, const Bound& arguments) {
    interpreter.charge(1);
    items(arguments).push_back(arguments[1]);
    return {};
}

Value extend_method(Interpreter& interpreter, const Bound& arguments) {
    const auto more = items_of(interpreter, arguments[1]);
    items(arguments).insert(items(arguments).end(), more.begin(), more.end());
    return {};
}

Value insert_method(Interpreter& interpreter, const Bound& arguments) {
    auto& list = items(arguments);
    interpreter.charge(list.size() / 8 + 1);
    list.insert(list.begin() + place(arguments.integer(1, 0), list.size()), arguments[2]);
    return {};
}

Value pop_method(Interpreter&, const Bound& arguments) {
    auto& list = items(arguments);
    const auto size = static_cast<std::int64_t>(list.size());
    auto index = arguments.integer(1, -1);
    if (index < 0) index += size;
    if (index < 0 || index >= size) fail("pop from an empty list, or index out of range");
    auto value = list[static_cast<std::size_t>(index)];
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(index));
    return value;
}

Value remove_method(Interpreter& interpreter, const Bound& arguments) {
    auto& list = items(arguments);
    interpreter.charge(list.size() + 1);
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const Value& value) { return equals(value, arguments[1]); });
    if (found == list.end()) fail("list.remove(x): x is not in the list");
    list.erase(found);
    return {};
}

Value reverse_method(Interpreter& interpreter, const Bound& arguments) {
    interpreter.charge(items(arguments).size());
    std::reverse(items(arguments).begin(), items(arguments).end());
    return {};
}

Value sort_method(Interpreter& interpreter, const Bound& arguments) {
    auto& list = items(arguments);
    list = sorted(interpreter, std::move(list), {}, arguments.flag(1, false));
    return {};
}

Value clear_list_method(Interpreter&, const Bound& arguments) {
    items(arguments).clear();
    return {};
}

Value copy_list_method(Interpreter& interpreter, const Bound& arguments) {
    interpreter.charge(items(arguments).size());
    return List{items(arguments)};
}

Value index_method(Interpreter& interpreter, const Bound& arguments) {
    const auto& all = *arguments[0].sequence();
    const auto first = static_cast<std::size_t>(place(arguments.integer(2, 0), all.size()));
    const auto last =
        static_cast<std::size_t>(place(arguments.integer(3, static_cast<std::int64_t>(all.size())), all.size()));
    for (auto at = first; at < last; ++at) {
        interpreter.charge(1);
        if (equals(all[at], arguments[1])) return static_cast<std::int64_t>(at);
    }
    fail(fmt::format("{} is not in the list", repr(arguments[1])));
}

Value count_method(Interpreter& interpreter, const Bound& arguments) {
    const auto& all = *arguments[0].sequence();
    interpreter.charge(all.size());
    return static_cast<std::int64_t>(
        std::count_if(all.begin(), all.end(), [&](const Value& value) { return equals(value, arguments[1]); }));
}

template <DictView::Part part>
Value view_method(Interpreter&, const Bound& arguments) {
    return Value(std::make_shared<DictView>(std::get<std::shared_ptr<Dict>>(arguments[0].data()), part));
}

Value get_method(Interpreter&, const Bound& arguments) {
    const auto* found = dict(arguments).find(arguments[1]);
    return found != nullptr ? *found : arguments.value(2, {});
}

Value setdefault_method(Interpreter&, const Bound& arguments) {
    if (const auto* found = dict(arguments).find(arguments[1])) return *found;
    dict(arguments).set(arguments[1], arguments.value(2, {}));
    return arguments.value(2, {});
}

Value pop_key_method(Interpreter& interpreter, const Bound& arguments) {
    interpreter.charge(dict(arguments).size() + 1);
    auto taken = dict(arguments).take(arguments[1]);
    if (!taken && !arguments.has(2)) fail(fmt::format("there is no key {}", repr(arguments[1])));
    return taken ? *taken : arguments[2];
}

Value popitem_method(Interpreter& interpreter, const Bound& arguments) {
    auto& all = dict(arguments);
    interpreter.charge(all.size() + 1);
    if (all.size() == 0) fail("the dictionary is empty");
    const auto last = all.entries().back();
    all.take(last.first);
    return Tuple{{last.first, last.second}, {}};
}

Value update_method(Interpreter& interpreter, const Bound& arguments) {
    if (arguments.has(1)) merge_into(interpreter, dict(arguments), arguments[1]);
    for (const auto& [name, value] : arguments.named) dict(arguments).set(name, value);
    return {};
}

Value clear_dict_method(Interpreter&, const Bound& arguments) {
    dict(arguments).clear();
    return {};
}

Value copy_dict_method(Interpreter& interpreter, const Bound& arguments) {
    interpreter.charge(dict(arguments).size());
    return Dict(dict(arguments));
}

constexpr Native list_table[] = {
    {"append", "self object /", append_method},
    {"clear", "self", clear_list_method},
    {"copy", "self", copy_list_method},
    {"count", "self value /", count_method},
    {"extend", "self iterable /", extend_method},
    {"index", "self value start= stop= /", index_method},
    {"insert", "self index object /", insert_method},
    {"pop", "self index= /", pop_method},
    {"remove", "self value /", remove_method},
    {"reverse", "self", reverse_method},
    {"sort", "self reverse=", sort_method},
};

constexpr Native tuple_table[] = {
    {"count", "self value /", count_method},
    {"index", "self value start= stop= /", index_method},
};

constexpr Native dict_table[] = {
    {"clear", "self", clear_dict_method},
    {"copy", "self", copy_dict_method},
    {"get", "self key default= /", get_method},
    {"items", "self", view_method<DictView::Part::items>},
    {"keys", "self", view_method<DictView::Part::keys>},
    {"pop", "self key default= /", pop_key_method},
    {"popitem", "self", popitem_method},
    {"setdefault", "self key default= /", setdefault_method},
    {"update", "self other= / **named", update_method},
    {"values", "self", view_method<DictView::Part::values>},
};

}  // namespace

std::span<const Native> list_methods() { return list_table; }
std::span<const Native> tuple_methods() { return tuple_table; }
std::span<const Native> dict_methods() { return dict_table; }

}  // namespace mlp::tmpl::jinja
