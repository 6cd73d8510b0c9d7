#include "cli/output/error.hpp"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::cli;

namespace {

Error sample() {
    Error error =
        Error(Kind::invalid, "unknown key 'stges'").at("mlp.yaml:3:1").hint("did you mean 'stages'?").code("MLP001");
    error.during("reading the project").during("running 'train'");
    return error;
}

std::string rendered(const Error& error) {
    Text text;
    render(error, text);
    return text.str();
}

}  // namespace

TEST_CASE("an error for people: what, where, while doing what, the way out") {
    CHECK(rendered(sample()) ==
          "error: mlp.yaml:3:1: unknown key 'stges'\n  while: reading the project\n  while: running 'train'\n"
          "  hint: did you mean 'stages'?\n");
    CHECK(rendered(Error(Kind::usage, "no")) == "error: no\n");
}

TEST_CASE("messages keep their own lines, and nothing else that moves the cursor") {
    CHECK(rendered(Error(Kind::invalid, "bad:\n  a: [\n     ^")) == "error: bad:\n  a: [\n     ^\n");
    CHECK(rendered(Error(Kind::invalid, "a\x1b[2Jb")).find('\x1b') == std::string::npos);
}

TEST_CASE("an error for programs has every key") {
    const base::Json json = error_document(sample());
    CHECK(json.at("schema") == "mlp.error/1");
    const base::Json& body = json.at("error");
    CHECK(body.at("kind") == "invalid");
    CHECK(body.at("exit_code") == 3);
    CHECK(body.at("code") == "MLP001");
    CHECK(body.at("place") == "mlp.yaml:3:1");
    CHECK(body.at("hint") == "did you mean 'stages'?");
    CHECK(body.at("while").size() == 2);
    CHECK(error_document(Error(Kind::bug, "x")).at("error").at("hint").is_null());
}
