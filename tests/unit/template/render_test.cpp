#include "core/template/render.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

namespace mlp::tmpl {

namespace {

const Values values{{"name", "churn"}, {"owner", "a: b"}, {"Mixed", "ABC"}, {"number", "0123"}};

std::string failure_place(std::string_view text) {
    try {
        render(text, values, "f.jinja");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::invalid);
        return error.place();
    }
    return "nothing was thrown";
}

}  // namespace

TEST_CASE("names are replaced, all else stays byte for byte") {
    CHECK(render("", values, "f") == "");
    CHECK(render("project: {{ name }}\n", values, "f") == "project: churn\n");
    CHECK(render("{{name}}{{name}}", values, "f") == "churnchurn");
    CHECK(render("a { b } {x} }} \r\nä\r\n", values, "f") == "a { b } {x} }} \r\nä\r\n");
    CHECK(render("${train.lr} {", values, "f") == "${train.lr} {");
    CHECK(render("a{# gone {{ nothing }} #}b", values, "f") == "ab");
}

TEST_CASE("filters") {
    CHECK(render("{{ owner | yaml }}", values, "f") == "'a: b'");
    CHECK(render("{{ name|yaml }}", values, "f") == "churn");
    CHECK(render("{{ number | yaml }}", values, "f") != "0123");
    CHECK(render("{{ owner | json }}", values, "f") == "\"a: b\"");
    CHECK(render("{{ Mixed | lower }}", values, "f") == "abc");
}

TEST_CASE("what is wrong is an error at its place") {
    CHECK(failure_place("ab\n{{ nam }}") == "f.jinja:2:4");
    CHECK(failure_place("äö {{ name.uper() }}") == "f.jinja:1:12");
    CHECK(failure_place("{% if name %}") == "f.jinja:1:14");
    CHECK(failure_place("{{ name") == "f.jinja:1:8");
    CHECK(failure_place("{# open") == "f.jinja:1:1");
    CHECK(failure_place("{{ name | nosuch }}") == "f.jinja:1:11");
    CHECK(failure_place("{{ name + 1 }}") == "f.jinja:1:4");
    CHECK(failure_place("{{ }}") == "f.jinja:1:4");
    CHECK(failure_place("\xff") == "f.jinja");
}

TEST_CASE("a name that is nearly right is suggested") {
    CHECK_THROWS_WITH_AS(render("{{ nmae }}", values, "f"), "'nmae' is undefined. Did you mean 'name'?", Error);
}

}  // namespace mlp::tmpl
