// Statements.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/template/jinja/clock.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/objects.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

Interpreter::Flow Interpreter::execute(const ast::Statements& statements) {
    for (const auto& statement : statements) {
        const auto flow = execute(statement);
        if (flow != Flow::next) return flow;
    }
    return Flow::next;
}

/// Errors learn here which tag they come from.
Interpreter::Flow Interpreter::execute(const ast::Statement& statement) {
    charge(1);
    try {
        return std::visit([&](const auto& node) { return run(node); }, statement.node);
    } catch (Error& error) {
        if (error.place().empty()) error.at(frame_.source->place(statement.at));
        if (error.steps().empty())
            error.during(fmt::format("rendering {}", frame_.source->excerpt(statement.at, statement.end)));
        throw;
    }
}

void Interpreter::write(std::string_view text) {
    written_ += text.size();
    if (written_ > limits_.output) fail(fmt::format("the text that is made exceeds {} bytes", limits_.output));
    *out_ += text;
}

/// What a call block or a filter block gives is not turned into a text first.
void Interpreter::write_block(const Value& value) {
    if (!value.is_text()) fail(fmt::format("the block gives '{}', a text was expected", value.type_name()));
    write(value.text());
}

Interpreter::Flow Interpreter::run(const ast::Data& node) {
    if (!drops_output()) write(node.text);
    return Flow::next;
}

Interpreter::Flow Interpreter::run(const ast::Output& node) {
    if (!drops_output()) write(text_of(*node.value));
    return Flow::next;
}

Interpreter::Flow Interpreter::run(const ast::If& node) {
    for (const auto& [condition, body] : node.branches) {
        if (truth(evaluate(*condition))) return execute(body);
    }
    return execute(node.otherwise);
}

Interpreter::Flow Interpreter::run(const ast::For& node) {
    const auto items = evaluate(*node.items);
    if (!node.recursive) return iterate_loop(node, items, 0);
    write(run_loop_again(node, frame_, items, 0));
    return Flow::next;
}

std::string Interpreter::run_loop_again(const ast::For& loop, const Frame& frame, const Value& items, int depth) {
    const Depth deeper(*this);
    std::string text;
    const Within within(*this, frame, &text);
    iterate_loop(loop, items, depth);
    return text;
}

/// The items that the condition of a loop lets pass.
Next Interpreter::matching(const ast::For& loop, Next items) {
    return [this, &loop, items = std::move(items), frame = frame_]() -> std::optional<Value> {
        while (auto item = items()) {
            charge(1);
            auto scope = std::make_shared<Scope>();
            scope->outer = frame.scope;
            auto inside = frame;
            inside.scope = std::move(scope);
            const Within within(*this, std::move(inside), out_);
            assign(*loop.target, *item);
            if (truth(evaluate(*loop.condition))) return evaluate(*loop.target);
        }
        return std::nullopt;
    };
}

Interpreter::Flow Interpreter::iterate_loop(const ast::For& loop, const Value& items, int depth) {
    auto next = iterate(items);
    std::shared_ptr<Loop> object;
    if (loop.condition) next = matching(loop, std::move(next));
    if (loop.uses_loop) {
        Loop::Recursion again;
        if (loop.recursive) {
            again = [this, &loop, frame = frame_](const Value& inner, int deeper) {
                return run_loop_again(loop, frame, inner, deeper);
            };
        }
        const auto length = loop.condition ? std::nullopt : length_if_any(items);
        object = std::make_shared<Loop>(std::move(next), length, std::move(again), depth);
        next = [object] { return object->advance(); };
    }
    bool any = false;
    while (auto item = next()) {
        any = true;
        charge(1);
        const Within within(*this, with_scope(inner_scope(loop.body, frame_.scope)), out_);
        assign(*loop.target, std::move(*item));
        if (object) frame_.scope->set("loop", Value(std::shared_ptr<Object>(object)));
        if (execute(loop.body.statements) == Flow::leave_loop) return Flow::next;
    }
    if (any) return Flow::next;
    const Within within(*this, with_scope(inner_scope(loop.otherwise, frame_.scope)), out_);
    return execute(loop.otherwise.statements);
}

Interpreter::Flow Interpreter::run(const ast::Set& node) {
    assign(*node.target, evaluate(*node.value));
    return Flow::next;
}

std::string Interpreter::captured(const ast::Body& body, Flow& flow) {
    std::string text;
    const Within within(*this, with_scope(inner_scope(body, frame_.scope)), &text);
    flow = execute(body.statements);
    return text;
}

Interpreter::Flow Interpreter::run(const ast::SetBlock& node) {
    std::string text;
    Flow flow = Flow::next;
    Frame inside = with_scope(inner_scope(node.body, frame_.scope));
    inside.only_blocks = false;
    Value value;
    {
        const Within within(*this, std::move(inside), &text);
        flow = execute(node.body.statements);
        if (flow == Flow::next)
            value = node.filter ? apply_filters(*node.filter, std::move(text)) : Value(std::move(text));
    }
    if (flow == Flow::next) assign(*node.target, std::move(value));
    return flow;
}

Value Interpreter::macro(const ast::MacroPtr& definition) {
    scopes_with_macros_.push_back(frame_.scope);
    Frame frame = frame_;
    frame.only_blocks = false;
    return Value(std::make_shared<Macro>(definition, std::move(frame)));
}

