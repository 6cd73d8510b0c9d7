#include "core/template/jinja/sorting.hpp"

#include <algorithm>
#include <charconv>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// The steps of a path; numbers are indices.
std::vector<Value> path_parts(const Value& path) {
    if (path.is_none()) return {};
    if (!path.is_text()) return {path};
    std::vector<Value> parts;
    for (const auto& part : split_at(path.text(), ".", -1, false)) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        const bool digits =
            !part.empty() && part.front() != '-' && error == std::errc{} && end == part.data() + part.size();
        parts.push_back(digits ? Value(number) : Value(part));
    }
    return parts;
}

Value walk(Interpreter& interpreter, Value item, const std::vector<Value>& parts,
           const std::optional<Value>& otherwise) {
    for (const auto& part : parts) {
        item = interpreter.item(item, part);
        if (otherwise && item.is_undefined()) item = *otherwise;
    }
    return item;
}

}  // namespace

Value ignoring_case(const Value& value) {
    return value.is_text() ? Value(utf8(lower(code_points(value.text()))), value.is_safe()) : value;
}

Key attribute_key(Interpreter& interpreter, const Value& path, bool ignore_case, std::optional<Value> otherwise) {
    return [&interpreter, parts = path_parts(path), ignore_case, otherwise = std::move(otherwise)](const Value& item) {
        auto value = walk(interpreter, item, parts, otherwise);
        return ignore_case ? ignoring_case(value) : value;
    };
}

Key attributes_key(Interpreter& interpreter, const Value& paths, bool ignore_case) {
    std::vector<Key> keys;
    if (paths.is_text()) {
        for (const auto& path : split_at(paths.text(), ",", -1, false))
            keys.push_back(attribute_key(interpreter, Value(path), ignore_case));
    } else {
        keys.push_back(attribute_key(interpreter, paths, ignore_case));
    }
    return [keys = std::move(keys)](const Value& item) {
        List all;
        for (const auto& key : keys) all.items.push_back(key(item));
        return Value(std::move(all));
    };
}

std::vector<Value> sorted(Interpreter& interpreter, std::vector<Value> items, const Key& key, bool reverse) {
    std::vector<std::pair<Value, Value>> keyed;
    for (auto& item : items) {
        auto sort_key = key ? key(item) : item;
        keyed.emplace_back(std::move(sort_key), std::move(item));
    }
    std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
        interpreter.charge(1);
        return reverse ? less(b.first, a.first) : less(a.first, b.first);
    });
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = std::move(keyed[i].second);
    return items;
}

void merge_into(Interpreter& interpreter, Dict& dict, const Value& other) {
    if (other.is_dict()) {
        interpreter.charge(other.dict().size());
        const auto entries = other.dict().entries();
        for (const auto& [key, value] : entries) dict.set(key, value);
        return;
    }
    for (const auto& pair : items_of(interpreter, other)) {
        const auto parts = items_of(interpreter, pair);
        if (parts.size() != 2) fail("a dict is made of pairs of a key and a value");
        dict.set(parts[0], parts[1]);
    }
}

}  // namespace mlp::tmpl::jinja
