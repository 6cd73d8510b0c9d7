#include "core/template/jinja/mentions.hpp"

#include <optional>

namespace mlp::tmpl::jinja {

namespace {

using ast::ExprPtr;

/// The constant text that an expression is, or nothing.
const std::string* constant_text(const ExprPtr& expression) {
    const auto* constant = std::get_if<ast::Constant>(&expression->node);
    return constant != nullptr && constant->value.is_text() ? &constant->value.text() : nullptr;
}

/// "a", "a.b" and "a['b']".
std::optional<Mention> mention_of(const ast::Expr& expression) {
    if (const auto* name = std::get_if<ast::Name>(&expression.node)) return Mention{name->name, {}, expression.at};
    const ExprPtr* owner = nullptr;
    const std::string* attribute = nullptr;
    if (const auto* dotted = std::get_if<ast::Attribute>(&expression.node)) {
        owner = &dotted->of;
        attribute = &dotted->name;
    } else if (const auto* item = std::get_if<ast::Item>(&expression.node)) {
        owner = &item->of;
        attribute = constant_text(item->index);
    }
    if (owner == nullptr || attribute == nullptr) return std::nullopt;
    const auto* name = std::get_if<ast::Name>(&(*owner)->node);
    return name == nullptr ? std::nullopt : std::optional(Mention{name->name, *attribute, (*owner)->at});
}

/// Walks the tree; one overload of `see` a kind of node.
class Reader {
public:
    explicit Reader(const Environment& environment) : environment_(environment) {}

    void statements(const ast::Statements& all) {
        for (const auto& statement : all) {
            std::visit([&](const auto& node) { see(node, statement.at); }, statement.node);
        }
    }
    Mentions take() && { return std::move(found_); }

private:
    // Parts that many nodes have.
    void body(const ast::Body& part) { statements(part.statements); }

    void read(const ExprPtr& expression) {
        if (expression == nullptr) return;
        if (auto mention = mention_of(*expression)) {
            found_.read.push_back(std::move(*mention));
        } else {
            std::visit([&](const auto& node) { see(node, expression->at); }, expression->node);
        }
    }
    void read_all(const std::vector<ExprPtr>& expressions) {
        for (const auto& expression : expressions) read(expression);
    }
    void read_arguments(const ast::CallArguments& arguments) {
        read_all(arguments.positional);
        for (const auto& [name, value] : arguments.named) read(value);
        read(arguments.all_positional);
        read(arguments.all_named);
    }
    void may_be_missing(const ExprPtr& expression) {
        if (expression == nullptr) return;
        if (auto mention = mention_of(*expression)) found_.optional.emplace(mention->name, mention->attribute);
    }
    void assign(const ExprPtr& target) {
        if (const auto* name = std::get_if<ast::Name>(&target->node)) {
            found_.set.insert(name->name);
        } else if (const auto* tuple = std::get_if<ast::TupleOf>(&target->node)) {
            for (const auto& item : tuple->items) assign(item);
        } else if (const auto* list = std::get_if<ast::ListOf>(&target->node)) {
            for (const auto& item : list->items) assign(item);
        } else if (const auto* item = std::get_if<ast::NamespaceItem>(&target->node)) {
            found_.read.push_back({item->name, {}, target->at});
        }
    }
    void refer(const ExprPtr& name, bool needed, bool shared) {
        read(name);
        const auto* text = constant_text(name);
        if (text == nullptr) return;
        if (needed) found_.templates.push_back({*text, {}, name->at});
        if (shared) found_.shared_templates.push_back({*text, {}, name->at});
    }
    void signature(const ast::Signature& taken) {
        found_.set.insert(taken.names.begin(), taken.names.end());
        read_all(taken.defaults);
    }

