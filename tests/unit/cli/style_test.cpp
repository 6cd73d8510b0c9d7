#include "cli/output/style.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace mlp;
using namespace mlp::cli;

namespace {

bool coloured(std::map<std::string, std::string, std::less<>> variables, bool terminal, bool no_color = false) {
    base::Env env;
    env.variable = [&variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() || found->second.empty() ? std::nullopt : std::optional(found->second);
    };
    Globals globals;
    globals.no_color = no_color;
    return wants_colour(env, globals, terminal);
}

}  // namespace

TEST_CASE("colours: who has the last word") {
    CHECK(coloured({{"TERM", "xterm"}}, true));
    CHECK_FALSE(coloured({{"TERM", "xterm"}}, false));
    CHECK_FALSE(coloured({{"TERM", "dumb"}}, true));
    CHECK_FALSE(coloured({{"CI", "true"}}, true));
    CHECK_FALSE(coloured({{"NO_COLOR", "1"}}, true));
    CHECK(coloured({{"NO_COLOR", ""}}, true));
    CHECK_FALSE(coloured({}, true, true));
    CHECK(coloured({{"FORCE_COLOR", "1"}, {"CI", "1"}, {"TERM", "dumb"}}, false));
    CHECK(coloured({{"CLICOLOR_FORCE", "1"}}, false));
    CHECK_FALSE(coloured({{"FORCE_COLOR", "0"}}, false));
    CHECK_FALSE(coloured({{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}}, true));
    CHECK_FALSE(coloured({{"FORCE_COLOR", "1"}}, true, true));
}

TEST_CASE("every label has a look, plain ones none") {
    CHECK(escape_of(Label::plain).empty());
    for (const Label label : {Label::heading, Label::strong, Label::dim, Label::id, Label::ok, Label::warning,
                              Label::error, Label::hint, Label::path}) {
        CHECK(escape_of(label).starts_with("\x1b["));
    }
}
