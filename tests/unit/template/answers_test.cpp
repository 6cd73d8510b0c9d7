#include "core/template/answers.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/template/given.hpp"

namespace mlp::tmpl {

namespace {

Template two_questions() {
    Template made;
    made.name = "t";
    made.questions = {{"project", "Name?", "{{ folder }}", {}, "[a-z][a-z0-9-]*"},
                      {"model", "Which?", "line", {"line", "forest"}, ""}};
    return made;
}

const Values built_in{{"folder", "churn"}, {"user", "ada"}};

Error failure(const Values& given) {
    try {
        collect_answers(two_questions(), built_in, given, {});
    } catch (const Error& error) {
        return error;
    }
    return Error(Kind::bug, "nothing was thrown");
}

}  // namespace

TEST_CASE("valid names are made of any text") {
    CHECK(valid_name("churn") == "churn");
    CHECK(valid_name("My Project (2)") == "my-project-2");
    CHECK(valid_name("2024-data") == "data");
    CHECK(valid_name("") == "project");
    CHECK(valid_name("...") == "project");
    CHECK(valid_name("\xff\xfe") == "project");
    CHECK(valid_name("äöü") == "project");
    CHECK(valid_name(std::string(300, 'a')).size() == 63);
}

TEST_CASE("the folder's name is a built-in value, with or without a slash behind it") {
    CHECK(built_in_values("/tmp/My Churn", "ada").at("folder") == "my-churn");
    CHECK(built_in_values("/tmp/churn/", "ada").at("folder") == "churn");
    CHECK(built_in_values("/", "ada").at("folder") == "project");
}

TEST_CASE("given answers win over defaults, defaults may name built-in values") {
    CHECK(collect_answers(two_questions(), built_in, {}, {}).at("project") == "churn");
    const auto values = collect_answers(two_questions(), built_in, {{"project", "other"}, {"model", "forest"}}, {});
    CHECK(values.at("project") == "other");
    CHECK(values.at("model") == "forest");
}

TEST_CASE("what is not allowed is told all at once") {
    const auto error = failure({{"projct", "x"}, {"model", "tree"}});
    CHECK(error.kind() == Kind::usage);
    CHECK(error.message().find("no question 'projct'. Did you mean 'project'?") != std::string::npos);
    CHECK(error.message().find("'tree' is none of line, forest") != std::string::npos);
    for (const auto* bad : {"", "Upper", "a b", "../x", "a\nb", "\xff", "a;rm"}) {
        CAPTURE(bad);
        CHECK(failure({{"project", bad}}).kind() == Kind::usage);
    }
    CHECK(failure({{"project", std::string(5000, 'a')}}).kind() == Kind::usage);
}

TEST_CASE("a question is asked until its answer is allowed; an empty one takes the default") {
    std::vector<std::string> problems;
    std::vector<std::string> answers{"NO", "yes-1", ""};
    std::size_t next = 0;
    const auto values = collect_answers(two_questions(), built_in, {},
                                        [&](const Question&, const std::string&, const std::string& problem) {
                                            problems.push_back(problem);
                                            return std::optional(answers.at(next++));
                                        });
    CHECK(values.at("project") == "yes-1");
    CHECK(values.at("model") == "line");
    CHECK(problems.at(0).empty());
    CHECK(problems.at(1).find("'NO' does not match") != std::string::npos);
}

TEST_CASE("answers come from YAML and JSON files") {
    const base::TemporaryFolder folder(std::filesystem::temp_directory_path());
    const auto read = [&](std::string_view text) {
        base::replace_file(folder.path() / "a", text);
        return as_texts({{}, read_answers_file(folder.path() / "a")});
    };
    CHECK(read("project: x\nmodel: forest\n") == Values{{"project", "x"}, {"model", "forest"}});
    CHECK(read("{\"project\": \"x\", \"n\": 1}") == Values{{"project", "x"}, {"n", "1"}});
    CHECK_THROWS_AS(read("- a\n"), Error);
    CHECK_THROWS_AS(read("a: [1]\n"), Error);
    CHECK_THROWS_AS(read("a: 'open\n"), Error);
    CHECK_THROWS_AS(read_answers_file(folder.path() / "absent"), Error);
}

}  // namespace mlp::tmpl
