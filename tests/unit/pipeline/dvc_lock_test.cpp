#include "core/pipeline/dvc_lock.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/error.hpp"

using namespace mlp::pipeline;
using mlp::base::Algorithm;
using mlp::data::ContentKind;

namespace {

/// As DVC 3.67 left it, but for the comment.
const std::string lock_text = R"(schema: '2.0'
stages:
  prep:
    cmd:
    - cat d/a > out.txt
    deps:
    - path: d
      hash: md5
      md5: 15df9701154b73798e460c9ba080f48d.dir
      size: 10
      nfiles: 3
    - path: s3://bucket/key
      hash: md5
      etag: '"9e107d9d372bb6826bd81d3542a419d6"'
      size: 7
    params:
      params.yaml:
        lr: 1e-05
        train.epochs: 3
      a.yaml:
        cls:
          0: cat
    outs:
    - path: m.json
      md5: d26ea6c59400c45aa0ba8b998b557f73
  # of the second kind
  train@1:
    cmd: python train.py --a-rather-long-option value --another-one 
      with-a-longer-value --last
    outs:
    - path: run.sh
      hash: md5
      md5: '12345678901234567890123456789012'
      size: 5
      isexec: true
datasets:
- name: ds
)";

mlp::Error refused(const std::string& text) {
    try {
        parse_dvc_lock(text, "dvc.lock");
    } catch (const mlp::Error& error) {
        CHECK(error.kind() == mlp::Kind::invalid);
        CHECK_FALSE(error.hint_text().empty());
        return error;
    }
    FAIL("not refused: " << text);
    throw;
}

std::string stage_with(const std::string& lines) { return "schema: '2.0'\nstages:\n  a:\n    cmd: x\n" + lines; }

using Changed = std::vector<std::pair<std::string, DvcLockedStage>>;

DvcLockedStage simple(const std::string& command) {
    DvcLockedStage stage;
    stage.cmd = command;
    return stage;
}

}  // namespace

TEST_CASE("a lock is read into stages with their contents") {
    const auto lock = parse_dvc_lock(lock_text, "dvc.lock");
    REQUIRE(lock.entries.size() == 2);
    CHECK(lock.datasets.size() == 1);
    const auto& prep = lock.find("prep")->stage;
    CHECK(prep.cmd == Json::array({"cat d/a > out.txt"}));
    const auto& folder = prep.deps.at("d");
    CHECK(folder.content->kind == ContentKind::tree);
    CHECK(folder.content->digest.hex() == "15df9701154b73798e460c9ba080f48d");
    CHECK(folder.content->digest.algorithm() == Algorithm::md5);
    CHECK(folder.content->size == 10);
    CHECK(folder.content->files == 3);
    const auto& remote = prep.deps.at("s3://bucket/key");
    CHECK_FALSE(remote.content);
    CHECK(remote.rest["etag"] == "\"9e107d9d372bb6826bd81d3542a419d6\"");
    CHECK(prep.params.at("params.yaml").at("lr") == 1e-5);
    const auto& metric = prep.outs.at("m.json");
    CHECK(metric.content->digest.algorithm() == Algorithm::md5_text);
    CHECK_FALSE(metric.has_size);
    const auto& train = lock.find("train@1")->stage;
    CHECK(train.cmd == "python train.py --a-rather-long-option value --another-one with-a-longer-value --last");
    CHECK(train.outs.at("run.sh").content->kind == ContentKind::executable);
    CHECK(train.outs.at("run.sh").content->digest.hex() == "12345678901234567890123456789012");
    CHECK(lock.find("other") == nullptr);
}

TEST_CASE("entries know the lines they take") {
    const auto lock = parse_dvc_lock(lock_text, "dvc.lock");
    REQUIRE(lock.entries_are_lines);
    const auto text_of = [&](std::size_t i) {
        return lock_text.substr(lock.entries[i].begin, lock.entries[i].end - lock.entries[i].begin);
    };
    CHECK(text_of(0).starts_with("  prep:\n    cmd:\n"));
    CHECK(text_of(0).ends_with("b557f73\n"));
    CHECK(text_of(1).starts_with("  train@1:\n"));
    CHECK(text_of(1).ends_with("isexec: true\n"));
    CHECK_FALSE(parse_dvc_lock("{schema: '2.0', stages: {a: {cmd: x}, b: {cmd: y}}}", "x").entries_are_lines);
    CHECK_FALSE(parse_dvc_lock("schema: '2.0'\r\nstages:\r\n  a:\r\n    cmd: x\r\n", "x").entries_are_lines);
}

