// What a template says, as a tree. The names of its parts are Jinja's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja::ast {

struct Expr;
using ExprPtr = std::unique_ptr<const Expr>;

struct CallArguments {
    std::vector<ExprPtr> positional;
    std::vector<std::pair<std::string, ExprPtr>> named;
    ExprPtr all_positional;  ///< *items
    ExprPtr all_named;       ///< **items
};

struct Constant {
    Value value;
};
struct Name {
    std::string name;
};
struct NamespaceItem {  ///< "ns.name" where something is assigned
    std::string name;
    std::string attribute;
};
struct ListOf {
    std::vector<ExprPtr> items;
};
struct TupleOf {
    std::vector<ExprPtr> items;
};
struct DictOf {
    std::vector<std::pair<ExprPtr, ExprPtr>> items;
};
struct Attribute {
    ExprPtr of;
    std::string name;
};
struct Item {
    ExprPtr of;
    ExprPtr index;
};
struct Slice {  ///< as an index only; parts may be missing
    ExprPtr start, stop, step;
};
struct Call {
    ExprPtr callee;
    CallArguments arguments;
};
struct Filter {
    ExprPtr input;  ///< missing in a filter block: what the block holds
    std::string name;
    CallArguments arguments;
};
struct Test {
    ExprPtr input;
    std::string name;
    CallArguments arguments;
};
struct Unary {
    char op = 0;  ///< '-', '+', or 'n' for not
    ExprPtr operand;
};
struct Binary {
    std::string op;  ///< + - * / // % **
    ExprPtr left, right;
};
struct Logical {
    bool is_and = false;
    ExprPtr left, right;
};
struct Compare {
    ExprPtr first;
    std::vector<std::pair<std::string, ExprPtr>> rest;  ///< == != < <= > >= in "not in"
};
struct Concat {
    std::vector<ExprPtr> parts;
};
struct Conditional {
    ExprPtr condition, yes, no;  ///< `no` may be missing
};

struct Expr {
    std::uint32_t at = 0;  ///< offset in the source
    std::variant<Constant, Name, NamespaceItem, ListOf, TupleOf, DictOf, Attribute, Item, Slice, Call, Filter, Test,
                 Unary, Binary, Logical, Compare, Concat, Conditional>
        node;
};

struct Statement;
/// A part of a template with names of its own.
struct Body {
    std::vector<Statement> statements;
    /// Names that are undefined when it begins, whatever the context holds (see names.hpp).
    std::shared_ptr<const std::vector<std::string>> unset;
};
using Statements = std::vector<Statement>;

struct Data {
    std::string text;
};
struct Output {
    ExprPtr value;
};
struct If {
    std::vector<std::pair<ExprPtr, Statements>> branches;
    Statements otherwise;
};
struct For {
    ExprPtr target, items, condition;  ///< `condition` may be missing
    bool recursive = false;
    bool uses_loop = false;
    Body body;
    Body otherwise;
};
struct Set {
    ExprPtr target, value;
};
struct SetBlock {
    ExprPtr target, filter;  ///< `filter` may be missing
    Body body;
};
struct Signature {
    std::vector<std::string> names;
    std::vector<ExprPtr> defaults;  ///< of the last names
    bool uses_caller = false;
    bool uses_varargs = false;
    bool uses_kwargs = false;
};
struct MacroDefinition {
    std::string name;  ///< empty for the body of a call block
    Signature signature;
    Body body;
};
using MacroPtr = std::shared_ptr<const MacroDefinition>;
struct MacroStatement {
    MacroPtr macro;
};
struct CallBlock {
    ExprPtr call;
    MacroPtr caller;
};
struct FilterBlock {
    ExprPtr filter;
    Body body;
};
struct With {
    std::vector<std::pair<ExprPtr, ExprPtr>> values;
    Body body;
};
struct Scoped {  ///< autoescape, off
    Body body;
};
struct Block {
    std::string name;
    bool scoped = false;
    bool required = false;
    Body body;
};
struct BlockStatement {
    std::shared_ptr<const Block> block;
};
struct Extends {
    ExprPtr name;
};
struct Include {
    ExprPtr name;
    bool ignore_missing = false;
    bool with_context = true;
};
struct Import {
    ExprPtr name;
    std::string target;
    bool with_context = false;
};
struct FromImport {
    ExprPtr name;
    std::vector<std::pair<std::string, std::string>> names;  ///< name there, name here
    bool with_context = false;
};
struct Do {
    ExprPtr value;
};
struct Now {  ///< cookiecutter's `{% now 'utc', '%Y' %}`
    ExprPtr zone;
    std::string sign;  ///< "+" or "-" when `offset` is there
    ExprPtr offset;
    ExprPtr format;  ///< may be missing
};
struct Yield {  ///< copier's `{% yield item from items %}`
    std::string name;
    ExprPtr items;
    MacroPtr body;
};
struct Break {};
struct Continue {};

struct Statement {
    std::uint32_t at = 0;
    std::uint32_t end = 0;  ///< of its first tag
    std::variant<Data, Output, If, For, Set, SetBlock, MacroStatement, CallBlock, FilterBlock, With, Scoped,
                 BlockStatement, Extends, Include, Import, FromImport, Do, Now, Yield, Break, Continue>
        node;
};

}  // namespace mlp::tmpl::jinja::ast
