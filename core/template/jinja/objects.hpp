// Objects that statements and functions of Jinja make: macros, loops, namespaces, imported templates, ranges …
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

class Macro : public Object {
public:
    Macro(ast::MacroPtr definition, Frame frame) : definition_(std::move(definition)), frame_(std::move(frame)) {}
    std::string_view type_name() const override { return "Macro"; }
    bool callable() const override { return true; }
    Value call(Interpreter& interpreter, Arguments arguments) override;
    std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
    std::string repr() override;

private:
    ast::MacroPtr definition_;
    Frame frame_;
};

/// The `loop` of a for: which item it is at, and what comes before and after.
class Loop : public Object {
public:
    /// @param recursion what runs the loop's body again for other items; empty when it is not recursive
    using Recursion = std::function<std::string(const Value& items, int depth)>;
    Loop(Next items, std::optional<std::size_t> length, Recursion recursion, int depth)
        : items_(std::move(items)), length_(length), recursion_(std::move(recursion)), depth_(depth) {}

    /// The next item becomes the current one; nothing when there is none.
    std::optional<Value> advance();

    std::string_view type_name() const override { return "LoopContext"; }
    bool callable() const override { return true; }
    Value call(Interpreter& interpreter, Arguments arguments) override;
    std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
    std::optional<std::size_t> length() const override { return length_; }
    bool truth() const override { return true; }
    std::string repr() override;

    Value cycle(const std::vector<Value>& values) const;
    bool changed(const std::vector<Value>& values);

private:
    std::size_t total();
    bool peek();

    Next items_;
    std::optional<std::size_t> length_;
    Recursion recursion_;
    int depth_;
    std::int64_t index0_ = -1;
    std::optional<Value> before_, current_, after_;
    std::optional<Value> last_values_;  ///< of changed()
};

class Namespace : public Object {
public:
    explicit Namespace(Dict values) : values_(std::move(values)) {}
    void set(const std::string& name, Value value) { values_.set(name, std::move(value)); }
    std::string_view type_name() const override { return "Namespace"; }
    std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
    std::string repr() override;

private:
    Dict values_;
};

/// An imported template: what it set at its top level, and the text it wrote.
class Module : public Object {
public:
    Module(std::string file, std::shared_ptr<Context> context, std::string text)
        : file_(std::move(file)), context_(std::move(context)), text_(std::move(text)) {}
    const std::string& file() const { return file_; }
    std::string_view type_name() const override { return "TemplateModule"; }
    std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;
    std::string repr() override { return "<TemplateModule '" + file_ + "'>"; }
    std::string str() override { return text_; }

private:
    std::string file_;
    std::shared_ptr<Context> context_;
    std::string text_;
};

/// `self` in a template: its blocks by name.
class TemplateReference : public Object {
public:
    explicit TemplateReference(std::weak_ptr<Context> context) : context_(std::move(context)) {}
    std::string_view type_name() const override { return "TemplateReference"; }
    std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;

private:
    std::weak_ptr<Context> context_;
};

/// `super`, or `self.name`: a block that can be called.
class BlockReference : public Object {
public:
    BlockReference(std::weak_ptr<Context> context, std::string name, std::size_t index)
        : context_(std::move(context)), name_(std::move(name)), index_(index) {}
    std::string_view type_name() const override { return "BlockReference"; }
    bool callable() const override { return true; }
    Value call(Interpreter& interpreter, Arguments arguments) override;
    std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;

private:
    std::weak_ptr<Context> context_;
    std::string name_;
    std::size_t index_;
};

/// range(): a sequence that is not stored.
class Range : public Object {
public:
    Range(std::int64_t start, std::int64_t stop, std::int64_t step) : start_(start), stop_(stop), step_(step) {}
    std::int64_t start() const { return start_; }
    std::int64_t step() const { return step_; }
    std::string_view type_name() const override { return "range"; }
    std::optional<std::size_t> length() const override;
    Next iterate() override;
    std::optional<Value> item(Interpreter& interpreter, const Value& index) override;
    Value slice(const std::vector<std::size_t>& places, std::int64_t step) const;
    std::optional<bool> equals(const Value& other) const override;
    std::string repr() override;

private:
    std::int64_t start_, stop_, step_;
};

/// dict.keys(), values() and items(): they follow changes of the dict.
class DictView : public Object {
public:
    enum class Part { keys, values, items };
    DictView(std::shared_ptr<Dict> dict, Part part) : dict_(std::move(dict)), part_(part) {}
    std::string_view type_name() const override;
    std::optional<std::size_t> length() const override { return dict_->size(); }
    Next iterate() override;
    std::string repr() override;

private:
    Value at(std::size_t index) const;
    std::shared_ptr<Dict> dict_;
    Part part_;
};

class Cycler : public Object {
public:
    explicit Cycler(std::vector<Value> values) : values_(std::move(values)) {}
    const Value& current() const { return values_.at(at_); }
    Value next();
    void reset() { at_ = 0; }
    std::string_view type_name() const override { return "Cycler"; }
    std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;

private:
    std::vector<Value> values_;
    std::size_t at_ = 0;
};

class Joiner : public Object {
public:
    explicit Joiner(Value separator) : separator_(std::move(separator)) {}
    std::string_view type_name() const override { return "Joiner"; }
    bool callable() const override { return true; }
    Value call(Interpreter& interpreter, Arguments arguments) override;
    std::optional<Value> attribute(Interpreter& interpreter, std::string_view name) override;

private:
    Value separator_;
    bool used_ = false;
};

}  // namespace mlp::tmpl::jinja
