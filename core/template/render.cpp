#include "core/template/render.hpp"

#include "core/template/jinja/jinja.hpp"

namespace mlp::tmpl {

std::string render(std::string_view text, const Values& values, std::string_view file) {
    jinja::Syntax syntax;
    syntax.keep_trailing_newline = true;
    if (text.find("\r\n") != std::string_view::npos) syntax.newline_sequence = "\r\n";
    jinja::Extensions extensions;
    extensions.own = true;
    const jinja::Environment environment(syntax, jinja::UndefinedMode::strict, extensions);
    jinja::Dict context;
    for (const auto& [name, value] : values) context.set(name, value);
    return jinja::render(jinja::Template(text, std::string(file), environment), context);
}

}  // namespace mlp::tmpl
