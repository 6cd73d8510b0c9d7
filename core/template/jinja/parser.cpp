// Statements; the grammar of expressions stands in parser_expression.cpp.
#include "core/template/jinja/parser.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "core/base/text.hpp"

namespace mlp::tmpl::jinja {

using Type = Token::Type;

Parser::Parser(std::vector<Token> tokens, const Environment& environment)
    : tokens_(std::move(tokens)), environment_(environment) {}

Parser::Level::Level(Parser& parser) : parser_(parser) {
    constexpr int deepest = 150;
    if (parser_.depth_ >= deepest) fail(parser_.current(), "the template is nested too deeply here");
    ++parser_.depth_;
}

Parser::Inner::Inner(Parser& parser, int loops)
    : parser_(parser), loops_(parser.loops_), inner_(parser.inner_), may_not_run_(parser.may_not_run_) {
    parser_.loops_ = loops;
    parser_.inner_ = true;
    parser_.may_not_run_ = false;
}

Parser::Inner::~Inner() {
    parser_.loops_ = loops_;
    parser_.inner_ = inner_;
    parser_.may_not_run_ = may_not_run_;
}

void Parser::check_length(int links) const {
    constexpr int longest = 250;
    if (links > longest) fail(current(), "this expression is too long");
}

Token Parser::next() {
    Token token = std::move(tokens_[at_]);
    if (token.type != Type::end) ++at_;
    return token;
}

bool Parser::skip_name(std::string_view name) {
    if (!current().is_name(name)) return false;
    next();
    return true;
}

bool Parser::skip_symbol(std::string_view symbol) {
    if (!current().is_symbol(symbol)) return false;
    next();
    return true;
}

std::string Parser::expect_name() {
    if (current().type != Type::name)
        fail(current(), fmt::format("a name was expected, found {}", current().description()));
    return next().text;
}

void Parser::expect_name(std::string_view name) {
    if (!skip_name(name)) fail(current(), fmt::format("'{}' was expected, found {}", name, current().description()));
}

void Parser::expect_symbol(std::string_view symbol) {
    if (!skip_symbol(symbol))
        fail(current(), fmt::format("'{}' was expected, found {}", symbol, current().description()));
}

void Parser::expect(Type type, std::string_view what) {
    if (current().type != type)
        fail(current(), fmt::format("{} was expected, found {}", what, current().description()));
    next();
}

void Parser::fail(const Token& token, std::string message) { throw SyntaxError{token.at, std::move(message)}; }

bool Parser::is_one_of(const Token& token, Words names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return token.is_name(name); });
}

ast::Body Parser::parse() {
    ast::Body body;
    body.statements = statements_until({});
    body.unset = names_.finish();
    if (!unknown_.empty()) throw SyntaxError(unknown_.front());
    return body;
}

template <class Node>
ast::Statement Parser::made(const Token& begin, Node node) const {
    return {begin.at, begin.end, std::move(node)};
}

/// Statements up to a tag that begins with one of `ends`, whose name is then current. Without ends: all there are.
ast::Statements Parser::statements_until(Words ends) {
    const Level level(*this);
    ast::Statements statements;
    while (current().type != Type::end) {
        Token token = next();
        if (token.type == Type::data) {
            auto text = token.text;
            statements.push_back(made(token, ast::Data{std::move(text)}));
            continue;
        }
        if (token.type == Type::variable_begin) {
            auto value = parse_tuple({});
            token.end = current().end;
            expect(Type::variable_end, "the end of the print statement");
            statements.push_back(made(token, ast::Output{std::move(value)}));
            continue;
        }
        if (is_one_of(current(), ends)) return statements;
        const auto begin = at_;
        auto made_statement = statement();
        made_statement.at = token.at;
        for (auto at = begin; at < at_; ++at) {
            if (tokens_[at].type != Type::block_end) continue;
            made_statement.end = tokens_[at].end;
            break;
        }
        if (made_statement.end == 0) made_statement.end = current().end;
        expect(Type::block_end, "the end of the statement");
        statements.push_back(std::move(made_statement));
    }
    if (ends.size() != 0)
        fail(current(), fmt::format("the template ends where '{}' was expected", fmt::join(ends, "' or '")));
    return statements;
}

/// What follows the opening tag, whose end is current, up to and with the name that ends it.
ast::Statements Parser::body_until(Words ends) {
    skip_symbol(":");
    expect(Type::block_end, "the end of the statement");
    return statements_until(ends);
}

ast::Body Parser::own_body_until(Words ends) {
    ast::Body body;
    body.statements = body_until(ends);
    return body;
}