TEST_CASE("a lock is written as DVC writes it") {
    Changed all;
    for (const auto& entry : parse_dvc_lock(lock_text, "x").entries) all.emplace_back(entry.name, entry.stage);
    CHECK(update_dvc_lock(lock_text, "x", all) == lock_text);
    auto alone = lock_text.substr(0, lock_text.find("datasets:"));
    alone.erase(alone.find("  # of"), std::string("  # of the second kind\n").size());
    CHECK(update_dvc_lock("", "x", all) == alone);
    CHECK(update_dvc_lock(alone, "x", {}) == alone);
}

TEST_CASE("a stage is replaced where it stands, a new one comes last, the rest keeps its bytes") {
    const std::string text =
        "schema: \"2.0\" # c\nstages:\n  a:\n    cmd: [x]\n\n  b: {cmd: y}\n  # end\ndatasets:  []\n";
    CHECK(update_dvc_lock(text, "x", {{"b", simple("z")}}) ==
          "schema: \"2.0\" # c\nstages:\n  a:\n    cmd: [x]\n\n  b:\n    cmd: z\n  # end\ndatasets:  []\n");
    CHECK(update_dvc_lock(text, "x", {{"12", simple("1")}, {"c", simple("2")}, {"a", simple("3")}}) ==
          "schema: \"2.0\" # c\nstages:\n  a:\n    cmd: '3'\n\n  b: {cmd: y}\n  '12':\n    cmd: '1'\n  c:\n    cmd: "
          "'2'\n  # end\ndatasets:  []\n");
    CHECK(update_dvc_lock("schema: '2.0'\nstages:\n  a:\n    cmd: x", "x", {{"b", simple("y")}}) ==
          "schema: '2.0'\nstages:\n  a:\n    cmd: x\n  b:\n    cmd: y\n");
    CHECK(update_dvc_lock("schema: '2.0'\n", "x", {{"a", simple("x")}}) ==
          "schema: '2.0'\nstages:\n  a:\n    cmd: x\n");
}

TEST_CASE("a file of another layout is written anew") {
    CHECK(update_dvc_lock("schema: '2.0'\r\n", "x", {{"a", simple("x")}}) ==
          "schema: '2.0'\nstages:\n  a:\n    cmd: x\n");
    CHECK(update_dvc_lock("schema: '2.0'\nstages:\n a:\n  cmd: x\n", "x", {{"b", simple("y")}}) ==
          "schema: '2.0'\nstages:\n  a:\n    cmd: x\n  b:\n    cmd: y\n");
    CHECK(update_dvc_lock("{schema: '2.0', datasets: [1], stages: {}}", "x", {{"a", simple("x")}}) ==
          "schema: '2.0'\ndatasets:\n- 1\nstages:\n  a:\n    cmd: x\n");
}

TEST_CASE("what an older DVC folded in another way takes today's form when anything is written") {
    const std::string top = "schema: '2.0'\nstages:\n";
    const std::string words = "jupyter nbconvert stage-1.ipynb --to markdown --output-dir ";
    const std::string last = "../../src/insight/culture-landscape/pipelines";
    const std::string before = "  a:\n    cmd: " + words + last + "\n";
    const std::string today = "  a:\n    cmd: " + words + "\n      " + last + "\n";
    const std::string b = "  b:\n    cmd: y\n";
    CHECK(update_dvc_lock(top + before + "  b:\n    cmd: x\n", "x", {{"b", simple("y")}}) == top + today + b);
    CHECK(update_dvc_lock(top + "  a:\n    cmd: 'x'\n", "x", {{"b", simple("y")}}) == top + "  a:\n    cmd: x\n" + b);
    // What is more than layout stays.
    for (const std::string kept :
         {"  a:\n    cmd: 'x'  # why\n", "  a:\n    cmd: ['x']\n", "  a:\n    cmd: |-\n      x\n",
          "  a:\n    cmd: 'x'\n    params:\n      p.yaml:\n        lr: 0.10\n"})
        CHECK(update_dvc_lock(top + kept, "x", {{"b", simple("y")}}) == top + kept + b);
    CHECK(update_dvc_lock(top + before, "x", {}) == top + before);
}

