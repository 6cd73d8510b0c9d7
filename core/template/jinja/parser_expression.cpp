// Expressions, from the loosest binding to the tightest.
#include <fmt/format.h>

#include <array>
#include <set>

#include "core/base/text.hpp"
#include "core/template/jinja/parser.hpp"

namespace mlp::tmpl::jinja {

using Type = Token::Type;
using ast::ExprPtr;

ExprPtr Parser::expression(std::uint32_t at, decltype(ast::Expr::node) node) const {
    return std::make_unique<const ast::Expr>(ast::Expr{at, std::move(node)});
}

ExprPtr Parser::parse_expression(bool with_conditional) {
    const Level level(*this);
    return with_conditional ? parse_conditional() : parse_or();
}

ExprPtr Parser::parse_conditional() {
    const auto at = current().at;
    const auto unknown_before = unknown_.size();
    auto value = parse_or();
    for (int links = 0; skip_name("if"); check_length(++links)) {
        const Level level(*this);
        auto condition = parse_or();
        ExprPtr otherwise = skip_name("else") ? parse_conditional() : nullptr;
        value = expression(at, ast::Conditional{std::move(condition), std::move(value), std::move(otherwise)});
        unknown_.resize(unknown_before);  // what may never run is looked up when it runs
    }
    return value;
}

ExprPtr Parser::parse_or() {
    const auto at = current().at;
    auto left = parse_and();
    for (int links = 0; skip_name("or"); check_length(++links))
        left = expression(at, ast::Logical{false, std::move(left), parse_and()});
    return left;
}

ExprPtr Parser::parse_and() {
    const auto at = current().at;
    auto left = parse_not();
    for (int links = 0; skip_name("and"); check_length(++links))
        left = expression(at, ast::Logical{true, std::move(left), parse_not()});
    return left;
}

ExprPtr Parser::parse_not() {
    const Level level(*this);
    const auto at = current().at;
    if (skip_name("not")) return expression(at, ast::Unary{'n', parse_not()});
    return parse_compare();
}

ExprPtr Parser::parse_compare() {
    static constexpr std::array<std::string_view, 6> operators{"==", "!=", "<", "<=", ">", ">="};
    const auto at = current().at;
    ast::Compare compare{parse_sum(), {}};
    while (true) {
        const auto& token = current();
        if (token.type == Type::symbol &&
            std::find(operators.begin(), operators.end(), token.text) != operators.end()) {
            auto op = next().text;
            compare.rest.emplace_back(std::move(op), parse_sum());
        } else if (skip_name("in")) {
            compare.rest.emplace_back("in", parse_sum());
        } else if (token.is_name("not") && following().is_name("in")) {
            next();
            next();
            compare.rest.emplace_back("not in", parse_sum());
        } else {
            break;
        }
    }
    return compare.rest.empty() ? std::move(compare.first) : expression(at, std::move(compare));
}

ExprPtr Parser::parse_sum() {
    const auto at = current().at;
    auto left = parse_concat();
    for (int links = 0; current().is_symbol("+") || current().is_symbol("-"); check_length(++links)) {
        auto op = next().text;
        left = expression(at, ast::Binary{std::move(op), std::move(left), parse_concat()});
    }
    return left;
}

ExprPtr Parser::parse_concat() {
    const auto at = current().at;
    ast::Concat concat;
    concat.parts.push_back(parse_product());
    while (skip_symbol("~")) concat.parts.push_back(parse_product());
    return concat.parts.size() == 1 ? std::move(concat.parts.front()) : expression(at, std::move(concat));
}

ExprPtr Parser::parse_product() {
    const auto at = current().at;
    const auto is_product = [&] {
        const auto& token = current();
        return token.is_symbol("*") || token.is_symbol("/") || token.is_symbol("//") || token.is_symbol("%");
    };
    auto left = parse_power();
    for (int links = 0; is_product(); check_length(++links)) {
        auto op = next().text;
        left = expression(at, ast::Binary{std::move(op), std::move(left), parse_power()});
    }
    return left;
}

ExprPtr Parser::parse_power() {
    const auto at = current().at;
    auto left = parse_unary();
    for (int links = 0; skip_symbol("**"); check_length(++links))
        left = expression(at, ast::Binary{"**", std::move(left), parse_unary()});
    return left;
}

ExprPtr Parser::parse_unary(bool with_filter) {
    const Level level(*this);
    const auto at = current().at;
    ExprPtr node;
    if (skip_symbol("-")) {
        node = expression(at, ast::Unary{'-', parse_unary(false)});
    } else if (skip_symbol("+")) {
        node = expression(at, ast::Unary{'+', parse_unary(false)});
    } else {
        node = parse_primary();
    }
    node = parse_postfix(std::move(node));
    return with_filter ? parse_filters_and_tests(std::move(node)) : std::move(node);
}

ExprPtr Parser::parse_primary(bool as_target, bool with_namespace) {
    const auto& token = current();
    const auto at = token.at;
    switch (token.type) {
        case Type::name:
            return parse_name(as_target, with_namespace);
        case Type::text: {
            std::string text;
            while (current().type == Type::text) text += next().text;
            return expression(at, ast::Constant{std::move(text)});
        }
        case Type::integer:
        case Type::real:
            return expression(at, ast::Constant{next().number});
        default:
            break;
    }
    if (skip_symbol("(")) {
        auto tuple = parse_tuple({.target = as_target, .parenthesized = true});
        expect_symbol(")");
        return tuple;
    }
    if (token.is_symbol("[")) return parse_list();
    if (token.is_symbol("{")) return parse_dict();
    fail(token, fmt::format("an expression was expected, found {}", token.description()));
}

ExprPtr Parser::parse_name(bool as_target, bool with_namespace) {
    const auto at = current().at;
    auto name = next().text;
    if (name == "true" || name == "True") return expression(at, ast::Constant{true});
    if (name == "false" || name == "False") return expression(at, ast::Constant{false});
    if (name == "none" || name == "None") return expression(at, ast::Constant{Value()});
    if (with_namespace && skip_symbol(".")) {
        auto attribute = expect_name();
        return expression(at, ast::NamespaceItem{std::move(name), std::move(attribute)});
    }
    if (!as_target) names_.load(name);
    return expression(at, ast::Name{std::move(name)});
}

ExprPtr Parser::parse_tuple(const TupleRule& rule) {
    const auto at = current().at;
    const auto ends = [&] {
        const auto& token = current();
        return token.type == Type::variable_end || token.type == Type::block_end || token.is_symbol(")") ||
               (!rule.end_word.empty() && token.is_name(rule.end_word));
    };
    std::vector<ExprPtr> items;
    bool is_tuple = false;
    while (true) {
        if (!items.empty()) expect_symbol(",");
        if (ends()) break;
        items.push_back(rule.target ? parse_primary(true, rule.with_namespace)
                                    : parse_expression(rule.with_conditional));
        if (!current().is_symbol(",")) break;
        is_tuple = true;
    }
    if (!is_tuple) {
        if (!items.empty()) return std::move(items.front());
        if (!rule.parenthesized)
            fail(current(), fmt::format("an expression was expected, found {}", current().description()));
    }
    return expression(at, ast::TupleOf{std::move(items)});
}

ExprPtr Parser::parse_list() {
    const auto at = next().at;
    ast::ListOf list;
    while (!current().is_symbol("]")) {
        if (!list.items.empty()) expect_symbol(",");
        if (current().is_symbol("]")) break;
        list.items.push_back(parse_expression());
    }
    next();
    return expression(at, std::move(list));
}

ExprPtr Parser::parse_dict() {
    const auto at = next().at;
    ast::DictOf dict;
    while (!current().is_symbol("}")) {
        if (!dict.items.empty()) expect_symbol(",");
        if (current().is_symbol("}")) break;
        auto key = parse_expression();
        expect_symbol(":");
        dict.items.emplace_back(std::move(key), parse_expression());
    }
    next();
    return expression(at, std::move(dict));
}

ExprPtr Parser::parse_postfix(ExprPtr node) {
    for (int links = 0;; check_length(++links)) {
        if (current().is_symbol(".") || current().is_symbol("[")) {
            node = parse_subscript(std::move(node));
        } else if (current().is_symbol("(")) {
            node = parse_call(std::move(node));
        } else {
            return node;
        }
    }
}

ExprPtr Parser::parse_filters_and_tests(ExprPtr node) {
    for (int links = 0;; check_length(++links)) {
        if (current().is_symbol("|")) {
            node = parse_filter(std::move(node));
        } else if (current().is_name("is")) {
            node = parse_test(std::move(node));
        } else if (current().is_symbol("(")) {
            node = parse_call(std::move(node));
        } else {
            return node;
        }
    }
}

ExprPtr Parser::parse_subscript(ExprPtr node) {
    const auto bracket = next();
    if (bracket.text == ".") {
        const auto token = next();
        if (token.type == Type::name) return expression(token.at, ast::Attribute{std::move(node), token.text});
        if (token.type != Type::integer)
            fail(token, fmt::format("a name or a number was expected, found {}", token.description()));
        return expression(token.at, ast::Item{std::move(node), expression(token.at, ast::Constant{token.number})});
    }
    std::vector<ExprPtr> indices;
    while (!current().is_symbol("]")) {
        if (!indices.empty()) expect_symbol(",");
        indices.push_back(parse_index());
    }
    next();
    auto index =
        indices.size() == 1 ? std::move(indices.front()) : expression(bracket.at, ast::TupleOf{std::move(indices)});
    return expression(bracket.at, ast::Item{std::move(node), std::move(index)});
}

/// One index, or a slice.
ExprPtr Parser::parse_index() {
    const auto at = current().at;
    const auto ends = [&] { return current().is_symbol("]") || current().is_symbol(","); };
    ast::Slice slice;
    if (!current().is_symbol(":")) {
        auto index = parse_expression();
        if (!current().is_symbol(":")) return index;
        slice.start = std::move(index);
    }
    next();
    if (!current().is_symbol(":") && !ends()) slice.stop = parse_expression();
    if (skip_symbol(":") && !ends()) slice.step = parse_expression();
    return expression(at, std::move(slice));
}

ExprPtr Parser::parse_call(ExprPtr node) {
    const auto at = node->at;
    auto arguments = parse_arguments();
    return expression(at, ast::Call{std::move(node), std::move(arguments)});
}

ast::CallArguments Parser::parse_arguments() {
    const Token begin = current();
    ast::CallArguments arguments;
    std::set<std::string> seen;
    const auto ensure = [&](bool holds) {
        if (!holds) fail(begin, "these arguments are in the wrong order");
    };
    expect_symbol("(");
    for (bool first = true; !current().is_symbol(")"); first = false) {
        if (!first) {
            expect_symbol(",");
            if (current().is_symbol(")")) break;
        }
        if (skip_symbol("*")) {
            ensure(!arguments.all_positional && !arguments.all_named);
            arguments.all_positional = parse_expression();
        } else if (skip_symbol("**")) {
            ensure(!arguments.all_named);
            arguments.all_named = parse_expression();
        } else if (current().type == Type::name && following().is_symbol("=")) {
            ensure(!arguments.all_named);
            auto name = next().text;
            if (!seen.insert(name).second) fail(begin, fmt::format("the argument '{}' is given twice", name));
            next();
            arguments.named.emplace_back(std::move(name), parse_expression());
        } else {
            ensure(!arguments.all_positional && !arguments.all_named && arguments.named.empty());
            arguments.positional.push_back(parse_expression());
        }
    }
    next();
    return arguments;
}

std::string Parser::parse_dotted_name() {
    auto name = expect_name();
    while (skip_symbol(".")) name += "." + expect_name();
    return name;
}

void Parser::check_known(bool known, std::uint32_t at, std::string_view kind, const std::string& name) {
    if (known || may_not_run_) return;
    const auto names = kind == "filter" ? environment_.filter_names() : environment_.test_names();
    unknown_.push_back({at, fmt::format("there is no {} '{}'{}", kind, name, base::did_you_mean(name, names))});
}

ExprPtr Parser::parse_filter(ExprPtr node, bool begins_at_name) {
    for (int links = 0; begins_at_name || skip_symbol("|"); check_length(++links)) {
        begins_at_name = false;
        const auto at = current().at;
        auto name = parse_dotted_name();
        check_known(environment_.filter(name) != nullptr, at, "filter", name);
        ast::CallArguments arguments;
        if (current().is_symbol("(")) arguments = parse_arguments();
        node = expression(at, ast::Filter{std::move(node), std::move(name), std::move(arguments)});
    }
    return node;
}

ExprPtr Parser::parse_test(ExprPtr node) {
    next();
    const bool negated = skip_name("not");
    const auto at = current().at;
    auto name = parse_dotted_name();
    check_known(environment_.test(name) != nullptr, at, "test", name);
    ast::CallArguments arguments;
    const auto& token = current();
    const bool begins_value = token.type == Type::name || token.type == Type::text || token.type == Type::integer ||
                              token.type == Type::real || token.is_symbol("[") || token.is_symbol("{");
    if (token.is_symbol("(")) {
        arguments = parse_arguments();
    } else if (begins_value && !is_one_of(token, {"else", "or", "and"})) {
        if (token.is_name("is")) fail(token, "tests cannot be chained: 'a is b is c'");
        arguments.positional.push_back(parse_postfix(parse_primary()));
    }
    auto test = expression(at, ast::Test{std::move(node), std::move(name), std::move(arguments)});
    return negated ? expression(at, ast::Unary{'n', std::move(test)}) : std::move(test);
}

}  // namespace mlp::tmpl::jinja
