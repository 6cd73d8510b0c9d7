#include "cli/invocation.hpp"

#include <unistd.h>

#include <cerrno>

#include "cli/opened.hpp"
#include "cli/output/stream.hpp"
#include "cli/output/style.hpp"

namespace mlp::cli {

Invocation::Invocation(base::Env env, Globals globals, Terminal terminal)
    : env_(std::move(env)), globals_(globals), terminal_(terminal), opened_(std::make_unique<Opened>()) {}

Invocation::~Invocation() = default;

bool Invocation::may_prompt() const {
    return terminal_.input && terminal_.error && !globals_.json && !globals_.quiet && !env_.variable("CI");
}

bool Invocation::may_animate() const {
    return terminal_.error && !globals_.quiet && !env_.variable("CI") && env_.variable("TERM") != "dumb";
}

bool Invocation::colour_on_error() const { return wants_colour(env_, globals_, terminal_.error); }
bool Invocation::colour_on_output() const { return wants_colour(env_, globals_, terminal_.output); }

void Invocation::note(std::string_view text) const {
    if (globals_.quiet) return;
    Text out(colour_on_error(), terminal_.width);
    write_error(out.line(text).str());
}

void Invocation::warn(std::string_view text) const {
    Text out(colour_on_error(), terminal_.width);
    write_error(out.add(Label::warning, "warning: ").line(text).str());
}

void Invocation::detail(std::string_view text) const {
    if (globals_.verbose == 0) return;
    Text out(colour_on_error(), terminal_.width);
    write_error(out.line(Label::dim, text).str());
}

void Invocation::write(std::string_view bytes) const { write_output(bytes); }

std::optional<std::string> Invocation::ask(std::string_view question) const {
    if (!may_prompt()) throw Error(Kind::bug, "a question was asked without a terminal");
    Text out(colour_on_error(), terminal_.width);
    write_error(out.add(Label::strong, question).add(" ").str());
    std::string line;
    char c = 0;
    while (true) {
        const ssize_t count = ::read(STDIN_FILENO, &c, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            write_error("\n");
            return line.empty() ? std::nullopt : std::optional(line);
        }
        if (c == '\n') return line;
        line += c;
    }
}

}  // namespace mlp::cli
