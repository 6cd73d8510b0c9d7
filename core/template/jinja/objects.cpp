#include "core/template/jinja/objects.hpp"

#include <fmt/format.h>

#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

// Macros.

Value Macro::call(Interpreter& interpreter, Arguments arguments) {
    return interpreter.run_macro(*definition_, frame_, std::move(arguments));
}

std::optional<Value> Macro::attribute(Interpreter&, std::string_view name) {
    const auto& signature = definition_->signature;
    if (name == "name") return definition_->name.empty() ? Value() : Value(definition_->name);
    if (name == "catch_kwargs") return Value(signature.uses_kwargs);
    if (name == "catch_varargs") return Value(signature.uses_varargs);
    if (name == "caller") return Value(signature.uses_caller);
    if (name != "arguments") return std::nullopt;
    Tuple names;
    for (const auto& parameter : signature.names) names.items.emplace_back(parameter);
    return Value(std::move(names));
}

std::string Macro::repr() {
    return fmt::format("<Macro {}>", definition_->name.empty() ? "anonymous" : text_repr(definition_->name));
}

// Loops.

std::optional<Value> Loop::advance() {
    auto item = after_ ? std::exchange(after_, std::nullopt) : items_();
    if (!item) return std::nullopt;
    ++index0_;
    before_ = std::exchange(current_, item);
    return item;
}

bool Loop::peek() {
    if (!after_) after_ = items_();
    return after_.has_value();
}

/// Without a known length the rest is drawn and kept.
std::size_t Loop::total() {
    if (length_) return *length_;
    auto rest = std::make_shared<List>();
    while (auto item = items_()) rest->items.push_back(std::move(*item));
    length_ = rest->items.size() + static_cast<std::size_t>(index0_ + 1) + (after_ ? 1U : 0U);
    items_ = jinja::iterate(Value(List{rest->items}));
    return *length_;
}

Value Loop::call(Interpreter&, Arguments arguments) {
    if (!recursion_) fail("a loop must be marked 'recursive' to be called");
    const Bound bound("loop", "iterable", std::move(arguments));
    return recursion_(bound[0], depth_ + 1);
}

std::string Loop::repr() { return fmt::format("<LoopContext {}/{}>", index0_ + 1, total()); }

Value Loop::cycle(const std::vector<Value>& values) const {
    if (values.empty()) fail("there are no values to cycle through");
    return values[static_cast<std::size_t>(index0_) % values.size()];
}

bool Loop::changed(const std::vector<Value>& values) {
    Value now{Tuple{values, {}}};
    if (last_values_ && jinja::equals(*last_values_, now)) return false;
    last_values_ = std::move(now);
    return true;
}

namespace {

constexpr Native loop_methods[] = {
    {"cycle", "loop *values",
     [](Interpreter&, const Bound& arguments) { return arguments[0].as<Loop>()->cycle(arguments.rest); }},
    {"changed", "loop *values",
     [](Interpreter&, const Bound& arguments) { return Value(arguments[0].as<Loop>()->changed(arguments.rest)); }},
};

constexpr Native cycler_methods[] = {
    {"next", "cycler", [](Interpreter&, const Bound& arguments) { return arguments[0].as<Cycler>()->next(); }},
    {"reset", "cycler",
     [](Interpreter&, const Bound& arguments) {
         arguments[0].as<Cycler>()->reset();
         return Value();
     }},
};

std::optional<Value> method(std::span<const Native> methods, std::string_view name, std::shared_ptr<Object> self) {
    for (const auto& native : methods) {
        if (native.name == name) return Value(std::make_shared<Function>(native, Value(std::move(self))));
    }
    return std::nullopt;
}

}  // namespace

std::optional<Value> Loop::attribute(Interpreter& interpreter, std::string_view name) {
    const auto total_count = [&] { return static_cast<std::int64_t>(total()); };
    if (name == "index") return Value(index0_ + 1);
    if (name == "index0") return Value(index0_);
    if (name == "first") return Value(index0_ == 0);
    if (name == "last") return Value(!peek());
    if (name == "length") return Value(total_count());
    if (name == "revindex") return Value(total_count() - index0_);
    if (name == "revindex0") return Value(total_count() - index0_ - 1);
    if (name == "depth") return Value(std::int64_t{depth_} + 1);
    if (name == "depth0") return Value(std::int64_t{depth_});
    if (name == "previtem")
        return before_ && index0_ > 0 ? *before_ : interpreter.undefined("there is no previous item");
    if (name == "nextitem") return peek() ? *after_ : interpreter.undefined("there is no next item");
    return method(loop_methods, name, shared_from_this());
}

// Namespaces, and other templates.

