#include "core/pipeline/reason.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "samples.hpp"

using namespace mlp;
using pipeline::Reason;
using pipeline::StageInputs;

namespace {

std::vector<std::string> texts(const std::function<void(StageInputs&)>& change) {
    StageInputs now = test::full_inputs();
    change(now);
    std::vector<std::string> result;
    for (const Reason& reason : pipeline::compare_inputs(test::full_inputs(), now)) result.push_back(reason.text());
    return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("each difference is told once, in words") {
    CHECK(texts([](StageInputs&) {}).empty());
    CHECK(texts([](StageInputs& i) { i.commands[0] = "x"; }) == Texts{"the command changed"});
    CHECK(texts([](StageInputs& i) { i.shell = "/bin/sh"; }) == Texts{"the shell changed: bash → /bin/sh"});
    CHECK(texts([](StageInputs& i) { i.wdir = "."; }) == Texts{"the working folder changed: src → ."});
    CHECK(texts([](StageInputs& i) { i.deps["features"].digest = base::sha256("x"); }) ==
          Texts{"dependency features changed"});
    CHECK(texts([](StageInputs& i) { i.deps["new"] = test::file_content("n"); }) == Texts{"new dependency new"});
    CHECK(texts([](StageInputs& i) { i.deps.erase("features"); }) == Texts{"no longer depends on features"});
    CHECK(texts([](StageInputs& i) { i.params["params.yaml"]["train.lr"] = 0.2; }) ==
          Texts{"params train.lr 0.1 → 0.2"});
    CHECK(texts([](StageInputs& i) { i.params["params.yaml"].erase("train.lr"); }) ==
          Texts{"params train.lr 0.1 → (none)"});
    CHECK(texts([](StageInputs& i) { i.params["third.yaml"]["a.b"] = "c"; }) ==
          Texts{"params third.yaml:a.b (none) → c"});
    CHECK(texts([](StageInputs& i) { i.env["THREADS"] = "4"; }) == Texts{"env THREADS 2 → 4"});
    CHECK(texts([](StageInputs& i) { i.python->digest = base::sha256("x"); }) ==
          Texts{"the Python lock requirements.lock changed"});
    CHECK(texts([](StageInputs& i) { i.outs = {"one"}; }) == Texts{"the declared outputs changed: one"});
    CHECK(texts([](StageInputs& i) {
              i.commands[0] = "x 0.2";
              i.params["params.yaml"]["train.lr"] = 0.2;
          }) == Texts{"params train.lr 0.1 → 0.2", "the command changed"});
}

TEST_CASE("long values are cut between characters") {
    std::string longer;
    for (int i = 0; i < 100; ++i) longer += "ü";
    const auto found = texts([&](StageInputs& i) { i.params["params.yaml"]["train.lr"] = longer; });
    REQUIRE(found.size() == 1);
    CHECK(found[0].size() < 160);
    CHECK(found[0].ends_with("ü…"));
}

TEST_CASE("every kind has a name of its own, and texts name their subject") {
    std::vector<std::string> names;
    for (int kind = 0; kind <= static_cast<int>(Reason::Kind::blocked); ++kind) {
        const Reason reason{static_cast<Reason::Kind>(kind), "subject", "old", "new"};
        names.emplace_back(pipeline::reason_name(reason.kind));
        CHECK(!reason.text().empty());
    }
    auto sorted = names;
    std::sort(sorted.begin(), sorted.end());
    CHECK(std::unique(sorted.begin(), sorted.end()) == sorted.end());
    const auto json = pipeline::reasons_json({{Reason::Kind::param, "a.b", "1", "2"}, {Reason::Kind::never_run}});
    CHECK(
        json.dump() ==
        R"([{"kind":"parameter","text":"params a.b 1 → 2","subject":"a.b","before":"1","after":"2"},{"kind":"never_run","text":"no result of it is recorded"}])");
}

TEST_CASE("a map that changed is told by its values") {
    StageInputs before;
    StageInputs after;
    before.params["params.yaml"]["model"] = base::Json::parse(R"({"lr": 1, "deep": {"a": 1, "b": 2}, "same": 3})");
    after.params["params.yaml"]["model"] = base::Json::parse(R"({"lr": 2, "deep": {"a": 1}, "new": [1], "same": 3})");
    Texts found;
    for (const auto& reason : pipeline::compare_inputs(before, after)) found.push_back(reason.text());
    CHECK(found == Texts{"params model.lr 1 → 2", "params model.deep.b 2 → (none)", "params model.new (none) → [1]"});
}
