// Walks the tree of a template and writes text. One interpreter serves one rendering.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/template/jinja/ast.hpp"
#include "core/template/jinja/jinja.hpp"
#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::jinja {

using Names = std::unordered_map<std::string, Value>;

/// A block as one template of a chain of `extends` defines it.
struct BlockDefinition {
    const Template* source = nullptr;
    std::shared_ptr<const ast::Block> block;
};

/// What a template was given and what it sets at its top level.
struct Context {
    std::shared_ptr<const Names> given;
    Names vars;
    std::set<std::string> exported;                                        ///< names that an import sees
    std::unordered_map<std::string, std::vector<BlockDefinition>> blocks;  ///< the child's first
    const Template* parent = nullptr;  ///< what the template extends, once it said so
};

/// Names of one part of a template, within those around it.
struct Scope {
    std::shared_ptr<Scope> outer;
    bool top = false;  ///< the top level of a template: what is set here is the context's too
    std::vector<std::pair<std::string, std::optional<Value>>> names;  ///< nothing: undefined, not looked up further

    const std::optional<Value>* find(std::string_view name) const;
    void set(std::string_view name, std::optional<Value> value);
};

/// Where the interpreter is. Macros keep theirs.
struct Frame {
    const Template* source = nullptr;
    std::shared_ptr<Context> context;
    std::shared_ptr<Scope> scope;
    bool only_blocks = false;  ///< text at the top level of a template that extends another is dropped
};

class Interpreter {
public:
    Interpreter(const Environment& environment, const Loader& loader, const Limits& limits,
                std::optional<Yielded>* yielded);
    ~Interpreter();
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    std::string render(const Template& source, const Dict& context);

    // For filters, tests, functions and objects.
    const Environment& environment() const { return environment_; }
    const Limits& limits() const { return limits_; }
    /// Counts work; too much of it is an error.
    void charge(std::size_t steps);
    /// Before a text of that many bytes, repeated, is made.
    void charge_text(std::size_t bytes, std::size_t times = 1);
    void charge_product(std::size_t items, std::size_t times);

    Value undefined(std::string message) const;
    Value attribute(const Value& of, std::string_view name);
    Value item(const Value& of, const Value& index);
    /// As `attribute`, but never an item of that name.
    Value own_attribute(const Value& of, const std::string& name);
    Value call(const Value& callee, Arguments arguments);
    Value filter(const std::string& name, Arguments arguments);
    bool test(const std::string& name, Arguments arguments);

    // For macros, loops, blocks and imports (objects.hpp).
    std::string run_macro(const ast::MacroDefinition& macro, const Frame& frame, Arguments arguments);
    std::string run_loop_again(const ast::For& loop, const Frame& frame, const Value& items, int depth);
    std::string run_block(const std::shared_ptr<Context>& context, const std::string& name, std::size_t index);

private:
    enum class Flow { next, leave_loop, next_item };

    /// One more macro, include or loop within the others, for as long as it lives.
    class Depth {
    public:
        explicit Depth(Interpreter& interpreter);
        ~Depth() { --interpreter_.depth_; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;

    private:
        Interpreter& interpreter_;
    };

    /// The interpreter is elsewhere, for as long as it lives; what is written goes to `out`.
    class Within {
    public:
        Within(Interpreter& interpreter, Frame frame, std::string* out);
        ~Within();
        Within(const Within&) = delete;
        Within& operator=(const Within&) = delete;

    private:
        Interpreter& interpreter_;
        Frame frame_;
        std::string* out_;
    };
    Frame with_scope(std::shared_ptr<Scope> scope) const;

    // Names and scopes (interpreter.cpp).
    Value lookup(const std::string& name);
    std::string suggestion(const std::string& name) const;
    void assign(const ast::Expr& target, Value value);
    void set(const std::string& name, Value value);
    void unpack(const ast::TupleOf& targets, const Value& value);
    std::shared_ptr<Scope> inner_scope(const ast::Body& body, std::shared_ptr<Scope> outer) const;
    Names visible_names() const;

