// Names, attributes, calls, and the bounds of a rendering.
#include "core/template/jinja/interpreter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/objects.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

const std::optional<Value>* Scope::find(std::string_view name) const {
    for (const auto* scope = this; scope != nullptr; scope = scope->outer.get()) {
        for (const auto& [known, value] : scope->names) {
            if (known == name) return &value;
        }
    }
    return nullptr;
}

void Scope::set(std::string_view name, std::optional<Value> value) {
    for (auto& [known, old] : names) {
        if (known != name) continue;
        old = std::move(value);
        return;
    }
    names.emplace_back(name, std::move(value));
}

Interpreter::Depth::Depth(Interpreter& interpreter) : interpreter_(interpreter) {
    if (interpreter.depth_ >= interpreter.limits_.depth)
        fail(fmt::format("macros, includes or loops call each other more than {} deep", interpreter.limits_.depth));
    ++interpreter.depth_;
}

Interpreter::Within::Within(Interpreter& interpreter, Frame frame, std::string* out)
    : interpreter_(interpreter),
      frame_(std::exchange(interpreter.frame_, std::move(frame))),
      out_(std::exchange(interpreter.out_, out)) {}

Interpreter::Within::~Within() {
    interpreter_.frame_ = std::move(frame_);
    interpreter_.out_ = out_;
}

Interpreter::Interpreter(const Environment& environment, const Loader& loader, const Limits& limits,
                         std::optional<Yielded>* yielded)
    : environment_(environment), loader_(loader), limits_(limits), yielded_(yielded) {
    for (const auto& [name, native] : environment.globals())
        globals_.emplace(name, Value(std::make_shared<Function>(*native)));
}

Interpreter::~Interpreter() {
    for (const auto& scope : scopes_with_macros_) {
        if (const auto alive = scope.lock()) std::exchange(alive->names, {}).clear();
    }
    for (const auto& context : contexts_) {
        if (const auto alive = context.lock()) std::exchange(alive->vars, {}).clear();
    }
}

void Interpreter::charge(std::size_t steps) {
    steps_ += std::min(steps, limits_.steps + 1);
    if (steps_ > limits_.steps)
        throw Error(Kind::invalid, "the template does not come to an end, or makes far too much text")
            .hint("a template may take some millions of steps");
}

void Interpreter::charge_product(std::size_t items, std::size_t times) {
    std::size_t product = 0;
    charge(__builtin_mul_overflow(items, times, &product) ? limits_.steps + 1 : product);
}

void Interpreter::charge_text(std::size_t bytes, std::size_t times) {
    constexpr std::size_t bytes_of_a_step = 8;
    std::size_t all = 0;
    charge(__builtin_mul_overflow(bytes, times, &all) ? limits_.steps + 1 : all / bytes_of_a_step + 1);
}

Value Interpreter::undefined(std::string message) const {
    return Value(Undefined{std::move(message), environment_.undefined() == UndefinedMode::strict,
                           environment_.undefined() == UndefinedMode::chainable});
}

/// Where undefined names are errors, the name that was likely meant.
std::string Interpreter::suggestion(const std::string& name) const {
    if (environment_.undefined() != UndefinedMode::strict) return {};
    std::vector<std::string> known;
    for (const auto& [visible, unused] : visible_names()) known.push_back(visible);
    std::sort(known.begin(), known.end());
    return base::did_you_mean(name, known);
}

Value Interpreter::lookup(const std::string& name) {
    if (const auto* found = frame_.scope->find(name)) {
        if (*found) return **found;
    } else {
        const auto& context = *frame_.context;
        if (const auto var = context.vars.find(name); var != context.vars.end()) return var->second;
        if (const auto given = context.given->find(name); given != context.given->end()) return given->second;
        if (const auto global = globals_.find(name); global != globals_.end()) return global->second;
    }
    return undefined(fmt::format("'{}' is undefined{}", name, suggestion(name)));
}

void Interpreter::set(const std::string& name, Value value) {
    if (frame_.scope->top) {
        frame_.context->vars[name] = value;
        if (!name.starts_with('_')) frame_.context->exported.insert(name);
    }
    frame_.scope->set(name, std::move(value));
}