ast::Statement Parser::statement() {
    if (current().type != Type::name)
        fail(current(), fmt::format("a statement was expected, found {}", current().description()));
    const Token begin = next();
    const auto& word = begin.text;
    if (word == "if") return made(begin, parse_if());
    if (word == "for") return made(begin, parse_for());
    if (word == "set") return parse_set(begin);
    if (word == "macro") return made(begin, parse_macro());
    if (word == "call") return made(begin, parse_call_block());
    if (word == "filter") return made(begin, parse_filter_block());
    if (word == "with") return made(begin, parse_with());
    if (word == "autoescape") return made(begin, parse_autoescape());
    if (word == "block") return made(begin, parse_block());
    if (word == "extends") return made(begin, parse_extends());
    if (word == "include") return made(begin, parse_include());
    if (word == "import") return made(begin, parse_import());
    if (word == "from") return made(begin, parse_from());
    if (word == "print") {
        ast::Concat parts;
        while (current().type != Type::block_end) {
            if (!parts.parts.empty()) expect_symbol(",");
            parts.parts.push_back(parse_expression());
        }
        return made(begin, ast::Output{expression(begin.at, std::move(parts))});
    }
    if (auto extension = parse_extension(begin)) return std::move(*extension);
    static const std::vector<std::string> known{"if",    "for",   "set",     "macro",   "call",   "filter",
                                                "with",  "block", "extends", "include", "import", "from",
                                                "print", "endif", "endfor",  "elif",    "else",   "raw"};
    fail(begin, fmt::format("there is no statement '{}' here{}", word, base::did_you_mean(word, known)));
}

std::optional<ast::Statement> Parser::parse_extension(const Token& begin) {
    const auto& word = begin.text;
    const auto& extensions = environment_.extensions();
    if (extensions.do_statement && word == "do") return made(begin, ast::Do{parse_tuple({})});
    if (extensions.loop_controls && (word == "break" || word == "continue")) {
        if (loops_ == 0) fail(begin, fmt::format("'{}' is outside of a loop", word));
        return word == "break" ? made(begin, ast::Break{}) : made(begin, ast::Continue{});
    }
    if (extensions.cookiecutter && word == "now") return made(begin, parse_now());
    if (extensions.ansible && word == "yield") return made(begin, parse_yield());
    if (word == "do" || word == "break" || word == "continue")
        fail(begin,
             fmt::format("the statement '{}' needs the extension jinja2.ext.{}, which this template does not name",
                         word, word == "do" ? "do" : "loopcontrols"));
    if (word == "trans" || word == "debug") fail(begin, fmt::format("the statement '{}' is not supported", word));
    return std::nullopt;
}

ast::If Parser::parse_if() {
    const bool outer = std::exchange(may_not_run_, true);
    ast::If result;
    const auto branch = [&] {
        auto condition = parse_tuple({.with_conditional = false});
        names_.begin_branches();
        names_.begin_branch();
        auto body = body_until({"elif", "else", "endif"});
        result.branches.emplace_back(std::move(condition), std::move(body));
    };
    int open = 1;
    branch();
    while (skip_name("elif")) {
        // The condition of an elif belongs to its branch.
        names_.begin_branch();
        branch();
        ++open;
    }
    if (skip_name("else")) {
        names_.begin_branch();
        result.otherwise = body_until({"endif"});
    }
    expect_name("endif");
    for (; open > 0; --open) names_.end_branches();
    may_not_run_ = outer;
    return result;
}

ast::For Parser::parse_for() {
    ast::For loop;
    loop.target = parse_target(false, "in");
    expect_name("in");
    loop.items = parse_tuple({.with_conditional = false, .end_word = "recursive"});
    ++fors_;
    if (skip_name("if")) {
        const Inner inner(*this, loops_);
        names_.enter();
        declare(*loop.target, true);
        loop.condition = parse_expression();
        names_.leave();
    }
    loop.recursive = skip_name("recursive");
    names_.enter();
    declare(*loop.target, true);
    {
        const Inner inner(*this, loops_ + 1);
        loop.body = own_body_until({"endfor", "else"});
    }
    loop.body.unset = names_.leave();
    loop.uses_loop = loop.recursive || names_.last_part_uses("loop");
    names_.enter();
    if (skip_name("else")) {
        const Inner inner(*this, loop.recursive ? 0 : loops_);
        loop.otherwise = own_body_until({"endfor"});
    }
    loop.otherwise.unset = names_.leave();
    --fors_;
    expect_name("endfor");
    return loop;
}

ast::Statement Parser::parse_set(const Token& begin) {
    auto target = parse_target(true);
    if (skip_symbol("=")) {
        auto value = parse_tuple({});
        declare(*target, false);
        return made(begin, ast::Set{std::move(target), std::move(value)});
    }
    declare(*target, false);
    names_.enter();
    const Inner inner(*this, loops_);
    ast::SetBlock block{std::move(target), parse_filter(nullptr), {}};
    block.body = own_body_until({"endset"});
    block.body.unset = names_.leave();
    next();
    return made(begin, std::move(block));
}

