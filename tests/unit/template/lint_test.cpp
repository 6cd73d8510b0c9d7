#include "core/template/lint.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/template/jinja/mentions.hpp"
#include "core/template/render.hpp"

namespace mlp::tmpl {

namespace {

std::vector<std::string> names_read(std::string_view text) {
    const jinja::Environment environment;
    const jinja::Template source(text, "t", environment);
    std::vector<std::string> names;
    for (const auto& mention : jinja::mentions_of(source).read)
        names.push_back(mention.attribute.empty() ? mention.name : mention.name + '.' + mention.attribute);
    return names;
}

LintSubject subject_of(std::string text) {
    LintSubject subject;
    subject.environment = own_environment({});
    subject.questions = {{"project", {"template.yaml", 4, 5}}};
    subject.known = {"user"};
    subject.texts.push_back({LintText::Role::file, std::move(text), {"files/a", 0, 0}});
    return subject;
}

/// "file:line:column code" of each finding.
std::vector<std::string> findings(LintSubject subject) {
    std::vector<std::string> all;
    for (const auto& problem : lint(std::move(subject))) all.push_back(problem.place.to_string() + ' ' + problem.code);
    return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("mentions: names and attributes, wherever they stand") {
    CHECK(names_read("{{ a.b }}{{ a['c'] }}{{ d }}") == Texts{"a.b", "a.c", "d"});
    CHECK(names_read("{% if a and not b.c %}{{ x | default(y) }}{% elif z is defined %}{% endif %}") ==
          Texts{"a", "b.c", "x", "y", "z"});
    CHECK(names_read("{% for i in a[1:n] %}{{ i.k }}{% endfor %}") == Texts{"a", "n", "i.k"});
    CHECK(names_read("{% macro m(p=q) %}{{ p }}{% endmacro %}{{ m(r, *s) }}") == Texts{"q", "p", "m", "r", "s"});
}

TEST_CASE("lint: a clean template has no findings") {
    CHECK(findings(subject_of("{{ project }} {{ user }} {% set x = 1 %}{{ x }} {{ range(3) }}")).empty());
    CHECK(findings(subject_of("{{ project }}{{ maybe | default('') }}{% if other is defined %}{{ other }}{% endif %}"))
              .empty());
}

TEST_CASE("lint: what nothing defines, and what nothing uses") {
    CHECK(findings(subject_of("{{ project }}\n{{ projct }}")) == Texts{"files/a:2:4 TPL003"});
    const auto problems = lint(subject_of("{{ project }}{{ projct }}"));
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().message.find("Did you mean 'project'?") != std::string::npos);
    CHECK(findings(subject_of("x")) == Texts{"template.yaml:4:5 TPL004"});
}

TEST_CASE("lint: with questions in one variable its attributes are looked at") {
    auto subject = subject_of("{{ all.project }}{{ all.nope }}{{ project }}");
    subject.variable = "all";
    CHECK(findings(std::move(subject)) == Texts{"files/a:1:21 TPL003", "files/a:1:35 TPL003"});
    auto whole = subject_of("{{ all | json }}");
    whole.variable = "all";
    CHECK(findings(std::move(whole)).empty());
}

TEST_CASE("lint: syntax, filters that an if hides, templates that are not there") {
    CHECK(findings(subject_of("{{ project }}\n  {% if %}")) == Texts{"files/a:2:9 TPL002", "template.yaml:4:5 TPL004"});
    CHECK(findings(subject_of("{% if project %}{{ 1 | nope }}{% endif %}")) == Texts{"files/a:1:24 TPL005"});
    auto subject = subject_of("{{ project }}{% include 'there' %}{% include 'gone' %}{% include '../out' %}");
    subject.loader = [](const std::string& name) {
        return name == "there" ? std::optional<std::string>("{{ nope }}") : std::nullopt;
    };
    CHECK(findings(std::move(subject)) == Texts{"files/a:1:46 TPL006", "files/a:1:66 TPL006", "there:1:4 TPL003"});
}

TEST_CASE("lint: a template and what it includes see each other's names") {
    auto subject = subject_of("{{ project }}{% set mine = 1 %}{% include 'part' %}");
    subject.loader = [](const std::string&) { return std::optional<std::string>("{{ mine }}"); };
    CHECK(findings(std::move(subject)).empty());
}

TEST_CASE("lint: paths that cannot be written") {
    auto subject = subject_of("{{ project }}");
    subject.paths = {"a", "A", "sub/nul", "b\\c"};
    CHECK(findings(std::move(subject)) == Texts{"A TPL008", "b\\c TPL007", "sub/nul TPL007"});
}

TEST_CASE("lint: an error becomes a finding at its place") {
    const auto problem = problem_of(Error(Kind::invalid, "wrong").at("a:b.yml:3:7"));
    CHECK(problem.place == Position{"a:b.yml", 3, 7});
    CHECK(problem_of(Error(Kind::invalid, "wrong").at("copier.yml")).place == Position{"copier.yml", 0, 0});
}

}  // namespace mlp::tmpl
