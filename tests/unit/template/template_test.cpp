#include "core/template/template.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/template/answers.hpp"
#include "core/template/own.hpp"

namespace mlp::tmpl {

namespace {

std::string bundled_file(std::string_view name, std::string_view path) {
    for (const auto& file : bundled_template(name).files) {
        if (file.name == path) return std::string(file.content);
    }
    return "";
}

}  // namespace

TEST_CASE("each bundled template renders with its defaults and ships what a project needs") {
    const auto all = bundled_templates();
    REQUIRE(all.size() >= 2);
    const auto names = bundled_names();
    REQUIRE(names.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& bundled = all[i];
        CAPTURE(bundled.name);
        CHECK(bundled.name == names[i]);  // the folder's name, without reading what is in it
        if (bundled.name == "library") continue;  // makes a template: below
        const auto files =
            render_files(bundled, collect_answers(bundled, built_in_values("/tmp/churn", "ada"), {}, {}));
        for (const auto* wanted : {"mlp.yaml", "pyproject.toml", "requirements.lock", "MODEL_CARD.md", "README.md",
                                   ".gitignore", ".gitlab-ci.yml", ".github/workflows/mlp.yml", "ci/install-mlp.sh",
                                   "contracts/raw.odcs.yaml", "params.yaml"}) {
            CAPTURE(wanted);
            CHECK(
                std::any_of(files.begin(), files.end(), [&](const RenderedFile& file) { return file.path == wanted; }));
        }
        const auto script = std::find_if(files.begin(), files.end(),
                                         [](const RenderedFile& file) { return file.path == "ci/install-mlp.sh"; });
        CHECK(script->is_executable());
    }
}

TEST_CASE("the bundled library is a template of a template") {
    const auto library = bundled_template("library");
    const auto files = render_files(library, collect_answers(library, built_in_values("/tmp/mine", "a: b"), {}, {}));
    const auto find = [&](std::string_view path) {
        const auto found =
            std::find_if(files.begin(), files.end(), [&](const RenderedFile& file) { return file.path == path; });
        REQUIRE(found != files.end());
        return *found;
    };
    const auto inner = parse_template(find("template.yaml").content, "template.yaml");
    CHECK(inner.name == "mine");
    CHECK(inner.questions.at(0).default_value == "{{ folder }}");
    CHECK(inner.questions.at(1).default_value == "a: b");
    CHECK(find("files/mlp.yaml.jinja").content == bundled_file("minimal", "mlp.yaml.jinja"));
    CHECK(find("files/ci/install-mlp.sh").is_executable());
    CHECK(find("tests/run.sh").is_executable());
}

TEST_CASE("an unknown template is named with the one that was meant") {
    CHECK_THROWS_WITH_AS(bundled_template("tabula"), "there is no template 'tabula'. Did you mean 'tabular'?", Error);
}

TEST_CASE("a template.yaml that is wrong is refused at its place") {
    struct Row {
        std::string_view text;
        std::string_view place;
    };
    for (const auto& row : {Row{"- a\n", "t:1:1"}, Row{"description: x\n", "t:1:1"},
                            Row{"name: a\nversion: 2\n", "t:2:10"}, Row{"name: a\nquestion: []\n", "t:2:1"},
                            Row{"name: a\nquestions:\n  - help: x\n", "t:3:5"}, Row{"name: [a]\n", "t:1:7"}}) {
        CAPTURE(row.text);
        try {
            parse_template(row.text, "t");
            FAIL("nothing was thrown");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::invalid);
            CHECK(error.place() == row.place);
        }
    }
}

}  // namespace mlp::tmpl
