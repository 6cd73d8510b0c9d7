#include "cli/parse.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace mlp;
using namespace mlp::cli;

namespace {

/// A command with one argument of each kind, and what was parsed into it.
struct Sample {
    std::string key;
    double value = 0;
    std::optional<std::int64_t> step;
    std::int64_t jobs = 1;
    std::optional<double> rate;
    std::optional<std::string> run;
    std::vector<std::string> params;
    std::vector<std::string> files;
    std::vector<std::string> command;
    std::string format;
    bool all = false;
    bool alias = false;

    Globals globals;
    Request request;

    Sample& parse(std::vector<std::string> words) {
        request.command.arguments = {
            {.name = "key", .help = "", .target = &key, .required = true},
            {.name = "value", .help = "", .target = &value},
            {.name = "files", .help = "", .target = &files},
            {.name = "--step", .help = "", .target = &step},
            {.name = "-j,--jobs", .help = "", .target = &jobs},
            {.name = "--rate", .help = "", .target = &rate},
            {.name = "--run", .help = "", .target = &run},
            {.name = "-p,--param", .help = "", .target = &params, .value = "KEY=VALUE"},
            {.name = "--format", .help = "", .target = &format, .choices = {"text", "dot", "mermaid"}},
            {.name = "-a,--all", .help = "", .target = &all},
            {.name = "--pre", .help = "", .target = &alias, .hidden = true},
            {.name = "command", .help = "", .target = &command, .trailing = true},
        };
        parse_arguments("track sample", std::move(words), request, globals);
        return *this;
    }
};

/// The message of the usage error that these words give.
std::string refused(std::vector<std::string> words, std::string* hint = nullptr, Globals* globals = nullptr) {
    Sample sample;
    try {
        sample.parse(std::move(words));
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::usage);
        if (hint != nullptr) *hint = error.hint_text();
        if (globals != nullptr) *globals = sample.globals;
        return error.message();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("every kind of target takes its value") {
    Sample sample;
    sample.parse(
        {"auc", "0.5",           "a",  "b",        "--step", "7",  "-j4", "--rate=1e-3", "--run",  "abcd", "-p",
         "x=1", "--param=y=a=b", "-a", "--format", "dot",    "--", "sh",  "-c",          "--json", "--"});
    CHECK(sample.key == "auc");
    CHECK(sample.value == 0.5);
    CHECK(sample.files == std::vector<std::string>{"a", "b"});
    CHECK(sample.step == 7);
    CHECK(sample.jobs == 4);
    CHECK(sample.rate == 1e-3);
    CHECK(sample.run == "abcd");
    CHECK(sample.params == std::vector<std::string>{"x=1", "y=a=b"});
    CHECK(sample.all);
    CHECK(sample.format == "dot");
    CHECK(sample.command == std::vector<std::string>{"sh", "-c", "--json", "--"});
    CHECK_FALSE(sample.globals.json);
}

TEST_CASE("absent arguments leave their targets alone") {
    Sample sample;
    sample.parse({"auc"});
    CHECK(sample.jobs == 1);
    CHECK_FALSE(sample.step);
    CHECK_FALSE(sample.run);
    CHECK_FALSE(sample.all);
}

TEST_CASE("numbers below zero and without a value are values, not flags") {
    CHECK(Sample().parse({"k", "-1.5"}).value == -1.5);
    CHECK(Sample().parse({"k", "-.5"}).value == -0.5);
    CHECK(Sample().parse({"k", "-3", "--step", "-7"}).step == -7);
    CHECK(std::isnan(Sample().parse({"k", "nan"}).value));
    CHECK(Sample().parse({"k", "inf"}).value == INFINITY);
    CHECK(Sample().parse({"k", "-inf"}).value == -INFINITY);
    CHECK(Sample().parse({"k", "-Infinity"}).value == -INFINITY);
    CHECK(Sample().parse({"k", "--rate", "-inf"}).rate == -INFINITY);
    CHECK(Sample().parse({"k", "--rate=-inf"}).rate == -INFINITY);
    CHECK(Sample().parse({"k", "+3", "--step", "+3"}).step == 3);
}

TEST_CASE("words that look special stay as they were written") {
    CHECK(Sample().parse({"[a,b]"}).key == "[a,b]");
    CHECK(Sample().parse({"k", "1", "[a,b]", "++"}).files == std::vector<std::string>{"[a,b]", "++"});
    CHECK(Sample().parse({"k", "-p", "[a,b]=[1, 2]"}).params == std::vector<std::string>{"[a,b]=[1, 2]"});
    CHECK(Sample().parse({"k", "--run=--all"}).run == "--all");
    CHECK(Sample().parse({"k", "--run", "-"}).run == "-");
    CHECK(Sample().parse({"k", "--run", "a b\n\x01"}).run == "a b\n\x01");
    CHECK(Sample().parse({"\x01x"}).key == "\x01x");
    CHECK(Sample().parse({"k", "-p=a=1"}).params == std::vector<std::string>{"=a=1"});
}

TEST_CASE("after the mark everything is a value where no command is taken") {
    std::string name;
    Request request;
    Globals globals;
    request.command.arguments = {{.name = "name", .help = "", .target = &name}};
    parse_arguments("model show", {"--json", "--", "--odd"}, request, globals);
    CHECK(name == "--odd");
    CHECK(globals.json);
}

TEST_CASE("global flags work behind the command, and asking for help wins") {
    Sample sample;
    sample.parse({"-qvv", "k", "--no-color", "-C", "a", "-Cb", "--json"});
    CHECK(sample.globals.json);
    CHECK(sample.globals.quiet);
    CHECK(sample.globals.no_color);
    CHECK(sample.globals.verbose == 2);
    CHECK(sample.request.folders == std::vector<std::string>{"a", "b"});
    CHECK(Sample().parse({"-h"}).request.action == Request::Action::help);
    CHECK(Sample().parse({"--step", "x", "--bogus", "--help"}).request.action == Request::Action::help);
    CHECK(Sample().parse({"--version"}).request.action == Request::Action::version);
    CHECK(Sample().parse({"--version", "-h"}).request.action == Request::Action::help);
}

TEST_CASE("a command's own flag comes before a global one of the same name") {
    std::string version;
    Request request;
    Globals globals;
    request.command.arguments = {{.name = "--version", .help = "", .target = &version}};
    parse_arguments("model pull", {"--version", "3"}, request, globals);
    CHECK(version == "3");
    CHECK(request.action == Request::Action::run);
}

TEST_CASE("wrong words are refused in our own words") {
    std::string hint;
    CHECK(refused({}, &hint) == "KEY is missing");
    CHECK(hint == "usage: mlp track sample [FLAGS] KEY [VALUE] [FILES...] [-- COMMAND...]");
    CHECK(refused({"k", "--stp", "3"}) == "'mlp track sample' has no flag '--stp'. Did you mean '--step'?");
    CHECK(refused({"k", "--bogus=3"}) == "'mlp track sample' has no flag '--bogus'");
    CHECK(refused({"k", "--ste", "3"}).starts_with("'mlp track sample' has no flag '--ste'"));
    CHECK(refused({"k", "-x"}) == "'mlp track sample' has no flag '-x'");
    CHECK(refused({"k", "--step"}) == "the flag '--step' needs a value: --step N");
    CHECK(refused({"k", "-j"}) == "the flag '--jobs' needs a value: --jobs N");
    CHECK(refused({"k", "-p"}) == "the flag '--param' needs a value: --param KEY=VALUE");
    CHECK(refused({"k", "--run", "--all"}, &hint) == "the flag '--run' needs a value: --run TEXT");
    CHECK(hint == "a value that looks like a flag is written '--run=VALUE'");
    CHECK(refused({"k", "-C"}) == "the flag '-C' needs a value: -C DIR");
    CHECK(refused({"k", "--all=yes"}) == "the flag '--all' takes no value");
    CHECK(refused({"k", "--json=false"}) == "the flag '--json' takes no value");
    CHECK(refused({"k", "--step", "1.5"}) == "'--step' takes a whole number, not '1.5'");
    CHECK(refused({"k", "-j", "many"}) == "'--jobs' takes a whole number, not 'many'");
    CHECK(refused({"k", "--step", "99999999999999999999"}) ==
          "'--step' takes a whole number of at most 64 bits, not '99999999999999999999'");
    CHECK(refused({"k", "0x"}) == "'value' takes a number, not '0x'");
    CHECK(refused({"k", "--run=a", "--run=b"}) == "the flag '--run' is given 2 times, but takes one value");
    CHECK(refused({"k", "--format", "dto"}, &hint) == "'dto' is not a value of '--format'. Did you mean 'dot'?");
    CHECK(hint == "one of: text, dot, mermaid");
}

TEST_CASE("empty values are refused") {
    CHECK(refused({""}) == "the value of 'key' is empty");
    CHECK(refused({"k", "--run="}) == "the value of '--run' is empty");
    CHECK(refused({"k", "--run=", "1"}) == "the value of '--run' is empty");
    CHECK(refused({"k", "--run", ""}) == "the value of '--run' is empty");
    CHECK(refused({"k", "-C", ""}) == "the flag '-C' needs the name of a folder, but its value is empty");
}

TEST_CASE("hidden flags parse, but are never suggested") {
    CHECK(Sample().parse({"k", "--pre"}).alias);
    CHECK(refused({"k", "--pr"}).find("--pre'") == std::string::npos);
}

TEST_CASE("what was read before an error says how the error is told") {
    Globals globals;
    CHECK(refused({"--json", "k", "--step"}, nullptr, &globals) != "accepted");
    CHECK(globals.json);
    CHECK(refused({"k", "--bogus", "--json"}, nullptr, &globals) != "accepted");
    CHECK(globals.json);
    CHECK(refused({"k", "--run", "--json"}, nullptr, &globals) != "accepted");
    CHECK(globals.json);
    CHECK(refused({"k", "--bogus", "--", "--json"}, nullptr, &globals) != "accepted");
    CHECK_FALSE(globals.json);
}

TEST_CASE("a required command after the mark is asked for") {
    std::vector<std::string> command;
    Request request;
    Globals globals;
    request.command.arguments = {
        {.name = "command", .help = "", .target = &command, .required = true, .trailing = true}};
    CHECK_THROWS_WITH_AS(parse_arguments("track exec", {}, request, globals), "COMMAND is missing after '--'", Error);
    CHECK_THROWS_WITH_AS(parse_arguments("track exec", {"ls"}, request, globals),
                         "'mlp track exec' takes no further argument, but found 'ls'", Error);
}
