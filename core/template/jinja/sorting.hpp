// What filters and methods share for sequences: attributes by path, stable sorting, merging of dicts.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

using Key = std::function<Value(const Value&)>;

/// Texts in lower case, other values as they are.
Value ignoring_case(const Value& value);

/// Gives "a.b.0" of an item, or the item itself for none.
/// @param otherwise in place of what is undefined
Key attribute_key(Interpreter& interpreter, const Value& path, bool ignore_case = false,
                  std::optional<Value> otherwise = std::nullopt);
/// Several paths joined by "," give a list.
Key attributes_key(Interpreter& interpreter, const Value& paths, bool ignore_case);

/// sorted(); an empty key is the item itself.
std::vector<Value> sorted(Interpreter& interpreter, std::vector<Value> items, const Key& key, bool reverse);

/// dict.update(): another dict, or pairs.
void merge_into(Interpreter& interpreter, Dict& dict, const Value& other);

}  // namespace mlp::tmpl::jinja
