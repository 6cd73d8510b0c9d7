#include "cli/resolve.hpp"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::cli;

namespace {

Request parsed(std::vector<std::string> words, Globals* out = nullptr) {
    Globals globals;
    Request request = parse(words, globals);
    if (out != nullptr) *out = globals;
    return request;
}

std::string refused(std::vector<std::string> words) {
    Globals globals;
    try {
        parse(words, globals);
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::usage);
        return error.message();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("global flags are read before the command") {
    Globals globals;
    const Request request = parsed({"--json", "-qv", "-C", "a", "-vCb", "--no-color", "version"}, &globals);
    CHECK(request.path == "version");
    CHECK(request.action == Request::Action::run);
    CHECK(request.folders == std::vector<std::string>{"a", "b"});
    CHECK(globals.json);
    CHECK(globals.quiet);
    CHECK(globals.verbose == 2);
    CHECK(globals.no_color);
}

TEST_CASE("without a command there is help") {
    CHECK(parsed({}).action == Request::Action::help);
    CHECK_FALSE(parsed({}).incomplete);
    CHECK(parsed({"-h"}).path.empty());
    CHECK(parsed({"--version"}).action == Request::Action::version);
    CHECK(parsed({"-h", "version"}).path == "version");
    CHECK(parsed({"-h", "version"}).action == Request::Action::help);
}

TEST_CASE("help names its topic by words") {
    CHECK(parsed({"help"}).path.empty());
    CHECK(parsed({"help", "completion"}).path == "completion");
    CHECK(parsed({"help", "completion"}).action == Request::Action::help);
    CHECK(refused({"help", "complet"}) == "there is no command 'complet'. Did you mean 'completion'?");
}

TEST_CASE("typing errors get a suggestion, and beginnings of words are not taken for the word") {
    CHECK(refused({"verison"}) == "there is no command 'verison'. Did you mean 'version'?");
    CHECK(refused({"versio"}) == "there is no command 'versio'. Did you mean 'version'?");
    CHECK(refused({"--jsn"}) == "'mlp' has no flag '--jsn'. Did you mean '--json'?");
    CHECK(refused({"--json=1", "version"}) == "the flag '--json' takes no value");
    CHECK(refused({"-x"}) == "'mlp' has no flag '-x'");
    CHECK(refused({"-C"}) == "the flag '-C' needs a value: -C DIR");
    CHECK(refused({"track log"}) == "there is no command 'track log'");
    CHECK(refused({""}) == "there is no command ''");
    CHECK(refused({"--", "version"}) == "there is no command '--'");
}

TEST_CASE("hidden commands run, but are never suggested") {
    CHECK(parsed({"docs", "man", "--output", "x"}).path == "docs");
    CHECK(refused({"dcos"}).find("docs") == std::string::npos);
}

TEST_CASE("words that are not UTF-8 are refused") {
    CHECK(refused({"version", "a\xff"}).find("not valid UTF-8") != std::string::npos);
}