std::optional<Value> Namespace::attribute(Interpreter&, std::string_view name) {
    const auto* found = values_.find(name);
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

std::string Namespace::repr() { return fmt::format("<Namespace {}>", jinja::repr(Value(values_))); }

std::optional<Value> Module::attribute(Interpreter&, std::string_view name) {
    const std::string key(name);
    if (context_->exported.count(key) == 0) return std::nullopt;
    const auto found = context_->vars.find(key);
    return found != context_->vars.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<Value> TemplateReference::attribute(Interpreter&, std::string_view name) {
    const auto context = context_.lock();
    if (!context || context->blocks.count(std::string(name)) == 0) return std::nullopt;
    return Value(std::make_shared<BlockReference>(context_, std::string(name), 0));
}

Value BlockReference::call(Interpreter& interpreter, Arguments arguments) {
    const Bound none("block", "", std::move(arguments));
    return interpreter.run_block(context_.lock(), name_, index_);
}

std::optional<Value> BlockReference::attribute(Interpreter& interpreter, std::string_view name) {
    if (name == "name") return Value(name_);
    if (name != "super") return std::nullopt;
    const auto context = context_.lock();
    if (!context || index_ + 1 >= context->blocks.at(name_).size())
        return interpreter.undefined(fmt::format("there is no parent block called '{}'", name_));
    return Value(std::make_shared<BlockReference>(context_, name_, index_ + 1));
}

// Sequences.

std::optional<std::size_t> Range::length() const {
    const auto distance = step_ > 0 ? static_cast<std::uint64_t>(stop_) - static_cast<std::uint64_t>(start_)
                                    : static_cast<std::uint64_t>(start_) - static_cast<std::uint64_t>(stop_);
    const bool empty = step_ > 0 ? stop_ <= start_ : stop_ >= start_;
    const auto stride = step_ > 0 ? static_cast<std::uint64_t>(step_) : 0 - static_cast<std::uint64_t>(step_);
    return empty ? 0 : (distance - 1) / stride + 1;
}

Next Range::iterate() {
    return [self = shared_from_this(), this, at = std::size_t{0}, size = *length()]() mutable -> std::optional<Value> {
        if (at >= size) return std::nullopt;
        return Value(start_ + static_cast<std::int64_t>(at++) * step_);
    };
}

std::optional<Value> Range::item(Interpreter&, const Value& index) {
    const auto given = index.integer();
    if (!given) return std::nullopt;
    const auto size = static_cast<std::int64_t>(*length());
    const auto at = *given < 0 ? *given + size : *given;
    if (at < 0 || at >= size) return std::nullopt;
    return Value(start_ + at * step_);
}

Value Range::slice(const std::vector<std::size_t>& places, std::int64_t step) const {
    const auto first = places.empty() ? start_ : start_ + static_cast<std::int64_t>(places.front()) * step_;
    const auto stride = step_ * step;
    const auto stop = first + static_cast<std::int64_t>(places.size()) * stride;
    return Value(std::make_shared<Range>(first, stop, stride));
}

std::optional<bool> Range::equals(const Value& other) const {
    const auto range = other.as<Range>();
    if (!range) return false;
    const auto size = *length();
    return size == *range->length() && (size == 0 || (start_ == range->start_ && (size == 1 || step_ == range->step_)));
}

std::string Range::repr() {
    return step_ == 1 ? fmt::format("range({}, {})", start_, stop_)
                      : fmt::format("range({}, {}, {})", start_, stop_, step_);
}

std::string_view DictView::type_name() const {
    return part_ == Part::keys ? "dict_keys" : part_ == Part::values ? "dict_values" : "dict_items";
}

Value DictView::at(std::size_t index) const {
    const auto& [key, value] = dict_->entries()[index];
    if (part_ == Part::keys) return key;
    return part_ == Part::values ? value : Value(Tuple{{key, value}, {}});
}

Next DictView::iterate() {
    return [self = shared_from_this(), this, index = std::size_t{0},
            size = dict_->size()]() mutable -> std::optional<Value> {
        if (dict_->size() != size) fail("dictionary changed size during iteration");
        if (index >= size) return std::nullopt;
        return at(index++);
    };
}

std::string DictView::repr() {
    List list;
    for (std::size_t i = 0; i < dict_->size(); ++i) list.items.push_back(at(i));
    return fmt::format("{}({})", type_name(), jinja::repr(Value(std::move(list))));
}

Value Cycler::next() {
    auto value = current();
    at_ = (at_ + 1) % values_.size();
    return value;
}

std::optional<Value> Cycler::attribute(Interpreter&, std::string_view name) {
    if (name == "current") return current();
    return method(cycler_methods, name, shared_from_this());
}

Value Joiner::call(Interpreter&, Arguments arguments) {
    const Bound none("joiner", "", std::move(arguments));
    return std::exchange(used_, true) ? separator_ : Value("");
}

std::optional<Value> Joiner::attribute(Interpreter&, std::string_view name) {
    if (name == "sep") return separator_;
    if (name == "used") return Value(used_);
    return std::nullopt;
}

}  // namespace mlp::tmpl::jinja
