#include "cli/names.hpp"

#include <doctest/doctest.h>

#include <set>

#include "cli/page.hpp"

using namespace mlp::cli;

TEST_CASE("signatures show spellings and what stands for the value") {
    std::string text;
    std::optional<std::int64_t> number;
    double real = 0;
    bool on = false;
    std::vector<std::string> list;
    CHECK(signature({.name = "-j,--jobs", .help = "", .target = &number}) == "-j, --jobs N");
    CHECK(signature({.name = "--lr", .help = "", .target = &real}) == "--lr NUMBER");
    CHECK(signature({.name = "--all", .help = "", .target = &on}) == "--all");
    CHECK(signature({.name = "--set", .help = "", .target = &list, .value = "KEY=VALUE"}) == "--set KEY=VALUE");
    CHECK(signature({.name = "--to", .help = "", .target = &text, .choices = {"a", "b"}}) == "--to a|b");
    CHECK(signature({.name = "run-id", .help = "", .target = &text}) == "RUN_ID");
    CHECK(signature({.name = "stage", .help = "", .target = &list}) == "STAGE...");
}

TEST_CASE("the usage line has required flags and all positionals") {
    std::string text;
    std::vector<std::string> list;
    const Command command{.arguments = {{.name = "--to", .help = "", .target = &text, .required = true},
                                        {.name = "--from", .help = "", .target = &text},
                                        {.name = "name", .help = "", .target = &text, .required = true},
                                        {.name = "old", .help = "", .target = &text, .hidden = true},
                                        {.name = "file", .help = "", .target = &list}},
                          .run = {}};
    CHECK(usage_line("data get", command) == "mlp data get [FLAGS] --to TEXT NAME [FILE...]");
}

// What a reviewer would otherwise check for every new command.
TEST_CASE("every command is well-formed, documented and has an example") {
    std::set<std::string_view> seen;
    for (const CommandRow& row : commands()) {
        CAPTURE(row.path);
        CHECK(seen.insert(row.path).second);
        CHECK_FALSE(row.summary.empty());
        CHECK_FALSE(row.summary.ends_with('.'));
        if (const auto space = row.path.rfind(' '); space != std::string_view::npos) {
            CHECK(seen.contains(row.path.substr(0, space)));
        }
        if (row.make == nullptr) {
            CHECK_FALSE(children_of(row.path).empty());
            continue;
        }
        const Command command = row.make();
        CHECK(command.run);
        std::set<std::string> names;
        bool list_seen = false;
        for (const Argument& argument : command.arguments) {
            CAPTURE(argument.name);
            for (const std::string& name : spellings(argument)) CHECK(names.insert(name).second);
            CHECK_FALSE(argument.help.empty());
            CHECK_FALSE(argument.help.ends_with('.'));
            if (is_flag(argument)) {
                CHECK(spellings(argument).back().starts_with("--"));
            } else if (!argument.trailing) {
                // A list takes all words that are left.
                CHECK_FALSE(list_seen);
                list_seen = is_list(argument);
            }
        }
        if (row.hidden) continue;
        const Page page = page_of(row.path);
        REQUIRE(page.section("") != nullptr);
        CHECK_FALSE(page.section("")->blocks.empty());
        const Section* examples = page.section("Examples");
        REQUIRE(examples != nullptr);
        REQUIRE_FALSE(examples->blocks.empty());
        const std::string& code = examples->blocks.front().text;
        CHECK(code.find("mlp " + std::string(row.path)) != std::string::npos);
    }
}