ast::MacroStatement Parser::parse_macro() {
    const auto name = parse_target_name();
    names_.store(name);
    names_.enter();
    const Inner inner(*this, 0);
    auto signature = parse_signature();
    return {parse_macro_body(name, std::move(signature), "endmacro")};
}

ast::Signature Parser::parse_signature() {
    ast::Signature signature;
    expect_symbol("(");
    while (!current().is_symbol(")")) {
        if (!signature.names.empty()) expect_symbol(",");
        const Token token = current();
        auto name = parse_target_name();
        if (std::find(signature.names.begin(), signature.names.end(), name) != signature.names.end())
            fail(token, fmt::format("the parameter '{}' is named twice", name));
        names_.parameter(name);
        signature.names.push_back(std::move(name));
        if (skip_symbol("=")) {
            signature.defaults.push_back(parse_expression());
        } else if (!signature.defaults.empty()) {
            fail(token, "a parameter without a default follows one with a default");
        }
    }
    next();
    return signature;
}

/// The part with the signature's names is the current one, and ends here.
ast::MacroPtr Parser::parse_macro_body(std::string name, ast::Signature signature, std::string_view end) {
    const Token begin = current();
    ast::MacroDefinition macro{std::move(name), std::move(signature), own_body_until({end})};
    macro.body.unset = names_.leave();
    auto& known = macro.signature;
    const auto has = [&](std::string_view parameter) {
        return std::find(known.names.begin(), known.names.end(), parameter) != known.names.end();
    };
    known.uses_caller = names_.last_part_uses("caller");
    known.uses_kwargs = names_.last_part_uses("kwargs") && !has("kwargs");
    known.uses_varargs = names_.last_part_uses("varargs") && !has("varargs");
    if (known.uses_caller && has("caller")) {
        const auto without_default = known.names.size() - known.defaults.size();
        for (std::size_t i = 0; i < without_default; ++i) {
            if (known.names[i] == "caller") fail(begin, "the parameter 'caller' needs a default");
        }
        known.uses_caller = false;
    }
    next();
    return std::make_shared<const ast::MacroDefinition>(std::move(macro));
}

ast::CallBlock Parser::parse_call_block() {
    names_.enter();
    ast::Signature signature;
    {
        const Inner inner(*this, 0);
        if (current().is_symbol("(")) signature = parse_signature();
    }
    names_.leave();
    const Token begin = current();
    auto call = parse_expression();
    if (!std::holds_alternative<ast::Call>(call->node)) fail(begin, "a call was expected");
    names_.enter_again();
    const Inner inner(*this, 0);
    return {std::move(call), parse_macro_body({}, std::move(signature), "endcall")};
}

ast::FilterBlock Parser::parse_filter_block() {
    auto filter = parse_filter(nullptr, true);
    names_.enter();
    const Inner inner(*this, loops_);
    ast::FilterBlock block{std::move(filter), own_body_until({"endfilter"})};
    block.body.unset = names_.leave();
    next();
    return block;
}

ast::With Parser::parse_with() {
    ast::With with;
    while (current().type != Type::block_end) {
        if (!with.values.empty()) expect_symbol(",");
        auto target = parse_target(false);
        expect_symbol("=");
        with.values.emplace_back(std::move(target), parse_expression());
    }
    names_.enter();
    for (const auto& [target, unused] : with.values) declare(*target, true);
    const Inner inner(*this, loops_);
    with.body = own_body_until({"endwith"});
    with.body.unset = names_.leave();
    next();
    return with;
}

ast::Scoped Parser::parse_autoescape() {
    const Token begin = current();
    const auto value = parse_expression();
    const auto* constant = std::get_if<ast::Constant>(&value->node);
    if (constant == nullptr || !constant->value.is_boolean() || constant->value.boolean())
        fail(begin, "automatic escaping is not supported: only 'autoescape false' is");
    names_.enter();
    const Inner inner(*this, loops_);
    ast::Scoped scoped{own_body_until({"endautoescape"})};
    scoped.body.unset = names_.leave();
    next();
    return scoped;
}

