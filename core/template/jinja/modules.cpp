// Templates that include, import or extend others, and their blocks.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/objects.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// "a/./b//c" is "a/b/c"; names that leave the folder are no names.
std::optional<std::string> normal_name(std::string_view name) {
    std::string normal;
    while (!name.empty()) {
        const auto end = std::min(name.find('/'), name.size());
        const auto part = name.substr(0, end);
        name.remove_prefix(std::min(end + 1, name.size()));
        if (part.empty() || part == ".") continue;
        if (part == ".." || part.find('\\') != std::string_view::npos || part.find('\0') != std::string_view::npos)
            return std::nullopt;
        if (!normal.empty()) normal += '/';
        normal += part;
    }
    return normal;
}

}  // namespace

/// One name, or the first that exists of a list.
const Template* Interpreter::find(const Value& name) {
    if (name.is_undefined()) fail_undefined(name.undefined());
    if (const auto* names = name.sequence()) {
        for (const auto& candidate : *names) {
            if (const auto* found = find(candidate)) return found;
        }
        return nullptr;
    }
    if (!name.is_text()) fail(fmt::format("the name of a template is '{}', a text was expected", name.type_name()));
    const auto normal = normal_name(name.text());
    if (!normal || !loader_) return nullptr;
    if (const auto known = loaded_.find(*normal); known != loaded_.end()) return known->second.get();
    const auto text = loader_(*normal);
    if (!text) return nullptr;
    charge_text(text->size());
    auto parsed = std::make_unique<const Template>(*text, *normal, environment_);
    return loaded_.emplace(*normal, std::move(parsed)).first->second.get();
}

const Template& Interpreter::load(const Value& name) {
    const auto* found = find(name);
    if (found == nullptr) fail(fmt::format("there is no template {}", repr(name)));
    return *found;
}

std::shared_ptr<Context> Interpreter::new_context(const Template& source, std::shared_ptr<const Names> given) {
    auto context = std::make_shared<Context>();
    context->given = std::move(given);
    for (const auto& [name, block] : source.blocks()) context->blocks[name].push_back({&source, block});
    contexts_.push_back(context);
    return context;
}

std::string Interpreter::render(const Template& source, const Dict& context) {
    Names given;
    for (const auto& [name, value] : context.entries()) given[name.text()] = value;
    std::string text;
    const Within within(*this, {}, &text);
    try {
        run_template(source, new_context(source, std::make_shared<const Names>(std::move(given))));
    } catch (Error& error) {
        if (error.place().empty()) error.at(source.file());  // between two templates
        throw;
    }
    return text;
}

/// Its top level, and then that of what it extends.
void Interpreter::run_template(const Template& source, const std::shared_ptr<Context>& context) {
    const Depth depth(*this);
    auto scope = inner_scope(source.body(), nullptr);
    scope->top = true;
    scope->set("self", Value(std::make_shared<TemplateReference>(context)));
    context->parent = nullptr;
    {
        const Within within(*this, Frame{&source, context, std::move(scope), true}, out_);
        execute(source.body().statements);
    }
    if (const auto* parent = std::exchange(context->parent, nullptr)) run_template(*parent, context);
}

Interpreter::Flow Interpreter::run(const ast::Extends& node) {
    auto& context = *frame_.context;
    if (context.parent != nullptr) fail("a template can extend only one other");
    const auto& parent = load(evaluate(*node.name));
    for (const auto& [name, block] : parent.blocks()) context.blocks[name].push_back({&parent, block});
    context.parent = &parent;
    return Flow::next;
}

Interpreter::Flow Interpreter::run(const ast::BlockStatement& node) {
    if (frame_.scope->top && frame_.context->parent != nullptr) return Flow::next;
    const auto& block = *node.block;
    auto context = frame_.context;
    if (block.scoped) {
        auto derived = std::make_shared<Context>();
        derived->given = std::make_shared<const Names>(visible_names());
        derived->blocks = context->blocks;
        contexts_.push_back(derived);
        context = std::move(derived);
    }
    if (block.required && context->blocks[block.name].size() <= 1)
        fail(fmt::format("the block '{}' must be defined by a template that extends this one", block.name));
    run_block_here(context, block.name, 0);
    return Flow::next;
}

void Interpreter::run_block_here(const std::shared_ptr<Context>& context, const std::string& name, std::size_t index) {
    const Depth depth(*this);
    const auto& definitions = context->blocks.at(name);
    const auto definition = definitions.at(index);
    auto scope = inner_scope(definition.block->body, nullptr);
    scope->set("self", Value(std::make_shared<TemplateReference>(context)));
    scope->set("super", index + 1 < definitions.size()
                            ? Value(std::make_shared<BlockReference>(context, name, index + 1))
                            : undefined(fmt::format("there is no parent block called '{}'", name)));
    const Within within(*this, Frame{definition.source, context, std::move(scope), false}, out_);
    execute(definition.block->body.statements);
}

std::string Interpreter::run_block(const std::shared_ptr<Context>& context, const std::string& name,
                                   std::size_t index) {
    std::string text;
    const Within within(*this, frame_, &text);
    run_block_here(context, name, index);
    return text;
}

Interpreter::Flow Interpreter::run(const ast::Include& node) {
    const auto name = evaluate(*node.name);
    const auto* source = node.ignore_missing ? find(name) : &load(name);
    if (source == nullptr) return Flow::next;
    auto names = node.with_context ? visible_names() : Names();
    charge(names.size());
    run_template(*source, new_context(*source, std::make_shared<const Names>(std::move(names))));
    return Flow::next;
}

Value Interpreter::import(const ast::ExprPtr& name, bool with_context) {
    const auto& source = load(evaluate(*name));
    auto names = with_context ? visible_names() : Names();
    charge(names.size());
    auto context = new_context(source, std::make_shared<const Names>(std::move(names)));
    std::string text;
    const Within within(*this, frame_, &text);
    run_template(source, context);
    return Value(std::make_shared<Module>(source.file(), std::move(context), std::move(text)));
}

Interpreter::Flow Interpreter::run(const ast::Import& node) {
    set(node.target, import(node.name, node.with_context));
    frame_.context->exported.erase(node.target);
    return Flow::next;
}

Interpreter::Flow Interpreter::run(const ast::FromImport& node) {
    const auto module = import(node.name, node.with_context);
    for (const auto& [name, alias] : node.names) {
        const auto found = module.object()->attribute(*this, name);
        set(alias, found ? *found
                         : undefined(fmt::format("the template '{}' does not export '{}'", module.as<Module>()->file(),
                                                 name)));
        frame_.context->exported.erase(alias);
    }
    return Flow::next;
}

}  // namespace mlp::tmpl::jinja
