// Expressions.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/objects.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

/// An error gets its place here: that of the innermost expression.
Value Interpreter::evaluate(const ast::Expr& expression) {
    charge(1);
    try {
        return std::visit([&](const auto& node) { return visit(node); }, expression.node);
    } catch (Error& error) {
        if (error.place().empty()) error.at(frame_.source->place(expression.at));
        throw;
    }
}

std::string Interpreter::text_of(const ast::Expr& expression) {
    const auto value = evaluate(expression);
    try {
        return str(value);
    } catch (Error& error) {
        if (error.place().empty()) error.at(frame_.source->place(expression.at));
        throw;
    }
}

Value Interpreter::visit(const ast::NamespaceItem& node) { return attribute(lookup(node.name), node.attribute); }

Value Interpreter::visit(const ast::ListOf& node) {
    List list;
    for (const auto& item : node.items) list.items.push_back(evaluate(*item));
    return list;
}

Value Interpreter::visit(const ast::TupleOf& node) {
    Tuple tuple;
    for (const auto& item : node.items) tuple.items.push_back(evaluate(*item));
    return tuple;
}

Value Interpreter::visit(const ast::DictOf& node) {
    Dict dict;
    for (const auto& [key, value] : node.items) {
        const auto evaluated = evaluate(*key);
        dict.set(evaluated, evaluate(*value));
    }
    return dict;
}

Value Interpreter::visit(const ast::Slice&) { fail("a slice can only be an index of its own"); }

Value Interpreter::visit(const ast::Item& node) {
    const auto of = evaluate(*node.of);
    const auto* slice = std::get_if<ast::Slice>(&node.index->node);
    if (slice == nullptr) return item(of, evaluate(*node.index));
    const auto start = evaluate_or_none(slice->start);
    const auto stop = evaluate_or_none(slice->stop);
    const auto step = evaluate_or_none(slice->step);
    if (of.is_undefined()) {
        if (of.undefined().chainable) return of;
        fail_undefined(of.undefined());
    }
    const auto range = of.as<Range>();
    if (!of.is_text() && of.sequence() == nullptr && !range) fail(fmt::format("'{}' cannot be sliced", of.type_name()));
    const auto places = slice_places(length(of), start, stop, step);
    charge(places.size() / 4 + 1);
    if (range) return range->slice(places, step.integer().value_or(1));
    if (of.is_text()) {
        const auto all = code_points(of.text());
        std::string text;
        for (const auto at : places) append_utf8(text, all[at]);
        return Value(std::move(text), of.is_safe());
    }
    std::vector<Value> items;
    for (const auto at : places) items.push_back((*of.sequence())[at]);
    return of.is_list() ? Value(List{std::move(items)}) : Value(Tuple{std::move(items), {}});
}

Arguments Interpreter::evaluate(const ast::CallArguments& arguments, std::optional<Value> first) {
    Arguments result;
    if (first) result.positional.push_back(std::move(*first));
    for (const auto& argument : arguments.positional) result.positional.push_back(evaluate(*argument));
    for (const auto& [name, argument] : arguments.named) result.named.emplace_back(name, evaluate(*argument));
    if (arguments.all_positional) {
        for (auto& item : items_of(*this, evaluate(*arguments.all_positional)))
            result.positional.push_back(std::move(item));
    }
    if (arguments.all_named) {
        const auto all = evaluate(*arguments.all_named);
        if (!all.is_dict()) fail(fmt::format("behind ** a dict was expected, found '{}'", all.type_name()));
        for (const auto& [name, value] : all.dict().entries()) {
            if (!name.is_text()) fail("the keys of a dict behind ** must be texts");
            for (const auto& [given, unused] : result.named) {
                if (given == name.text()) fail(fmt::format("the argument '{}' is given twice", given));
            }
            result.named.emplace_back(name.text(), value);
        }
    }
    return result;
}

Value Interpreter::visit(const ast::Call& node) {
    const auto callee = evaluate(*node.callee);
    return call(callee, evaluate(node.arguments));
}

Value Interpreter::visit(const ast::Filter& node) {
    return filter(node.name, evaluate(node.arguments, evaluate(*node.input)));
}

/// The filters of a filter block, the innermost of which has no input of its own.
Value Interpreter::apply_filters(const ast::Expr& expression, std::string input) {
    const auto& node = std::get<ast::Filter>(expression.node);
    try {
        auto first = node.input ? apply_filters(*node.input, std::move(input)) : Value(std::move(input));
        return filter(node.name, evaluate(node.arguments, std::move(first)));
    } catch (Error& error) {
        if (error.place().empty()) error.at(frame_.source->place(expression.at));
        throw;
    }
}

Value Interpreter::visit(const ast::Test& node) {
    return test(node.name, evaluate(node.arguments, evaluate(*node.input)));
}

Value Interpreter::visit(const ast::Unary& node) {
    const auto value = evaluate(*node.operand);
    if (node.op == 'n') return !truth(value);
    if (node.op == '-') return negated(value);
    return negated(negated(value));  // + is for numbers only, too
}

Value Interpreter::visit(const ast::Binary& node) {
    const auto left = evaluate(*node.left);
    return arithmetic(*this, node.op, left, evaluate(*node.right));
}

Value Interpreter::visit(const ast::Logical& node) {
    auto left = evaluate(*node.left);
    return truth(left) == node.is_and ? evaluate(*node.right) : left;
}

bool Interpreter::compare(const std::string& op, const Value& left, const Value& right) {
    if (op == "==") return equals(left, right);
    if (op == "!=") return !equals(left, right);
    if (op == "in") return contains(*this, right, left);
    if (op == "not in") return !contains(*this, right, left);
    if (op == "<") return less(left, right);
    if (op == ">") return less(right, left);
    return op == "<=" ? less_or_equal(left, right) : less_or_equal(right, left);
}

Value Interpreter::visit(const ast::Compare& node) {
    auto left = evaluate(*node.first);
    for (const auto& [op, expression] : node.rest) {
        auto right = evaluate(*expression);
        if (!compare(op, left, right)) return false;
        left = std::move(right);
    }
    return true;
}

Value Interpreter::visit(const ast::Concat& node) {
    std::string text;
    for (const auto& part : node.parts) {
        const auto piece = str(evaluate(*part));
        charge_text(text.size() + piece.size());
        text += piece;
    }
    return text;
}

Value Interpreter::visit(const ast::Conditional& node) {
    if (truth(evaluate(*node.condition))) return evaluate(*node.yes);
    if (node.no) return evaluate(*node.no);
    // Always the lenient kind, as in Jinja.
    return Value(Undefined{"the inline if was false and has no else", false, false});
}

}  // namespace mlp::tmpl::jinja