ast::BlockStatement Parser::parse_block() {
    ast::Block block;
    const Token begin = current();
    block.name = expect_name();
    block.scoped = skip_name("scoped");
    block.required = skip_name("required");
    if (current().is_symbol("-")) fail(current(), "the name of a block cannot have hyphens: use underscores");
    names_.enter(true);
    const Inner inner(*this, 0);
    block.body = own_body_until({"endblock"});
    block.body.unset = names_.leave();
    next();
    skip_name(block.name);
    const auto blank = [](const ast::Statement& statement) {
        const auto* data = std::get_if<ast::Data>(&statement.node);
        return data != nullptr && data->text.find_first_not_of(" \t\r\n\v\f") == std::string::npos;
    };
    if (block.required && !std::all_of(block.body.statements.begin(), block.body.statements.end(), blank))
        fail(begin, "a required block may hold only white space and comments");
    auto shared = std::make_shared<const ast::Block>(std::move(block));
    if (!blocks_.emplace(shared->name, shared).second)
        fail(begin, fmt::format("the block '{}' is defined twice", shared->name));
    return {shared};
}

ast::Extends Parser::parse_extends() {
    if (inner_) fail(current(), "'extends' may only stand at the top level");
    return {parse_expression()};
}

bool Parser::parse_context(bool otherwise) {
    if (!is_one_of(current(), {"with", "without"}) || !following().is_name("context")) return otherwise;
    const bool with = next().text == "with";
    next();
    return with;
}

ast::Include Parser::parse_include() {
    ast::Include include{parse_expression(), false, true};
    if (current().is_name("ignore") && following().is_name("missing")) {
        include.ignore_missing = true;
        next();
        next();
    }
    include.with_context = parse_context(true);
    return include;
}

ast::Import Parser::parse_import() {
    ast::Import import{parse_expression(), {}, false};
    expect_name("as");
    import.target = parse_target_name();
    import.with_context = parse_context(false);
    names_.store(import.target);
    return import;
}

ast::FromImport Parser::parse_from() {
    ast::FromImport import{parse_expression(), {}, false};
    expect_name("import");
    while (true) {
        if (!import.names.empty()) expect_symbol(",");
        if (is_one_of(current(), {"with", "without"}) && following().is_name("context")) break;
        const Token token = current();
        const auto name = parse_target_name();
        if (name.starts_with('_')) fail(token, "names that begin with '_' cannot be imported");
        const auto alias = skip_name("as") ? parse_target_name() : name;
        import.names.emplace_back(name, alias);
        if (!current().is_symbol(",")) break;
    }
    import.with_context = parse_context(false);
    for (const auto& [unused, alias] : import.names) names_.store(alias);
    return import;
}

ast::Now Parser::parse_now() {
    // The parser of the tag takes an expression and looks whether it is a sum: {% now 'utc' + 'days=2', '%d' %}.
    ast::Now now;
    auto value = parse_concat();
    if (current().is_symbol("+") || current().is_symbol("-")) {
        now.sign = next().text;
        now.offset = parse_concat();
    }
    now.zone = std::move(value);
    if (skip_symbol(",")) now.format = parse_expression();
    return now;
}

ast::Yield Parser::parse_yield() {
    ast::Yield yield;
    yield.name = parse_target_name();
    expect_name("from");
    yield.items = parse_expression();
    names_.enter();
    const Inner inner(*this, 0);
    yield.body = parse_macro_body({}, {}, "endyield");
    return yield;
}

ast::ExprPtr Parser::parse_target(bool with_namespace, std::string_view end_word) {
    const Token begin = current();
    auto target = parse_tuple({.target = true, .with_namespace = with_namespace, .end_word = end_word});
    const auto assignable = [](const auto& self, const ast::Expr& node) -> bool {
        if (const auto* tuple = std::get_if<ast::TupleOf>(&node.node))
            return std::all_of(tuple->items.begin(), tuple->items.end(),
                               [&](const auto& item) { return self(self, *item); });
        return std::holds_alternative<ast::Name>(node.node) || std::holds_alternative<ast::NamespaceItem>(node.node);
    };
    if (!assignable(assignable, *target)) fail(begin, "only names can be assigned to");
    return target;
}

std::string Parser::parse_target_name() {
    const Token token = current();
    auto name = expect_name();
    static const std::set<std::string_view> reserved{"true", "false", "none", "True", "False", "None"};
    if (reserved.count(name) != 0) fail(token, fmt::format("'{}' cannot be assigned to", name));
    return name;
}

/// Tells the name log what an assignment to `target` does.
void Parser::declare(const ast::Expr& target, bool parameter) {
    if (const auto* tuple = std::get_if<ast::TupleOf>(&target.node)) {
        for (const auto& item : tuple->items) declare(*item, parameter);
    } else if (const auto* item = std::get_if<ast::NamespaceItem>(&target.node)) {
        names_.load(item->name);
    } else {
        const auto& name = std::get<ast::Name>(target.node).name;
        if (name == "loop" && fors_ > 0) throw SyntaxError{target.at, "inside a loop 'loop' cannot be assigned to"};
        parameter ? names_.parameter(name) : names_.store(name);
    }
}

}  // namespace mlp::tmpl::jinja
