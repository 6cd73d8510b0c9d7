// The renderer for Jinja templates: parse once, render often. It follows Jinja 3.1 byte for byte; what it does not know
// is an error, never another result. Templates cannot reach files, the environment or the network, and are bounded.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/error.hpp"
#include "core/template/jinja/ast.hpp"
#include "core/template/jinja/lexer.hpp"
#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

struct Native;

/// What becomes of names and attributes that are not there: Jinja's Undefined, ChainableUndefined, StrictUndefined.
enum class UndefinedMode { lenient, chainable, strict };

/// Statements beyond Jinja's own; each is off unless a template's kind or its settings turn it on.
struct Extensions {
    bool do_statement = false;   ///< jinja2.ext.do
    bool loop_controls = false;  ///< jinja2.ext.loopcontrols
    bool cookiecutter = false;   ///< now, jsonify, slugify, random_ascii_string, uuid4
    bool ansible = false;        ///< the filters of jinja2-ansible-filters, and copier's yield
    bool own = false;            ///< the filters yaml and json of mlp's own templates
};

/// How templates of one kind are read and rendered. Made once, then only read.
class Environment {
public:
    explicit Environment(Syntax syntax = {}, UndefinedMode undefined = UndefinedMode::lenient,
                         Extensions extensions = {});

    const Syntax& syntax() const { return syntax_; }
    UndefinedMode undefined() const { return undefined_; }
    const Extensions& extensions() const { return extensions_; }
    /// By name, or nothing.
    const Native* filter(std::string_view name) const;
    const Native* test(std::string_view name) const;
    /// Names that every template sees: range, dict, namespace, cycler, joiner …
    const std::unordered_map<std::string_view, const Native*>& globals() const { return globals_; }
    /// For messages about unknown ones.
    std::vector<std::string> filter_names() const;
    std::vector<std::string> test_names() const;

private:
    Syntax syntax_;
    UndefinedMode undefined_;
    Extensions extensions_;
    std::unordered_map<std::string_view, const Native*> filters_;
    std::unordered_map<std::string_view, const Native*> tests_;
    std::unordered_map<std::string_view, const Native*> globals_;
};

class Template {
public:
    /// @param file for messages: "template.txt"; @param environment must live as long as the template.
    /// Wrong syntax, bad UTF-8, unknown filters and tests: Error{invalid} at file:line:column.
    Template(std::string_view text, std::string file, const Environment& environment);

    const std::string& file() const { return file_; }
    const Environment& environment() const { return environment_; }
    const ast::Body& body() const { return body_; }
    const std::unordered_map<std::string, std::shared_ptr<const ast::Block>>& blocks() const { return blocks_; }
    Position position(std::uint32_t at) const;
    /// "file:line:column" of an offset.
    std::string place(std::uint32_t at) const;
    /// The source from one offset to another, in one line, cut when it is long.
    std::string excerpt(std::uint32_t from, std::uint32_t to) const;

private:
    std::string source_;
    std::string file_;
    const Environment& environment_;
    ast::Body body_;
    std::unordered_map<std::string, std::shared_ptr<const ast::Block>> blocks_;
};

/// The text of another template, for include, import and extends, by its normal name ("macros/base.j2"); nothing when
/// there is none. Names that leave the template's folder never get here.
using Loader = std::function<std::optional<std::string>(const std::string& name)>;

/// Bounds for one rendering: a hostile template ends with an error within a second.
struct Limits {
    std::size_t steps = 2'000'000;    ///< nodes evaluated, items visited, and characters made (eight count one)
    std::size_t output = 64U << 20U;  ///< bytes
    int depth = 180;                  ///< macros, includes and recursive loops within each other
    std::int64_t range = 100'000;     ///< items of a range()
};

/// What `yield` was given, in environments that have it.
struct Yielded {
    std::string name;
    Value items;
};

/// Renders a template. Whatever goes wrong is Error{invalid} at file:line:column and names the expression.
std::string render(const Template& source, const Dict& context, const Loader& loader = {}, const Limits& limits = {},
                   std::optional<Yielded>* yielded = nullptr);

}  // namespace mlp::tmpl::jinja
