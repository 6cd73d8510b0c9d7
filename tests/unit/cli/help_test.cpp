#include "cli/help.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "cli/names.hpp"
#include "core/base/text.hpp"

using namespace mlp;
using namespace mlp::cli;

namespace {

std::string help(std::string_view path, std::size_t width = 80) {
    Text text(false, width);
    render_help(path, text);
    return text.str();
}

}  // namespace

TEST_CASE("help of a command has usage, description, examples, arguments, global flags") {
    const std::string text = help("completion");
    std::size_t at = 0;
    for (const std::string part : {"mlp completion: ", "Usage: mlp completion [FLAGS] SHELL",
                                   "Prints the completion script", "Examples:", "eval \"$(mlp completion bash)\"",
                                   "Arguments:", "SHELL", "(bash, zsh, fish)", "Global flags: --json; -C DIR"}) {
        CAPTURE(part);
        const std::size_t found = text.find(part, at);
        REQUIRE(found != std::string::npos);
        at = found;
    }
}

TEST_CASE("help of mlp lists all commands that are not hidden") {
    const std::string text = help("");
    for (const CommandRow* row : children_of(""))
        CHECK(text.find("\n  " + std::string(row->path)) != std::string::npos);
    CHECK(text.find("\n  docs") == std::string::npos);
    CHECK(text.find("--no-color") != std::string::npos);
}

TEST_CASE("prose and lists fit the terminal; examples are kept as they are") {
    for (const CommandRow& row : commands()) {
        CAPTURE(row.path);
        std::istringstream lines(help(row.path, 60));
        bool examples = false;
        for (std::string line; std::getline(lines, line);) {
            if (line == "Examples:") examples = true;
            if (!line.empty() && line != "Examples:" && line[0] != ' ') examples = false;
            CAPTURE(line);
            if (!examples) CHECK(base::display_width(line) <= 60);
        }
    }
}
