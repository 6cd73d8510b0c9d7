// Filters on lists, dicts and whatever can be iterated.
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/objects.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/sorting.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

Value default_filter(Interpreter&, const Bound& arguments) {
    const auto& value = arguments[0];
    const bool replace = value.is_undefined() || (arguments.flag(2, false) && !truth(value));
    return replace ? arguments.value(1, "") : value;
}

Value length_filter(Interpreter&, const Bound& arguments) { return static_cast<std::int64_t>(length(arguments[0])); }

Value list_filter(Interpreter& interpreter, const Bound& arguments) {
    return List{items_of(interpreter, arguments[0])};
}

Value first_filter(Interpreter& interpreter, const Bound& arguments) {
    auto first = iterate(arguments[0])();
    return first ? *first : interpreter.undefined("there is no first item: the sequence is empty");
}

/// A template that asks for it does not want the same text each time.
Value random_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto items = items_of(interpreter, arguments[0]);
    if (items.empty()) return interpreter.undefined("No random item, sequence was empty.");
    std::random_device device;
    return items[std::uniform_int_distribution<std::size_t>(0, items.size() - 1)(device)];
}

/// reversed(): only what has an order and a length.
std::vector<Value> reversible_items(Interpreter& interpreter, const Value& value) {
    if (value.as<Generator>() || !iterate_if_any(value))
        fail(fmt::format("'{}' cannot be reversed: use the filter 'list' first", value.type_name()));
    return items_of(interpreter, value);
}

Value last_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto items = reversible_items(interpreter, arguments[0]);
    return !items.empty() ? items.back() : interpreter.undefined("there is no last item: the sequence is empty");
}

Value reverse_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto& value = arguments[0];
    if (value.is_text()) {
        const auto all = code_points(value.text());
        return Value(utf8(std::u32string(all.rbegin(), all.rend())), value.is_safe());
    }
    auto items = items_of(interpreter, value);
    std::reverse(items.begin(), items.end());
    // What reversed() takes gives an iterator, anything else a list.
    return value.as<Generator>() ? Value(List{std::move(items)})
                                 : make_generator(iterate(Value(List{std::move(items)})));
}

Value join_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto separator = arguments.has(1) ? str(arguments[1]) : std::string();
    const bool by_attribute = arguments.has(2) && !arguments[2].is_none();
    const auto key = attribute_key(interpreter, arguments.value(2, {}));
    std::string out;
    bool first = true;
    const auto next = iterate(arguments[0]);
    while (const auto item = next()) {
        const auto piece = str(by_attribute ? key(*item) : *item);
        interpreter.charge_text(piece.size() + separator.size());
        if (!std::exchange(first, false)) out += separator;
        out += piece;
    }
    return out;
}

Value sort_filter(Interpreter& interpreter, const Bound& arguments) {
    const bool ignore_case = !arguments.flag(2, false);
    const auto key = attributes_key(interpreter, arguments.value(3, {}), ignore_case);
    return List{sorted(interpreter, items_of(interpreter, arguments[0]), key, arguments.flag(1, false))};
}

Value dictsort_filter(Interpreter& interpreter, const Bound& arguments) {
    if (!arguments[0].is_dict()) fail(fmt::format("dictsort takes a dict, found '{}'", arguments[0].type_name()));
    const auto by = arguments.text(2, "key");
    if (by != "key" && by != "value") fail("dictsort can sort by 'key' or 'value' only");
    std::vector<Value> pairs;
    for (const auto& [key, value] : arguments[0].dict().entries()) pairs.emplace_back(Tuple{{key, value}, {}});
    const bool ignore_case = !arguments.flag(1, false);
    const auto place = by == "key" ? 0U : 1U;
    const auto key = [&](const Value& pair) {
        const auto& part = pair.tuple().items[place];
        return ignore_case ? ignoring_case(part) : part;
    };
    return List{sorted(interpreter, std::move(pairs), key, arguments.flag(3, false))};
}

Value unique_filter(Interpreter& interpreter, const Bound& arguments) {
    auto key = attribute_key(interpreter, arguments.value(2, {}), !arguments.flag(1, false));
    return make_lazily([items = arguments[0], key = std::move(key)]() -> Next {
        return [next = iterate(items), key, seen = Dict()]() mutable -> std::optional<Value> {
            while (auto item = next()) {
                const auto mark = key(*item);
                if (seen.find(mark) != nullptr) continue;
                seen.set(mark, {});
                return item;
            }
            return std::nullopt;
        };
    });
}

template <bool largest>
Value extreme_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto next = iterate(arguments[0]);
    auto best = next();
    if (!best) return interpreter.undefined("there is no such item: the sequence is empty");
    const auto key = attribute_key(interpreter, arguments.value(2, {}), !arguments.flag(1, false));
    auto best_key = key(*best);
    while (auto item = next()) {
        interpreter.charge(1);
        auto item_key = key(*item);
        if (!(largest ? less(best_key, item_key) : less(item_key, best_key))) continue;
        best = std::move(item);
        best_key = std::move(item_key);
    }
    return *best;
}

