#include "cli/output/error.hpp"

#include "cli/output/output.hpp"
#include "cli/output/stream.hpp"
#include "cli/output/style.hpp"

namespace mlp::cli {
namespace {

/// Some messages bring lines of their own (a source line with its caret); each is made printable by itself.
void add_lines(Text& text, std::string_view message, std::string_view margin) {
    while (true) {
        const auto end = message.find('\n');
        text.line(message.substr(0, end));
        if (end == std::string_view::npos) return;
        message.remove_prefix(end + 1);
        text.add(margin);
    }
}

}  // namespace

base::Json error_document(const Error& error) {
    base::Json body{{"kind", row_of(error.kind()).name},       {"exit_code", row_of(error.kind()).exit_code},
                    {"code", text_or_null(error.code_text())}, {"message", error.message()},
                    {"place", text_or_null(error.place())},    {"hint", text_or_null(error.hint_text())}};
    base::Json steps = base::Json::array();
    for (const std::string& step : error.steps()) steps.push_back(step);
    body["while"] = std::move(steps);
    base::Json result = document("mlp.error/1");
    result["error"] = std::move(body);
    return result;
}

void render(const Error& error, Text& text) {
    text.add(Label::error, "error: ");
    if (!error.place().empty()) text.add(Label::path, error.place()).add(": ");
    add_lines(text, error.message(), "");
    for (const std::string& step : error.steps()) text.add(Label::dim, "  while: ").line(step);
    if (error.hint_text().empty()) return;
    text.add(Label::hint, "  hint: ");
    add_lines(text, error.hint_text(), "        ");
}

int print_error(const Error& error, const Globals& globals) noexcept {
    const int exit_code = row_of(error.kind()).exit_code;
    try {
        if (globals.json) {
            write_error(json_line(error_document(error)));
        } else {
            const base::Env env = env_anywhere();
            const Terminal terminal = find_terminal(env);
            Text text(wants_colour(env, globals, terminal.error), terminal.width, terminal.error);
            render(error, text);
            write_error(text.str());
        }
    } catch (...) {
        // Out of memory: the message itself still gets out.
        write_error("error: ");
        write_error(error.message());
        write_error("\n");
    }
    return exit_code;
}

int print_bug(std::string_view what, const Globals& globals) noexcept {
    try {
        return print_error(
            Error(Kind::bug, "this is a bug in mlp: " + std::string(what))
                .hint("please report it with the command line and the output of `mlp version -v --json`"),
            globals);
    } catch (...) {
        write_error("error: this is a bug in mlp\n");
        return row_of(Kind::bug).exit_code;
    }
}

}  // namespace mlp::cli