TEST_CASE("a value that two parameters lead to is written once") {
    DvcLockedStage stage = simple("x");
    stage.params["params.yaml"] = {{"m", {{"layers", {1, 2}}, {"lr", 0.1}}}, {"m.layers", {1, 2}}, {"m.lr", 0.1}};
    stage.params["b.yaml"] = {{"m", {{"layers", {1, 2}}}}, {"m.other", {1, 2}}};
    CHECK(dvc_stage_text(stage) ==
          "cmd: x\nparams:\n  params.yaml:\n    m:\n      layers: &id001\n      - 1\n      - 2\n      lr: 0.1\n"
          "    m.layers: *id001\n    m.lr: 0.1\n  b.yaml:\n    m:\n      layers:\n      - 1\n      - 2\n"
          "    m.other:\n    - 1\n    - 2\n");
}

TEST_CASE("anchors are numbered through the file") {
    DvcLockedStage stage = simple("x");
    stage.params["params.yaml"] = {{"m", {{"l", {1}}}}, {"m.l", {1}}};
    const auto lines = [](const char* name, int number) {
        return fmt::format(
            "  {}:\n    cmd: x\n    params:\n      params.yaml:\n        m:\n          l: &id{:03}\n          - 1\n"
            "        m.l: *id{:03}\n",
            name, number, number);
    };
    const std::string top = "schema: '2.0'\nstages:\n";
    const auto one = update_dvc_lock("", "x", {{"b", stage}});
    CHECK(one == top + lines("b", 1));
    CHECK(update_dvc_lock(one, "x", {{"a", stage}}) == top + lines("b", 1) + lines("a", 2));
    CHECK(update_dvc_lock(top + lines("b", 7) + lines("c", 7) + "  d:\n    cmd: 'x: &id009'\n", "x", {{"c", stage}}) ==
          top + lines("b", 1) + lines("c", 2) + "  d:\n    cmd: 'x: &id009'\n");
}

TEST_CASE("digests in capitals and entries without a digest are read") {
    const auto lock =
        parse_dvc_lock(stage_with("    deps:\n    - path: d\n      md5: 15DF9701154B73798E460C9BA080F48D.dir\n"
                                  "    outs:\n    - path: o\n      hash: md5\n"),
                       "x");
    REQUIRE(lock.entries.size() == 1);
    CHECK(lock.entries[0].stage.deps.at("d").content->digest.hex() == "15df9701154b73798e460c9ba080f48d");
    CHECK(lock.entries[0].stage.deps.at("d").content->digest.algorithm() == Algorithm::md5_text);
    CHECK(parse_dvc_lock("schema: '2.0'\n", "x").entries.empty());
}

TEST_CASE("for looking back the layout of DVC 1 is read") {
    const auto lock = parse_dvc_lock(
        "a:\n  cmd: x\n  outs:\n  - path: o\n    md5: d41d8cd98f00b204e9800998ecf8427e\n", "dvc.lock",
        DvcLockLayouts::all);
    REQUIRE(lock.entries.size() == 1);
    CHECK(lock.entries.front().name == "a");
    CHECK(lock.entries.front().stage.outs.at("o").content.has_value());
    CHECK_THROWS_AS(parse_dvc_lock("a: 5\n", "dvc.lock", DvcLockLayouts::all), mlp::Error);
}

TEST_CASE("the layout of DVC 1 and an empty file are refused, as by DVC") {
    CHECK(refused("a:\n  cmd: x\n").message() == "dvc.lock has the layout of DVC 1, which DVC no longer reads");
    CHECK(refused("{}\n").message() == "dvc.lock is damaged: it has no 'schema'");
    CHECK(refused("").message() == "dvc.lock is damaged: it is empty");
    CHECK(refused("# nothing\n").message() == "dvc.lock is damaged: it is empty");
}

