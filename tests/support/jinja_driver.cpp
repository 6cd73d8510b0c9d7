// Renders the cases that tests/compat/jinja.py sends, one JSON document a line, for comparison with Jinja itself:
// {"template", "context", "files": {name: text}, "options": {…}} → {"text"} or {"error", "place"}.
#include <iostream>
#include <string>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/template/jinja/jinja.hpp"

namespace {

using mlp::base::Json;
namespace jinja = mlp::tmpl::jinja;

jinja::Syntax syntax_of(const Json& options) {
    jinja::Syntax syntax;
    syntax.block_start = options.value("block_start_string", syntax.block_start);
    syntax.block_end = options.value("block_end_string", syntax.block_end);
    syntax.variable_start = options.value("variable_start_string", syntax.variable_start);
    syntax.variable_end = options.value("variable_end_string", syntax.variable_end);
    syntax.comment_start = options.value("comment_start_string", syntax.comment_start);
    syntax.comment_end = options.value("comment_end_string", syntax.comment_end);
    syntax.trim_blocks = options.value("trim_blocks", syntax.trim_blocks);
    syntax.lstrip_blocks = options.value("lstrip_blocks", syntax.lstrip_blocks);
    syntax.keep_trailing_newline = options.value("keep_trailing_newline", syntax.keep_trailing_newline);
    syntax.newline_sequence = options.value("newline_sequence", syntax.newline_sequence);
    return syntax;
}

jinja::UndefinedMode undefined_of(const Json& options) {
    const auto name = options.value("undefined", std::string("lenient"));
    if (name == "strict") return jinja::UndefinedMode::strict;
    return name == "chainable" ? jinja::UndefinedMode::chainable : jinja::UndefinedMode::lenient;
}

jinja::Extensions extensions_of(const Json& options) {
    jinja::Extensions extensions;
    for (const auto& name : options.value("extensions", Json::array())) {
        extensions.do_statement = extensions.do_statement || name == "do";
        extensions.loop_controls = extensions.loop_controls || name == "loopcontrols";
        extensions.cookiecutter = extensions.cookiecutter || name == "cookiecutter";
        extensions.ansible = extensions.ansible || name == "ansible";
    }
    return extensions;
}

Json answer(const Json& request) {
    const auto options = request.value("options", Json::object());
    const auto files = request.value("files", Json::object());
    const jinja::Loader loader = [&](const std::string& name) -> std::optional<std::string> {
        if (!files.contains(name)) return std::nullopt;
        return files[name].get<std::string>();
    };
    try {
        const jinja::Environment environment(syntax_of(options), undefined_of(options), extensions_of(options));
        const jinja::Template source(request.at("template").get<std::string>(), "template", environment);
        const auto context = jinja::from_json(request.value("context", Json::object()));
        return {{"text", jinja::render(source, context.dict(), loader)}};
    } catch (const mlp::Error& error) {
        return {{"error", error.message()}, {"place", error.place()}};
    }
}

}  // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);)
        std::cout << answer(mlp::base::parse_json(line, "request")).dump() << std::endl;
}
