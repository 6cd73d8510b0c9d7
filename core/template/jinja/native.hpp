// Filters, tests, functions and methods that are written in C++: a name, its parameters as Python would declare them,
// and what it does.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

/// Arguments by the order of the parameters.
class Bound {
public:
    /// @param parameters "value width=" : names in order; "=" marks one that may be missing, "*rest" and "**named" take
    /// what is left; behind "/" names may not be used. Arguments that do not fit: an error.
    Bound(std::string_view name, std::string_view parameters, Arguments arguments);

    bool has(std::size_t index) const { return index < values_.size() && values_[index].has_value(); }
    const Value& operator[](std::size_t index) const { return values_.at(index).value(); }
    Value value(std::size_t index, Value otherwise) const {
        return has(index) ? *values_[index] : std::move(otherwise);
    }
    /// An argument as Python's callee would take it; one of another kind is an error that names the parameter.
    std::string text(std::size_t index) const;  ///< must be a text
    std::string text(std::size_t index, std::string_view otherwise) const;
    std::int64_t integer(std::size_t index, std::int64_t otherwise) const;
    bool flag(std::size_t index, bool otherwise) const;  ///< its truth

    std::vector<Value> rest;                           ///< of "*rest"
    std::vector<std::pair<std::string, Value>> named;  ///< of "**named"

private:
    [[noreturn]] void wrong_kind(std::size_t index, std::string_view wanted) const;

    std::string_view name_;
    std::vector<std::string_view> names_;
    std::vector<std::optional<Value>> values_;
};

struct Native {
    std::string_view name;
    std::string_view parameters;                                     ///< as Bound takes them
    Value (*run)(Interpreter& interpreter, const Bound& arguments);  ///< nothing: known, but not supported
};

/// A native function as a value; a method holds the value that it belongs to.
class Function : public Object {
public:
    explicit Function(const Native& native, std::optional<Value> self = std::nullopt)
        : native_(native), self_(std::move(self)) {}
    std::string_view type_name() const override { return self_ ? "builtin_function_or_method" : "function"; }
    bool callable() const override { return true; }
    Value call(Interpreter& interpreter, Arguments arguments) override;

private:
    const Native& native_;
    std::optional<Value> self_;
};

/// Items that are made when they are asked for, once. Generators of generators … are asked only so deep.
class Generator : public Object {
public:
    explicit Generator(Next next) : next_(std::move(next)) {}
    std::string_view type_name() const override { return "generator"; }
    Next iterate() override {
        // As a value: letting go of a long chain of them takes no stack.
        return [self = Value(shared_from_this()), this] { return advance(); };
    }

private:
    std::optional<Value> advance();

    Next next_;
};

Value make_generator(Next next);
/// Generators do nothing until they are asked, not even find out that what they need is missing.
Value make_lazily(std::function<Next()> begin);

/// What each file of filters, tests, functions and methods brings.
std::span<const Native> text_filters();
std::span<const Native> html_filters();
std::span<const Native> number_filters();
std::span<const Native> sequence_filters();
std::span<const Native> selection_filters();
std::span<const Native> cookiecutter_filters();
std::span<const Native> cookiecutter_functions();
std::span<const Native> ansible_filters();
std::span<const Native> copier_functions();
std::span<const Native> regex_filters();
std::span<const Native> own_filters();
std::span<const Native> builtin_tests();
std::span<const Native> builtin_functions();
std::span<const Native> text_methods();
std::span<const Native> list_methods();
std::span<const Native> tuple_methods();
std::span<const Native> dict_methods();

}  // namespace mlp::tmpl::jinja