Interpreter::Flow Interpreter::run(const ast::MacroStatement& node) {
    set(node.macro->name, macro(node.macro));
    return Flow::next;
}

Interpreter::Flow Interpreter::run(const ast::CallBlock& node) {
    const auto& call_node = std::get<ast::Call>(node.call->node);
    const auto caller = macro(node.caller);
    const auto callee = evaluate(*call_node.callee);
    auto arguments = evaluate(call_node.arguments);
    arguments.named.emplace_back("caller", caller);
    write_block(call(callee, std::move(arguments)));
    return Flow::next;
}

Interpreter::Flow Interpreter::run(const ast::FilterBlock& node) {
    Flow flow = Flow::next;
    auto text = captured(node.body, flow);
    if (flow == Flow::next) write_block(apply_filters(*node.filter, std::move(text)));
    return flow;
}

Interpreter::Flow Interpreter::run(const ast::With& node) {
    auto scope = inner_scope(node.body, frame_.scope);
    std::vector<Value> values;
    for (const auto& [unused, value] : node.values) values.push_back(evaluate(*value));
    const Within within(*this, with_scope(std::move(scope)), out_);
    for (std::size_t i = 0; i < values.size(); ++i) assign(*node.values[i].first, std::move(values[i]));
    return execute(node.body.statements);
}

Interpreter::Flow Interpreter::run(const ast::Scoped& node) {
    const Within within(*this, with_scope(inner_scope(node.body, frame_.scope)), out_);
    return execute(node.body.statements);
}

Interpreter::Flow Interpreter::run(const ast::Do& node) {
    evaluate(*node.value);
    return Flow::next;
}

Interpreter::Flow Interpreter::run(const ast::Now& node) {
    const auto zone = str(evaluate(*node.zone));
    const auto offset = node.offset ? node.sign + str(evaluate(*node.offset)) : std::string();
    const auto format = evaluate_or_none(node.format);
    if (!drops_output()) write(time_text(zone, offset, format.is_none() ? "%Y-%m-%d" : str(format)));
    return Flow::next;
}

Interpreter::Flow Interpreter::run(const ast::Yield& node) {
    auto items = evaluate(*node.items);
    if (yielded_ == nullptr) fail("'yield' can only be used in the names of files and folders");
    if (*yielded_) fail("a name can hold only one 'yield'");
    yielded_->emplace(Yielded{node.name, std::move(items)});
    try {
        write(str(call(macro(node.body), {})));
    } catch (const Error& error) {
        // As long as nobody gave the loop's name a value, what needs it gives no text.
        if (error.message().find("is undefined") == std::string::npos &&
            error.message().find("has no attribute") == std::string::npos)
            throw;
    }
    return Flow::next;
}

/// Parameters that are not given are missing, not looked up outside, while defaults are evaluated.
void Interpreter::bind_parameters(const ast::Signature& signature, Arguments& arguments, const std::string& name) {
    auto& scope = *frame_.scope;
    auto& positional = arguments.positional;
    auto& named = arguments.named;
    const auto taken = std::min(positional.size(), signature.names.size());
    for (std::size_t i = 0; i < signature.names.size(); ++i) {
        std::optional<Value> given;
        if (i < taken) given = std::move(positional[i]);
        for (auto at = named.begin(); i >= taken && at != named.end(); ++at) {
            if (at->first != signature.names[i]) continue;
            given = std::move(at->second);
            named.erase(at);
            break;
        }
        scope.set(signature.names[i], std::move(given));
    }
    positional.erase(positional.begin(), positional.begin() + static_cast<std::ptrdiff_t>(taken));
    if (signature.uses_caller) {
        Value caller = undefined("no caller is defined");
        for (auto at = named.begin(); at != named.end(); ++at) {
            if (at->first != "caller") continue;
            caller = std::move(at->second);
            named.erase(at);
            break;
        }
        scope.set("caller", std::move(caller));
    }
    if (signature.uses_kwargs) {
        Dict rest;
        for (auto& [key, value] : named) rest.set(key, std::move(value));
        scope.set("kwargs", Value(std::move(rest)));
    } else if (!named.empty()) {
        fail(fmt::format("macro '{}' takes no argument '{}'", name, named.front().first));
    }
    if (signature.uses_varargs) {
        scope.set("varargs", Value(Tuple{std::move(positional), {}}));
    } else if (!positional.empty()) {
        fail(fmt::format("macro '{}' takes no more than {} arguments", name, signature.names.size()));
    }
    const auto without_default = signature.names.size() - signature.defaults.size();
    for (std::size_t i = 0; i < signature.names.size(); ++i) {
        const auto& parameter = signature.names[i];
        if (*scope.find(parameter)) continue;
        scope.set(parameter, i >= without_default
                                 ? evaluate(*signature.defaults[i - without_default])
                                 : undefined(fmt::format("parameter '{}' was not provided", parameter)));
    }
}

std::string Interpreter::run_macro(const ast::MacroDefinition& definition, const Frame& frame, Arguments arguments) {
    std::string text;
    Frame inside = frame;
    inside.scope = inner_scope(definition.body, frame.scope);
    const Within within(*this, std::move(inside), &text);
    bind_parameters(definition.signature, arguments, definition.name);
    execute(definition.body.statements);
    return text;
}

}  // namespace mlp::tmpl::jinja