TEST_CASE("damage is told with its place") {
    CHECK(refused("<<<<<<< HEAD\nschema: '2.0'\n").message() == "dvc.lock holds a merge conflict");
    CHECK(refused("schema: '2.0'\nstages: {}\n>>>>>>> x\n").place() == "dvc.lock:3:1");
    CHECK(refused("schema: '3.0'\n").message() == "dvc.lock has schema 3.0, which is not '2.0', as a text");
    CHECK(refused("schema: 2.0\n").place() == "dvc.lock:1:9");
    CHECK(refused("stages: {a: {cmd: x}}\n").message() == "dvc.lock is damaged: it has no 'schema'");
    CHECK(refused(stage_with("    nope: 1\n")).message() ==
          "dvc.lock is damaged: the stage 'a' has an unknown key 'nope'");
    CHECK(refused(stage_with("  a:\n    cmd: y\n")).place() == "dvc.lock:5:3");
    for (const char* lines : {"    deps: x\n", "    deps: [x]\n", "    deps:\n    - md5: a\n",
                              "    deps:\n    - path: ''\n", "    deps:\n    - path: \"a\\0b\"\n",
                              "    deps:\n    - {path: a, md5: zz}\n", "    deps:\n    - {path: a, md5: [1]}\n",
                              "    outs:\n    - {path: a, md5: d26ea6c59400c45aa0ba8b998b557f73, size: -1}\n",
                              "    outs:\n    - {path: a, md5: d26ea6c59400c45aa0ba8b998b557f73, isexec: 1}\n",
                              "    outs:\n    - {path: a, other: 1}\n", "    params: [a]\n", "    params: {a: 1}\n"}) {
        CAPTURE(std::string(lines));
        CHECK_FALSE(refused(stage_with(lines)).place().empty());
    }
    for (const char* text : {"[]", "x", "schema: '2.0'\nstages: []\n", "schema: '2.0'\nstages:\n  a: x\n",
                             "schema: '2.0'\nstages:\n  a: {}\n", "schema: '2.0'\nstages:\n  a: {cmd: 1}\n",
                             "schema: '2.0'\nother: 1\n", "schema: [\n", "\xff"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(refused(text).message().empty());
    }
}

TEST_CASE("values that are one object have an anchor, once they stand twice") {
    DvcLockedStage stage;
    stage.cmd = "x";
    stage.params["p.yaml"] = {{"a", Json{{"l", {1}}}}, {"b", Json{{"l", {1}}}}, {"c", Json{1}}, {"d", Json{1}}};
    stage.aliases.files["p.yaml"] = {{"b", "a"}, {"c", "a.l"}};
    const std::string text = update_dvc_lock("", "dvc.lock", {{"s", stage}});
    CHECK(text ==
          "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    params:\n      p.yaml:\n        a: &id001\n          l: &id002\n"
          "          - 1\n        b: *id001\n        c: *id002\n        d:\n        - 1\n");
    // Read back it is the same, and stays so when another stage changes.
    const DvcLock lock = parse_dvc_lock(text, "dvc.lock");
    CHECK(lock.find("s")->stage.params == stage.params);
    DvcLockedStage other;
    other.cmd = "y";
    CHECK(update_dvc_lock(text, "dvc.lock", {{"t", other}}) == text + "  t:\n    cmd: y\n");
    CHECK(update_dvc_lock(text, "dvc.lock", {{"s", lock.find("s")->stage}}) == text);
}

TEST_CASE("paths go from the root to the working folder and back") {
    CHECK(dvc_lock_path("data/a", ".") == "data/a");
    CHECK(dvc_lock_path("data/a", "src") == "../data/a");
    CHECK(dvc_lock_path("src/a", "src") == "a");
    CHECK(dvc_lock_path("src", "src") == ".");
    CHECK(dvc_lock_path("/abs", "src") == "/abs");
    CHECK(dvc_lock_path("s3://b/k", "src") == "s3://b/k");
    CHECK(path_of_dvc_lock("../data/a", "src") == "data/a");
    CHECK(path_of_dvc_lock("./b/../a", ".") == "a");
    CHECK(path_of_dvc_lock("/abs", "src") == "/abs");
    CHECK(path_of_dvc_lock("remote://r/x", "src") == "remote://r/x");
    CHECK_FALSE(path_of_dvc_lock("../../x", "src"));
}