    // Expressions.
    void see(const ast::Constant&, std::uint32_t) {}
    void see(const ast::Name& node, std::uint32_t at) { found_.read.push_back({node.name, {}, at}); }
    void see(const ast::NamespaceItem& node, std::uint32_t at) { found_.read.push_back({node.name, {}, at}); }
    void see(const ast::ListOf& node, std::uint32_t) { read_all(node.items); }
    void see(const ast::TupleOf& node, std::uint32_t) { read_all(node.items); }
    void see(const ast::DictOf& node, std::uint32_t) {
        for (const auto& [key, value] : node.items) {
            read(key);
            read(value);
        }
    }
    void see(const ast::Attribute& node, std::uint32_t) { read(node.of); }
    void see(const ast::Item& node, std::uint32_t) {
        read(node.of);
        read(node.index);
    }
    void see(const ast::Slice& node, std::uint32_t) {
        read(node.start);
        read(node.stop);
        read(node.step);
    }
    void see(const ast::Call& node, std::uint32_t) {
        read(node.callee);
        read_arguments(node.arguments);
    }
    void see(const ast::Filter& node, std::uint32_t at) {
        if (environment_.filter(node.name) == nullptr) found_.unknown_filters.push_back({node.name, {}, at});
        if (node.name == "default" || node.name == "d") may_be_missing(node.input);
        read(node.input);
        read_arguments(node.arguments);
    }
    void see(const ast::Test& node, std::uint32_t at) {
        if (environment_.test(node.name) == nullptr) found_.unknown_tests.push_back({node.name, {}, at});
        if (node.name == "defined" || node.name == "undefined") may_be_missing(node.input);
        read(node.input);
        read_arguments(node.arguments);
    }
    void see(const ast::Unary& node, std::uint32_t) { read(node.operand); }
    void see(const ast::Binary& node, std::uint32_t) {
        read(node.left);
        read(node.right);
    }
    void see(const ast::Logical& node, std::uint32_t) {
        read(node.left);
        read(node.right);
    }
    void see(const ast::Compare& node, std::uint32_t) {
        read(node.first);
        for (const auto& [op, value] : node.rest) read(value);
    }
    void see(const ast::Concat& node, std::uint32_t) { read_all(node.parts); }
    void see(const ast::Conditional& node, std::uint32_t) {
        read(node.condition);
        read(node.yes);
        read(node.no);
    }

    // Statements.
    void see(const ast::Data&, std::uint32_t) {}
    void see(const ast::Output& node, std::uint32_t) { read(node.value); }
    void see(const ast::If& node, std::uint32_t) {
        for (const auto& [condition, branch] : node.branches) {
            read(condition);
            statements(branch);
        }
        statements(node.otherwise);
    }
    void see(const ast::For& node, std::uint32_t) {
        assign(node.target);
        read(node.items);
        read(node.condition);
        body(node.body);
        body(node.otherwise);
    }
    void see(const ast::Set& node, std::uint32_t) {
        assign(node.target);
        read(node.value);
    }
    void see(const ast::SetBlock& node, std::uint32_t) {
        assign(node.target);
        read(node.filter);
        body(node.body);
    }
    void see(const ast::MacroDefinition& node) {
        if (!node.name.empty()) found_.set.insert(node.name);
        signature(node.signature);
        body(node.body);
    }
    void see(const ast::MacroStatement& node, std::uint32_t) { see(*node.macro); }
    void see(const ast::CallBlock& node, std::uint32_t) {
        read(node.call);
        see(*node.caller);
    }
    void see(const ast::FilterBlock& node, std::uint32_t) {
        read(node.filter);
        body(node.body);
    }
    void see(const ast::With& node, std::uint32_t) {
        for (const auto& [target, value] : node.values) {
            assign(target);
            read(value);
        }
        body(node.body);
    }
    void see(const ast::Scoped& node, std::uint32_t) { body(node.body); }
    void see(const ast::BlockStatement& node, std::uint32_t) { body(node.block->body); }
    void see(const ast::Extends& node, std::uint32_t) { refer(node.name, true, true); }
    void see(const ast::Include& node, std::uint32_t) { refer(node.name, !node.ignore_missing, node.with_context); }
    void see(const ast::Import& node, std::uint32_t) {
        found_.set.insert(node.target);
        refer(node.name, true, false);
    }
    void see(const ast::FromImport& node, std::uint32_t) {
        for (const auto& [there, here] : node.names) found_.set.insert(here);
        refer(node.name, true, false);
    }
    void see(const ast::Do& node, std::uint32_t) { read(node.value); }
    void see(const ast::Now& node, std::uint32_t) {
        read(node.zone);
        read(node.offset);
        read(node.format);
    }
    void see(const ast::Yield& node, std::uint32_t) {
        found_.set.insert(node.name);
        read(node.items);
        see(*node.body);
    }
    void see(const ast::Break&, std::uint32_t) {}
    void see(const ast::Continue&, std::uint32_t) {}

    const Environment& environment_;
    Mentions found_;
};

}  // namespace

Mentions mentions_of(const Template& source) {
    Reader reader(source.environment());
    reader.statements(source.body().statements);
    return std::move(reader).take();
}

}  // namespace mlp::tmpl::jinja
