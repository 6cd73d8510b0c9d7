// Tokens → tree, by the grammar of Jinja 3.1. One method a rule.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/template/jinja/ast.hpp"
#include "core/template/jinja/jinja.hpp"
#include "core/template/jinja/lexer.hpp"
#include "core/template/jinja/names.hpp"

namespace mlp::tmpl::jinja {

class Parser {
public:
    Parser(std::vector<Token> tokens, const Environment& environment);

    /// The whole template. Malformed: SyntaxError.
    ast::Body parse();
    std::unordered_map<std::string, std::shared_ptr<const ast::Block>> take_blocks() { return std::move(blocks_); }

private:
    using Words = std::initializer_list<std::string_view>;

    // Tokens (parser.cpp).
    const Token& current() const { return tokens_[at_]; }
    const Token& following() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    Token next();
    bool skip_name(std::string_view name);
    bool skip_symbol(std::string_view symbol);
    std::string expect_name();
    void expect_name(std::string_view name);
    void expect_symbol(std::string_view symbol);
    void expect(Token::Type type, std::string_view what);
    [[noreturn]] static void fail(const Token& token, std::string message);
    static bool is_one_of(const Token& token, Words names);

    // Statements (parser.cpp).
    ast::Statements statements_until(Words ends);
    ast::Statements body_until(Words ends);
    ast::Body own_body_until(Words ends);
    ast::Statement statement();
    template <class Node>
    ast::Statement made(const Token& begin, Node node) const;
    ast::If parse_if();
    ast::If parse_elif();
    ast::For parse_for();
    ast::Statement parse_set(const Token& begin);
    ast::MacroStatement parse_macro();
    ast::Signature parse_signature();
    ast::MacroPtr parse_macro_body(std::string name, ast::Signature signature, std::string_view end);
    ast::CallBlock parse_call_block();
    ast::FilterBlock parse_filter_block();
    ast::With parse_with();
    ast::Scoped parse_autoescape();
    ast::BlockStatement parse_block();
    ast::Extends parse_extends();
    ast::Include parse_include();
    ast::Import parse_import();
    ast::FromImport parse_from();
    bool parse_context(bool otherwise);
    std::optional<ast::Statement> parse_extension(const Token& begin);
    ast::Now parse_now();
    ast::Yield parse_yield();

    // Targets of assignments (parser.cpp).
    ast::ExprPtr parse_target(bool with_namespace, std::string_view end_word = {});
    std::string parse_target_name();
    void declare(const ast::Expr& target, bool parameter);

    // Expressions (parser_expression.cpp).
    ast::ExprPtr parse_expression(bool with_conditional = true);
    ast::ExprPtr parse_conditional();
    ast::ExprPtr parse_or();
    ast::ExprPtr parse_and();
    ast::ExprPtr parse_not();
    ast::ExprPtr parse_compare();
    ast::ExprPtr parse_sum();
    ast::ExprPtr parse_concat();
    ast::ExprPtr parse_product();
    ast::ExprPtr parse_power();
    ast::ExprPtr parse_unary(bool with_filter = true);
    ast::ExprPtr parse_primary(bool as_target = false, bool with_namespace = false);
    ast::ExprPtr parse_name(bool as_target, bool with_namespace);
    struct TupleRule {
        bool target = false;          ///< names and literals only
        bool with_namespace = false;  ///< "ns.name" may be assigned
        bool with_conditional = true;
        bool parenthesized = false;      ///< may be empty
        std::string_view end_word = {};  ///< a name that ends it
    };
    ast::ExprPtr parse_tuple(const TupleRule& rule);
    ast::ExprPtr parse_list();
    ast::ExprPtr parse_dict();
    ast::ExprPtr parse_postfix(ast::ExprPtr node);
    ast::ExprPtr parse_filters_and_tests(ast::ExprPtr node);
    ast::ExprPtr parse_subscript(ast::ExprPtr node);
    ast::ExprPtr parse_index();
    ast::ExprPtr parse_call(ast::ExprPtr node);
    ast::CallArguments parse_arguments();
    ast::ExprPtr parse_filter(ast::ExprPtr node, bool begins_at_name = false);
    ast::ExprPtr parse_test(ast::ExprPtr node);
    std::string parse_dotted_name();
    ast::ExprPtr expression(std::uint32_t at, decltype(ast::Expr::node) node) const;
    void check_known(bool known, std::uint32_t at, std::string_view kind, const std::string& name);

    /// One more level of nesting, for as long as it lives; too many are an error.
    class Level {
    public:
        explicit Level(Parser& parser);
        ~Level() { --parser_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        Parser& parser_;
    };
    void check_length(int links) const;

    /// What a loop, macro or block changes for the statements in it; taken back at its end.
    class Inner {
    public:
        Inner(Parser& parser, int loops);
        ~Inner();
        Inner(const Inner&) = delete;
        Inner& operator=(const Inner&) = delete;

    private:
        Parser& parser_;
        int loops_;
        bool inner_, may_not_run_;
    };

    std::vector<Token> tokens_;
    const Environment& environment_;
    NameLog names_;
    std::unordered_map<std::string, std::shared_ptr<const ast::Block>> blocks_;
    std::vector<SyntaxError> unknown_;  ///< filters and tests that are not there, outside of what may never run
    std::size_t at_ = 0;
    int depth_ = 0;
    int fors_ = 0;              ///< loops around the current statement
    int loops_ = 0;             ///< of these, as far as break and continue see
    bool inner_ = false;        ///< not at the top level: inside a loop, a macro, a block …
    bool may_not_run_ = false;  ///< inside an if: unknown filters are found when they are reached
};

}  // namespace mlp::tmpl::jinja
