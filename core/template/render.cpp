#include "core/template/render.hpp"

namespace mlp::tmpl {

jinja::Environment own_environment(std::string_view text) {
    jinja::Syntax syntax;
    syntax.keep_trailing_newline = true;
    if (text.find("\r\n") != std::string_view::npos) syntax.newline_sequence = "\r\n";
    jinja::Extensions extensions;
    extensions.own = true;
    return jinja::Environment(syntax, jinja::UndefinedMode::strict, extensions);
}

std::string render(std::string_view text, const Values& values, std::string_view file) {
    const auto environment = own_environment(text);
    jinja::Dict context;
    for (const auto& [name, value] : values) context.set(name, value);
    return jinja::render(jinja::Template(text, std::string(file), environment), context);
}

}  // namespace mlp::tmpl
