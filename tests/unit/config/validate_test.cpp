#include "core/config/validate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/base/yaml.hpp"
#include "core/config/codes.hpp"
#include "core/config/quantity.hpp"
#include "core/config/source.hpp"
#include "tests/unit/config/project.hpp"

namespace mlp::config {

TEST_CASE("a project is validated with everything that belongs to it, sorted by file and place") {
    TestProject files(
        "version: 1\nproject: p\nfoo: 1\nstages:\n  a: {cmd: x, deps: [no], params: [lr]}\n"
        "datasets:\n  d: {path: d.csv, contract: c.odcs.yaml}\n");
    files.write("params.yaml", "lr: 1\nlr: 2\n").write("d.csv", "").write("c.odcs.yaml", "a: 1\n");
    files.write("contracts/other.odcs.yaml", "")
        .write("contracts/notes.txt", "")
        .write(".mlp/config.yaml", "stor: x\n");
    const Validated found = validate_project(bare_env(), files.root());
    std::vector<std::string> own;
    for (const std::string& file : found.files) {
        if (!file.starts_with("/")) own.push_back(file);
    }
    CHECK(own == std::vector<std::string>{"mlp.yaml", "params.yaml", "c.odcs.yaml", "contracts/other.odcs.yaml",
                                          ".mlp/config.yaml"});
    CHECK(brief(found.problems) ==
          "MLP010 mlp.yaml:3:1; MLP035 mlp.yaml:5:22; MLP004 params.yaml:2:1; "
          "MLP012 c.odcs.yaml:1:1; MLP012 c.odcs.yaml:1:1; MLP012 c.odcs.yaml:1:1; MLP012 c.odcs.yaml:1:1; "
          "MLP012 c.odcs.yaml:1:1; MLP011 contracts/other.odcs.yaml:1:1; MLP010 .mlp/config.yaml:1:1");
}

TEST_CASE("the schema repeats nothing that the reader has told") {
    TestProject files(stages("  a: {cmd: {b: c}, dpes: [x]}\n  b: {deps: 1}\n  c:\n"));
    const Validated found = validate_project(bare_env(), files.root());
    CHECK(brief(found.problems) ==
          "MLP018 mlp.yaml:4:12; MLP010 mlp.yaml:4:20; MLP012 mlp.yaml:5:3; MLP011 mlp.yaml:5:13; MLP011 mlp.yaml:6:5");
}

TEST_CASE("kinds of files by their names") {
    CHECK(kind_of("mlp.yaml") == FileKind::project);
    CHECK(kind_of("sub/mlp.yaml") == FileKind::project);
    CHECK(kind_of("a/b.odcs.yaml") == FileKind::contract);
    CHECK(kind_of(".mlp/config.yaml") == FileKind::settings);
    CHECK(kind_of("config.yaml") == FileKind::values);
    CHECK(kind_of("mlp.lock") == FileKind::lock);
    CHECK(kind_of("metrics.json") == FileKind::values);
    CHECK(kind_of("a.py") == FileKind::unknown);
}

TEST_CASE("single files, named from elsewhere") {
    TestProject files;
    files.write("sub/mlp.yaml", "version: 1\nproject: p\nfoo: 1\n")
        .write("sub/params.yaml", "a: [\n")
        .write("x.json", "{");
    Validated found;
    found.folder = files.root();
    validate_file("sub/mlp.yaml", FileKind::project, found);
    validate_file("x.json", FileKind::values, found);
    CHECK(found.files == std::vector<std::string>{"sub/mlp.yaml", "sub/params.yaml", "x.json"});
    REQUIRE(found.problems.size() == 3);
    CHECK(found.problems[0].place.to_string() == "sub/mlp.yaml:3:1");
    CHECK(found.problems[1].place.file == "sub/params.yaml");
    CHECK(found.problems[2].place.file == "x.json");
    CHECK(found.problems[2].place.line == 1);
    CHECK_THROWS_AS(validate_file("no.yaml", FileKind::values, found), Error);
}

TEST_CASE("codes are unique, ascending, explained, and cover what the YAML parser gives") {
    std::set<std::string_view> seen;
    std::string_view last;
    for (const CodeRow& row : code_table()) {
        CHECK(row.code > last);
        last = row.code;
        CHECK(seen.insert(row.code).second);
        CHECK(row.title.size() > 5);
        CHECK(row.text.size() > 20);
    }
    for (const std::string_view code :
         {base::yaml_codes::syntax, base::yaml_codes::unreadable, base::yaml_codes::duplicate_key,
          base::yaml_codes::limits, base::yaml_codes::several_documents}) {
        CHECK(find_code(code) != nullptr);
    }
    CHECK(find_code("MLP999") == nullptr);
}

TEST_CASE("sizes") {
    CHECK(parse_size("0") == 0U);
    CHECK(parse_size("4096") == 4096U);
    CHECK(parse_size("512MB") == 512'000'000U);
    CHECK(parse_size("2GiB") == 2ULL << 30);
    CHECK(parse_size("1.5 KiB") == 1536U);
    CHECK(parse_size("1B") == 1U);
    for (const char* wrong : {"", "x", "-1", "1X", "1 Gi b", "1e30TB", "GB", "nan", "1GB2"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_size(wrong));
    }
}

TEST_CASE("places to bytes and back, in characters") {
    const Source source("f",
                        "\xEF\xBB\xBF"
                        "aé: x\r\n  b: 'ü y'\n");
    CHECK(source.text().substr(source.offset_of({"f", 1, 5}), 1) == "x");
    CHECK(source.position_of(source.text().find('x')) == Position{"f", 1, 5});
    CHECK(source.position_of(source.text().find('y')) == Position{"f", 2, 9});
    CHECK(source.offset_of({"f", 2, 9}) == source.text().find('y'));
    CHECK(source.offset_of({"f", 9, 1}) == source.text().size());
    CHECK(source.offset_of({"f", 0, 0}) == source.text().size());
    CHECK(source.position_of(10'000).line == 3);
}

TEST_CASE("find_root: nearest mlp.yaml, then .dvc, then the topmost dvc.yaml") {
    TestProject files;
    files.write("a/dvc.yaml", "").write("a/b/dvc.yaml", "").write("a/b/c/x", "");
    const auto root = [&](const std::string& from) {
        const auto found = find_root(files.root() / from);
        return found ? found->lexically_relative(files.root()).string() : "none";
    };
    CHECK(root("a/b/c") == "a");
    std::filesystem::create_directories(files.root() / "a/b/.dvc");
    CHECK(root("a/b/c") == "a/b");
    std::filesystem::create_directories(files.root() / "a/.dvc");
    CHECK(root("a/b/c") == "a/b");
    files.write("mlp.yaml", "");
    CHECK(root("a/b/c") == ".");
    CHECK(root("a/b/c/") == ".");
    files.write("a/b/c/mlp.yaml", "");
    CHECK(root("a/b/c") == "a/b/c");
    CHECK(root("a/b") == ".");
}

}  // namespace mlp::config