void Interpreter::assign(const ast::Expr& target, Value value) {
    if (const auto* name = std::get_if<ast::Name>(&target.node)) {
        set(name->name, std::move(value));
    } else if (const auto* item = std::get_if<ast::NamespaceItem>(&target.node)) {
        const auto space = lookup(item->name).as<Namespace>();
        if (!space) fail(fmt::format("'{}' is no namespace: its attributes cannot be assigned to", item->name));
        space->set(item->attribute, std::move(value));
    } else {
        unpack(std::get<ast::TupleOf>(target.node), value);
    }
}

void Interpreter::unpack(const ast::TupleOf& targets, const Value& value) {
    const auto items = items_of(*this, value);
    if (items.size() != targets.items.size())
        fail(fmt::format("{} values cannot be assigned to {} names", items.size(), targets.items.size()));
    for (std::size_t i = 0; i < items.size(); ++i) assign(*targets.items[i], items[i]);
}

std::shared_ptr<Scope> Interpreter::inner_scope(const ast::Body& body, std::shared_ptr<Scope> outer) const {
    auto scope = std::make_shared<Scope>();
    scope->outer = std::move(outer);
    if (body.unset) {
        for (const auto& name : *body.unset) scope->names.emplace_back(name, std::nullopt);
    }
    return scope;
}

Frame Interpreter::with_scope(std::shared_ptr<Scope> scope) const {
    Frame frame = frame_;
    frame.scope = std::move(scope);
    return frame;
}

/// All that an included template sees: the context, and over it the names of the scopes.
Names Interpreter::visible_names() const {
    Names names = *frame_.context->given;
    for (const auto& [name, value] : frame_.context->vars) names[name] = value;
    std::vector<const Scope*> scopes;
    for (const auto* scope = frame_.scope.get(); scope != nullptr; scope = scope->outer.get()) scopes.push_back(scope);
    for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope) {
        for (const auto& [name, value] : (*scope)->names) {
            if (value) names[name] = *value;
        }
    }
    return names;
}

namespace {

std::span<const Native> methods_of(const Value& value) {
    if (value.is_text()) return text_methods();
    if (value.is_list()) return list_methods();
    if (value.is_tuple()) return tuple_methods();
    if (value.is_dict()) return dict_methods();
    return {};
}

std::optional<Value> method_of(const Value& value, std::string_view name) {
    for (const auto& method : methods_of(value)) {
        if (method.name == name) return Value(std::make_shared<Function>(method, value));
    }
    return std::nullopt;
}

/// What Python has and this renderer does not must not look as if it were absent.
void refuse_python_attribute(const Value& of, std::string_view name) {
    static constexpr std::array<std::string_view, 10> of_text{
        "encode", "maketrans", "translate", "escape", "striptags", "unescape", "format_map", "", "", ""};
    static constexpr std::array<std::string_view, 15> of_numbers{
        "as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator",
        "from_bytes",       "imag",      "numerator",  "real",      "to_bytes",
        "fromhex",          "hex",       "is_integer", "",          ""};
    const auto in = [&](const auto& table) { return std::find(table.begin(), table.end(), name) != table.end(); };
    const bool known = (of.is_text() && in(of_text)) || (of.is_number() && in(of_numbers)) ||
                       (of.is_dict() && name == "fromkeys") || (name.starts_with("__") && name.ends_with("__"));
    if (known) fail(fmt::format("'{}' of '{}' is not supported", name, of.type_name()));
}

std::optional<Value> element(const std::vector<Value>& items, std::int64_t index) {
    const auto size = static_cast<std::int64_t>(items.size());
    const auto at = index < 0 ? index + size : index;
    if (at < 0 || at >= size) return std::nullopt;
    return items[static_cast<std::size_t>(at)];
}

std::optional<Value> character(const Value& text, std::int64_t index) {
    const auto characters = static_cast<std::int64_t>(length(text));
    auto at = index < 0 ? index + characters : index;
    if (at < 0 || at >= characters) return std::nullopt;
    const auto next = iterate(text);
    while (at-- > 0) next();
    return Value(next()->text(), text.is_safe());
}

/// of[index], or nothing when Python would find none.
std::optional<Value> subscript(Interpreter& interpreter, const Value& of, const Value& index) {
    if (of.is_dict()) {
        if (index.is_undefined() && index.undefined().strict) fail_undefined(index.undefined());
        if (index.is_list() || index.is_dict()) return std::nullopt;
        const auto* found = of.dict().find(index);
        return found != nullptr ? std::optional(*found) : std::nullopt;
    }
    if (of.is_object()) return of.object()->item(interpreter, index);
    const auto number = index.integer();
    if (!number) return std::nullopt;
    if (const auto* items = of.sequence()) return element(*items, *number);
    if (of.is_text()) return character(of, *number);
    return std::nullopt;
}

std::optional<Value> attribute_of(Interpreter& interpreter, const Value& of, std::string_view name) {
    if (auto method = method_of(of, name)) return method;
    if (of.is_object()) return of.object()->attribute(interpreter, name);
    if (of.is_tuple()) {
        const auto& names = of.tuple().names;
        const auto found = std::find(names.begin(), names.end(), name);
        if (found != names.end()) return of.tuple().items[static_cast<std::size_t>(found - names.begin())];
    }
    return std::nullopt;
}

}  // namespace

