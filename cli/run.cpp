#include "cli/run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "cli/help.hpp"
#include "cli/output/output.hpp"
#include "cli/output/stream.hpp"
#include "cli/parse.hpp"
#include "cli/version.hpp"

namespace mlp::cli {
namespace {

/// Goes into the folders of -C one after the other, as `git -C` and `make -C` do.
void enter(const std::vector<std::string>& folders) {
    for (const std::string& folder : folders) {
        if (::chdir(folder.c_str()) != 0) throw system_error("enter the folder", folder, errno).at("flag -C");
    }
}

int show_help(const Request& request, const Invocation& call) {
    if (request.incomplete && call.globals().json) {
        throw Error(Kind::usage, fmt::format("'mlp {}' needs a command", request.path))
            .hint(fmt::format("`mlp {} --help` lists its commands", request.path));
    }
    const bool to_error = request.incomplete;
    Text text(to_error ? call.colour_on_error() : call.colour_on_output(), call.terminal().width);
    render_help(request.path, text);
    if (!to_error) {
        call.write(text.str());
        return 0;
    }
    write_error(text.str());
    return row_of(Kind::usage).exit_code;
}

}  // namespace

int run(const std::vector<std::string>& words, Globals& globals) {
    Request request = parse(words, globals);
    if (request.action == Request::Action::version) {
        write_output(fmt::format("mlp {}\n", version));
        return 0;
    }
    if (request.action == Request::Action::run) enter(request.folders);
    // Help and the shells' questions are answered anywhere, even in a folder that was removed.
    const bool anywhere = request.action == Request::Action::help || request.path == "complete";
    base::Env env = anywhere ? env_anywhere() : base::Env::of_process();
    const Terminal terminal = find_terminal(env);
    Invocation call(std::move(env), globals, terminal);
    if (request.action == Request::Action::help) return show_help(request, call);
    const Report report = request.command.run(call);
    print(report, call);
    return report.exit_code;
}

}  // namespace mlp::cli
