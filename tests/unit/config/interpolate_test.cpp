#include "core/config/interpolate.hpp"

#include <doctest/doctest.h>

#include "core/config/codes.hpp"

namespace mlp::config {

namespace {

const Json values = Json::parse(R"({
    "lr": 0.1, "tiny": 1e-05, "whole": 5.0, "big": 1e16, "n": 3, "flag": true, "off": false, "none": null,
    "name": "x y", "deep": {"a": {"b": [10, {"c": "leaf"}]}}, "list": [1, 2],
    "options": {"epochs": 3, "name": "x y", "flag": true, "off": false, "l": [1, 2], "deep": {"lr": 0.5}}
})");

/// The result as JSON text, or the codes of what was wrong.
std::string done(std::string_view text, Insert insert = Insert::scalar, const Json* local = nullptr) {
    std::vector<Fault> faults;
    const auto result = interpolate(text, {&values, local}, insert, faults);
    if (result) return result->dump();
    std::string codes_found;
    for (const Fault& fault : faults) codes_found += fault.code;
    return codes_found;
}

}  // namespace

TEST_CASE("a text that is one expression keeps its type") {
    CHECK(done("${lr}") == "0.1");
    CHECK(done("${n}") == "3");
    CHECK(done("${flag}") == "true");
    CHECK(done("${list}") == "[1,2]");
    CHECK(done("${deep.a.b[0]}") == "10");
    CHECK(done("${deep.a.b[1].c}") == "\"leaf\"");
    CHECK(done("${ lr }") == "0.1");
}

TEST_CASE("in a text, values look as Python prints them, true and false as in YAML") {
    CHECK(done("--lr ${lr}") == "\"--lr 0.1\"");
    CHECK(done("a${tiny}b${whole}c${big}") == "\"a1e-05b5.0c1e+16\"");
    CHECK(done("${flag}/${off}/${none}") == "\"true/false/None\"");
    CHECK(done("${n}${n}") == "\"33\"");
    CHECK(done("no expression") == "\"no expression\"");
    CHECK(done("$HOME $(x) {a}") == "\"$HOME $(x) {a}\"");
}

TEST_CASE("a backslash leaves the expression to the shell") {
    CHECK(done("\\${HOME}") == "\"${HOME}\"");
    CHECK(done("a \\${lr} ${lr}") == "\"a ${lr} 0.1\"");
}

TEST_CASE("what cannot be resolved is told by its code") {
    CHECK(done("${nope}") == codes::unresolved);
    CHECK(done("${deep.x}") == codes::unresolved);
    CHECK(done("${list[7]}") == codes::unresolved);
    CHECK(done("${list.a}") == codes::unresolved);
    CHECK(done("${lr.a}") == codes::unresolved);
    CHECK(done("${a + b}") == codes::template_syntax);
    CHECK(done("${}") == codes::template_syntax);
    CHECK(done("${a..b}") == codes::template_syntax);
    CHECK(done("${a[}") == codes::template_syntax);
    CHECK(done("${a]}") == codes::template_syntax);
    CHECK(done("${a[0]b}") == codes::template_syntax);
    CHECK(done("${${lr}}") == codes::template_syntax);
    CHECK(done("x ${lr") == codes::template_syntax);
    CHECK(done("x ${list}") == codes::template_type);
    CHECK(done("x ${deep}") == codes::template_type);
}

TEST_CASE("every fault of a text is told, with the nearest name") {
    std::vector<Fault> faults;
    CHECK_FALSE(interpolate("${nmae} ${deep.aa}", {&values, nullptr}, Insert::scalar, faults));
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].message.find("Did you mean 'name'?") != std::string::npos);
    CHECK(faults[0].expression == "${nmae}");
    CHECK(faults[1].message.find("there is no 'deep.aa'") != std::string::npos);
}

TEST_CASE("a map in a command becomes options") {
    CHECK(done("run ${options}", Insert::command) == "\"run --epochs 3 --name 'x y' --flag --l 1 2 --deep.lr 0.5\"");
    CHECK(done("${options}", Insert::command).starts_with("\"--epochs"));
    CHECK(done("run ${list}", Insert::command) == codes::template_type);
    CHECK_FALSE(command_options(Json::parse(R"({"a": [[1]]})")));
    CHECK(command_options(Json::object()) == "");
}

TEST_CASE("item and key come before other values") {
    const Json local = {{"item", {{"lr", 9}}}, {"key", "k"}, {"n", 4}};
    CHECK(done("${item.lr}-${key}-${n}-${lr}", Insert::scalar, &local) == "\"9-k-4-0.1\"");
}

}  // namespace mlp::config