    // Expressions (evaluate.cpp).
    Value evaluate(const ast::Expr& expression);
    std::string text_of(const ast::Expr& expression);
    Value evaluate_or_none(const ast::ExprPtr& expression) { return expression ? evaluate(*expression) : Value(); }
    Value visit(const ast::Constant& node) { return node.value; }
    Value visit(const ast::Name& node) { return lookup(node.name); }
    Value visit(const ast::NamespaceItem& node);
    Value visit(const ast::ListOf& node);
    Value visit(const ast::TupleOf& node);
    Value visit(const ast::DictOf& node);
    Value visit(const ast::Attribute& node) { return attribute(evaluate(*node.of), node.name); }
    Value visit(const ast::Item& node);
    Value visit(const ast::Slice& node);
    Value visit(const ast::Call& node);
    Value visit(const ast::Filter& node);
    Value visit(const ast::Test& node);
    Value visit(const ast::Unary& node);
    Value visit(const ast::Binary& node);
    Value visit(const ast::Logical& node);
    Value visit(const ast::Compare& node);
    Value visit(const ast::Concat& node);
    Value visit(const ast::Conditional& node);
    Arguments evaluate(const ast::CallArguments& arguments, std::optional<Value> first = std::nullopt);
    Value apply_filters(const ast::Expr& filter, std::string input);
    bool compare(const std::string& op, const Value& left, const Value& right);

    // Statements (execute.cpp).
    Flow execute(const ast::Statements& statements);
    Flow execute(const ast::Statement& statement);
    Flow run(const ast::Data& node);
    Flow run(const ast::Output& node);
    Flow run(const ast::If& node);
    Flow run(const ast::For& node);
    Flow run(const ast::Set& node);
    Flow run(const ast::SetBlock& node);
    Flow run(const ast::MacroStatement& node);
    Flow run(const ast::CallBlock& node);
    Flow run(const ast::FilterBlock& node);
    Flow run(const ast::With& node);
    Flow run(const ast::Scoped& node);
    Flow run(const ast::BlockStatement& node);
    Flow run(const ast::Extends& node);
    Flow run(const ast::Include& node);
    Flow run(const ast::Import& node);
    Flow run(const ast::FromImport& node);
    Flow run(const ast::Do& node);
    Flow run(const ast::Now& node);
    Flow run(const ast::Yield& node);
    Flow run(const ast::Break&) { return Flow::leave_loop; }
    Flow run(const ast::Continue&) { return Flow::next_item; }
    void write(std::string_view text);
    void write_block(const Value& value);
    bool drops_output() const { return frame_.only_blocks && frame_.context->parent != nullptr; }
    Flow iterate_loop(const ast::For& loop, const Value& items, int depth);
    Next matching(const ast::For& loop, Next items);
    /// What `body` writes, in a scope of its own within the current one.
    std::string captured(const ast::Body& body, Flow& flow);
    Value macro(const ast::MacroPtr& definition);
    void bind_parameters(const ast::Signature& signature, Arguments& arguments, const std::string& name);

    // Other templates (modules.cpp).
    const Template& load(const Value& name);
    const Template* find(const Value& name);
    std::shared_ptr<Context> new_context(const Template& source, std::shared_ptr<const Names> given);
    void run_template(const Template& source, const std::shared_ptr<Context>& context);
    Value import(const ast::ExprPtr& name, bool with_context);
    void run_block_here(const std::shared_ptr<Context>& context, const std::string& name, std::size_t index);

    const Environment& environment_;
    const Loader& loader_;
    const Limits& limits_;
    std::optional<Yielded>* yielded_;
    std::unordered_map<std::string, std::unique_ptr<const Template>> loaded_;
    std::unordered_map<std::string_view, Value> globals_;
    /// Macros hold the scope and the context that hold them: these are emptied in the end.
    std::vector<std::weak_ptr<Scope>> scopes_with_macros_;
    std::vector<std::weak_ptr<Context>> contexts_;
    Frame frame_;
    std::string* out_ = nullptr;
    std::size_t steps_ = 0;
    std::size_t written_ = 0;
    int depth_ = 0;
};

}  // namespace mlp::tmpl::jinja
