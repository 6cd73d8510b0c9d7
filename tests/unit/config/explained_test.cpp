// Every code has an example that shows exactly it, and one that shows nothing; the checks of whole projects.
#include <doctest/doctest.h>

#include <set>

#include "core/config/code_examples.hpp"
#include "core/config/codes.hpp"
#include "core/config/mend.hpp"
#include "core/config/validate.hpp"
#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

Validated validate(const TestProject& files) { return validate_project(bare_env(), files.root()); }

Validated validate(const std::vector<ExampleFile>& example) {
    TestProject files;
    for (const ExampleFile& file : example) files.write(file.name, file.content);
    return validate(files);
}

std::set<std::string> codes_of(const Validated& found) {
    std::set<std::string> codes;
    for (const Finding& finding : found.problems) codes.insert(finding.code);
    return codes;
}

std::string found_in(const TestProject& files) { return brief(validate(files).problems); }

}  // namespace

TEST_CASE("each code's example shows that code alone, and its remedy shows nothing") {
    // mlp.lock, and what only git knows: the command's test looks at all of them.
    const std::set<std::string_view> of_other_rooms{"MLP007", "MLP072", "MLP073"};
    for (const CodeRow& row : code_table()) {
        CAPTURE(row.code);
        const CodeExample example = example_of(row.code);
        CHECK_FALSE(example.wrong.empty());
        CHECK_FALSE(example.right.empty());
        if (of_other_rooms.contains(row.code)) continue;
        const Validated wrong = validate(example.wrong);
        CAPTURE(brief(wrong.problems));
        CHECK(codes_of(wrong) == std::set<std::string>{std::string(row.code)});
        CHECK(brief(validate(example.right).problems) == "");
    }
}

TEST_CASE("every finding ends behind where it begins") {
    for (const CodeRow& row : code_table()) {
        CAPTURE(row.code);
        for (const Finding& finding : validate(example_of(row.code).wrong).problems) {
            if (finding.place.line == 0) continue;  // about a file as a whole
            CHECK(finding.end.line == finding.place.line);
            CHECK(finding.end.column > finding.place.column);
        }
    }
}

TEST_CASE("severities of the project") {
    const std::string body = "stages:\n  a: {cmd: x, deps: [no.csv]}\nvalidate: {MLP035: ";
    const auto with = [&](const std::string& word) {
        TestProject files("version: 1\nproject: p\n" + body + word + "}\n");
        return found_in(files);
    };
    CHECK(with("error") == "MLP035 mlp.yaml:4:22");
    CHECK(with("warning") == "MLP035? mlp.yaml:4:22");
    CHECK(with("off") == "");
    CHECK(with("on") == "MLP035 mlp.yaml:4:22; MLP013 mlp.yaml:5:20");
    CHECK(found_in(TestProject("version: 1\nproject: p\nvalidate: {MLP011: off}\n")) == "MLP013 mlp.yaml:3:20");
    CHECK(found_in(TestProject("version: 1\nproject: p\nvalidate: {MLP999: off}\n")) == "MLP013 mlp.yaml:3:12");
    // The reader of every other command follows.
    CHECK(TestProject("version: 1\nproject: p\nfoo: 1\nvalidate: {MLP010: warning}\n").load().ok());
}

TEST_CASE("fixes exchange a misspelt key and nothing else") {
    TestProject files(
        "version: 1 # first\nproject: p\nstages:\n  a:\n    cmd: x   # what it runs\n    metircs: []\n    uots: []\n    outs: []\n");
    const Validated found = validate(files);
    REQUIRE(found.problems.size() == 2);
    CHECK(mend(files.root(), found.problems) == 1);
    CHECK(files.read("mlp.yaml") ==
          "version: 1 # first\nproject: p\nstages:\n  a:\n    cmd: x   # what it runs\n    metrics: []\n    uots: []\n    "
          "outs: []\n");
}

TEST_CASE("related places") {
    const auto related = [](const std::string& body) {
        TestProject files(stages(body));
        const Validated found = validate(files);
        std::string places;
        for (const Finding& finding : found.problems) {
            for (const Related& one : finding.related) places += one.place.to_string() + " ";
        }
        return places;
    };
    CHECK(related("  a: {cmd: x, outs: [o]}\n  b: {cmd: x, outs: [o]}\n") == "mlp.yaml:4:22 ");
    CHECK(related("  a: {cmd: x}\n  a: {cmd: y}\n") == "mlp.yaml:4:3 ");
    CHECK(related("  a: {cmd: x, outs: [o, o]}\n") == "mlp.yaml:4:22 ");
}

TEST_CASE("files that a command names and does not depend on") {
    TestProject files(stages("  a:\n    cmd:\n      - python src/a.py --config conf/a.yaml > out.log\n"
                             "      - cat \"in.txt\" | sort -o sorted.txt\n    outs: [o]\n"));
    for (const char* name : {"src/a.py", "conf/a.yaml", "out.log", "in.txt", "sorted.txt"}) files.write(name, "x\n");
    CHECK(found_in(files) == "MLP074? mlp.yaml:6:16; MLP074? mlp.yaml:6:34; MLP074? mlp.yaml:7:14");
}

TEST_CASE("modules that a script imports, through packages and relative names") {
    TestProject files(stages("  a: {cmd: python src/a.py, deps: [src/a.py, src/known.py], outs: [o]}\n"));
    files.write("src/a.py", "import os, known\nfrom pkg import deep\nfrom pkg.other import (\n    one,\n    two)\n");
    files.write("src/known.py", "").write("src/pkg/__init__.py", "").write("src/pkg/deep.py", "from . import inner\n");
    files.write("src/pkg/other.py", "one = two = 1\n").write("src/pkg/inner.py", "x = 1\n");
    const Validated found = validate(files);
    CHECK(brief(found.problems) == "MLP075? mlp.yaml:4:19");
    for (const char* name : {"src/pkg/deep.py", "src/pkg/other.py", "src/pkg/inner.py"})
        CHECK(found.problems.front().message.find(name) != std::string::npos);
}

TEST_CASE("what looks like a secret and is none") {
    for (const char* line :
         {"pad_token: '<pad>'", "password: ${DB_PASSWORD}", "secret: changeme", "url: https://host/a@b",
          "aws: AKIAIOSFODNN7EXAMPLE", "tokenizer: gpt2-medium-v2", "max_tokens: 4096", "api_key: null"}) {
        CAPTURE(line);
        TestProject files("version: 1\nproject: p\nvars: [v.yaml]\n");
        files.write("v.yaml", std::string(line) + "\n");
        CHECK(found_in(files) == "");
    }
}

}  // namespace mlp::config
