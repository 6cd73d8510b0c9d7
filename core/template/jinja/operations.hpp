// What Python does with any value: str(), repr(), bool(), ==, <, in, len(), iter() and the arithmetic operators.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

std::string str(const Value& value);
std::string repr(const Value& value);
/// Bytes that a list or dict may have as text.
inline constexpr std::size_t longest_printed = 16U << 20U;
/// A text in quotes, as Python writes it.
std::string text_repr(std::string_view text);
/// "0.1", "1e-05", "5.0", "inf".
std::string real_text(double value);

bool truth(const Value& value);
bool equals(const Value& left, const Value& right);
/// left < right; values that have no order: an error.
bool less(const Value& left, const Value& right);
bool less_or_equal(const Value& left, const Value& right);
bool contains(Interpreter& interpreter, const Value& container, const Value& item);
/// len(): an error for what has none.
std::size_t length(const Value& value);
std::optional<std::size_t> length_if_any(const Value& value);
/// iter(): an error for what cannot be iterated.
Next iterate(const Value& value);
Next iterate_if_any(const Value& value);
/// int(text, base) and float(text); nothing for a text that is no number.
std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t base = 10);
std::optional<double> parse_real(std::string_view text);
/// All items; each is charged.
std::vector<Value> items_of(Interpreter& interpreter, const Value& value);

/// The error of an undefined value that is used.
[[noreturn]] void fail_undefined(const Undefined& undefined);
/// Error{invalid}; its place is added where the expression is known.
[[noreturn]] void fail(std::string message);

/// + - * / // % **
Value arithmetic(Interpreter& interpreter, std::string_view op, const Value& left, const Value& right);
Value negated(const Value& value);
/// "%s" % value.
std::string percent_format(Interpreter& interpreter, const Text& format, const Value& value);
/// "{}".format(…).
std::string brace_format(Interpreter& interpreter, const Text& format, const Arguments& arguments);

/// & < > ' " as entities; safe texts as they are.
std::string escaped(const Value& value);
std::string escaped_text(std::string_view text);

/// Python's slices: start, stop, step may be none.
std::vector<std::size_t> slice_places(std::size_t length, const Value& start, const Value& stop, const Value& step);

}  // namespace mlp::tmpl::jinja