Value groupby_filter(Interpreter& interpreter, const Bound& arguments) {
    const bool ignore_case = !arguments.flag(3, false);
    std::optional<Value> otherwise;
    if (arguments.has(2) && !arguments[2].is_none()) otherwise = arguments[2];
    const auto key = attribute_key(interpreter, arguments[1], ignore_case, otherwise);
    const auto shown_key = attribute_key(interpreter, arguments[1], false, otherwise);
    List groups;
    Value last;
    std::shared_ptr<List> group;
    for (const auto& item : sorted(interpreter, items_of(interpreter, arguments[0]), key, false)) {
        const auto item_key = key(item);
        if (!group || !equals(last, item_key)) {
            const Value list{List{}};
            group = std::get<std::shared_ptr<List>>(list.data());
            groups.items.emplace_back(Tuple{{shown_key(item), list}, {"grouper", "list"}});
            last = item_key;
        }
        group->items.push_back(item);
    }
    return groups;
}

Value items_filter(Interpreter&, const Bound& arguments) {
    return make_lazily([value = arguments[0]]() -> Next {
        if (value.is_undefined()) return [] { return std::nullopt; };
        if (!value.is_dict()) fail(fmt::format("items takes a dict, found '{}'", value.type_name()));
        const auto& dict = std::get<std::shared_ptr<Dict>>(value.data());
        return iterate(Value(std::make_shared<DictView>(dict, DictView::Part::items)));
    });
}

/// @param carried the item that did not fit the batch before
std::optional<Value> next_batch(Interpreter& interpreter, const Next& next, std::int64_t size, const Value& fill,
                                std::optional<Value>& carried) {
    std::vector<Value> items;
    if (carried) items.push_back(*std::exchange(carried, std::nullopt));
    while (auto item = next()) {
        interpreter.charge(1);
        if (static_cast<std::int64_t>(items.size()) == size) {
            carried = std::move(item);
            return Value(List{std::move(items)});
        }
        items.push_back(std::move(*item));
    }
    if (items.empty()) return std::nullopt;
    if (!fill.is_none() && static_cast<std::int64_t>(items.size()) < size) {
        interpreter.charge(static_cast<std::size_t>(size));
        items.resize(static_cast<std::size_t>(size), fill);
    }
    return Value(List{std::move(items)});
}

Value batch_filter(Interpreter& interpreter, const Bound& arguments) {
    return make_lazily([&interpreter, arguments]() -> Next {
        return
            [&interpreter, next = iterate(arguments[0]), size = arguments.integer(1, 1), fill = arguments.value(2, {}),
             carried = std::optional<Value>()]() mutable { return next_batch(interpreter, next, size, fill, carried); };
    });
}

Next slices_of(Interpreter& interpreter, const Bound& arguments) {
    const auto items = items_of(interpreter, arguments[0]);
    const auto slices = arguments.integer(1, 1);
    if (slices == 0) fail("division by zero");
    if (slices < 0) return [] { return std::nullopt; };
    interpreter.charge(static_cast<std::size_t>(slices));
    const auto fill = arguments.value(2, {});
    const auto count = static_cast<std::size_t>(slices);
    std::vector<Value> parts;
    std::size_t start = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const bool longer = i < items.size() % count;
        const auto size = items.size() / count + (longer ? 1 : 0);
        List part{{items.begin() + static_cast<std::ptrdiff_t>(start),
                   items.begin() + static_cast<std::ptrdiff_t>(start + size)}};
        if (!fill.is_none() && !longer) part.items.push_back(fill);
        parts.emplace_back(std::move(part));
        start += size;
    }
    return iterate(Value(List{std::move(parts)}));
}

Value slice_filter(Interpreter& interpreter, const Bound& arguments) {
    return make_lazily([&interpreter, arguments] { return slices_of(interpreter, arguments); });
}

Value attr_filter(Interpreter& interpreter, const Bound& arguments) {
    return interpreter.own_attribute(arguments[0], arguments.text(1));
}

Value pprint_filter(Interpreter&, const Bound& arguments) {
    constexpr std::size_t line = 80;
    auto text = repr(arguments[0]);
    if (arguments[0].is_dict() || arguments[0].sequence() != nullptr || text.size() > line) {
        if (text.size() > line || text.find('{') != std::string::npos)
            fail("the filter 'pprint' is not supported for this value");
    }
    return text;
}

constexpr Native sequence_table[] = {
    {"attr", "obj name", attr_filter},
    {"batch", "value linecount fill_with=", batch_filter},
    {"count", "obj /", length_filter},
    {"d", "value default_value= boolean=", default_filter},
    {"default", "value default_value= boolean=", default_filter},
    {"dictsort", "value case_sensitive= by= reverse=", dictsort_filter},
    {"first", "seq", first_filter},
    {"groupby", "value attribute default= case_sensitive=", groupby_filter},
    {"items", "value", items_filter},
    {"join", "value d= attribute=", join_filter},
    {"last", "seq", last_filter},
    {"length", "obj /", length_filter},
    {"list", "value", list_filter},
    {"max", "value case_sensitive= attribute=", extreme_filter<true>},
    {"min", "value case_sensitive= attribute=", extreme_filter<false>},
    {"pprint", "value", pprint_filter},
    {"random", "seq", random_filter},
    {"reverse", "value", reverse_filter},
    {"slice", "value slices fill_with=", slice_filter},
    {"sort", "value reverse= case_sensitive= attribute=", sort_filter},
    {"unique", "value case_sensitive= attribute=", unique_filter},
};

}  // namespace

std::span<const Native> sequence_filters() { return sequence_table; }

}  // namespace mlp::tmpl::jinja