Value Interpreter::attribute(const Value& of, std::string_view name) {
    if (of.is_undefined()) {
        if (of.undefined().chainable) return of;
        fail_undefined(of.undefined());
    }
    if (auto found = attribute_of(*this, of, name)) return *found;
    if (auto found = subscript(*this, of, Value(name))) return *found;
    refuse_python_attribute(of, name);
    return undefined(fmt::format("'{}' has no attribute '{}'", of.type_name(), name));
}

Value Interpreter::own_attribute(const Value& of, const std::string& name) {
    if (of.is_undefined()) return attribute(of, name);
    if (auto found = attribute_of(*this, of, name)) return *found;
    refuse_python_attribute(of, name);
    return undefined(fmt::format("'{}' has no attribute '{}'", of.type_name(), name));
}

Value Interpreter::item(const Value& of, const Value& index) {
    if (of.is_undefined()) {
        if (of.undefined().chainable) return of;
        fail_undefined(of.undefined());
    }
    if (auto found = subscript(*this, of, index)) return *found;
    if (index.is_text()) {
        if (auto found = attribute_of(*this, of, index.text())) return *found;
        refuse_python_attribute(of, index.text());
        return undefined(fmt::format("'{}' has no attribute '{}'", of.type_name(), index.text()));
    }
    return undefined(fmt::format("'{}' has no element {}", of.type_name(), index.is_undefined() ? "" : repr(index)));
}

Value Interpreter::call(const Value& callee, Arguments arguments) {
    if (callee.is_undefined()) fail_undefined(callee.undefined());
    if (!callee.is_object() || !callee.object()->callable())
        fail(fmt::format("'{}' object is not callable", callee.type_name()));
    const Depth depth(*this);
    auto result = callee.object()->call(*this, std::move(arguments));
    if (result.is_text()) charge_text(result.text().size());
    return result;
}

Value Interpreter::filter(const std::string& name, Arguments arguments) {
    const auto* native = environment_.filter(name);
    if (native == nullptr)
        fail(fmt::format("there is no filter '{}'{}", name, base::did_you_mean(name, environment_.filter_names())));
    if (native->run == nullptr) fail(fmt::format("the filter '{}' is not supported", name));
    charge(1);
    auto result = native->run(*this, Bound(native->name, native->parameters, std::move(arguments)));
    if (result.is_text()) charge_text(result.text().size());
    return result;
}

bool Interpreter::test(const std::string& name, Arguments arguments) {
    const auto* native = environment_.test(name);
    if (native == nullptr)
        fail(fmt::format("there is no test '{}'{}", name, base::did_you_mean(name, environment_.test_names())));
    charge(1);
    return truth(native->run(*this, Bound(native->name, native->parameters, std::move(arguments))));
}

}  // namespace mlp::tmpl::jinja
