#include "core/compare/compare.hpp"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::compare;

namespace {

Content content(std::string_view bytes, std::uint64_t size) {
    return {.kind = data::ContentKind::file, .digest = base::sha256(bytes), .size = size, .files = 1};
}

std::string told(const std::vector<ValueChange>& changes) {
    std::string text;
    for (const ValueChange& change : changes) {
        text += std::string(change_name(change.change)) + " " + change.file + ":" + change.key + ";";
    }
    return text;
}

}  // namespace

TEST_CASE("nested maps are joined, lists and empty maps are values") {
    const Values values = flattened(Json::parse(R"({"a": {"b": 1, "c": {}}, "l": [1, 2], "n": null})"));
    CHECK(values.size() == 4);
    CHECK(values.at("a.b") == 1);
    CHECK(values.at("a.c") == Json::object());
    CHECK(values.at("l") == Json::array({1, 2}));
    CHECK(flattened(Json(3)).at("") == 3);
}

TEST_CASE("values: added, deleted, modified, with the difference of numbers") {
    State a;
    State b;
    a.metrics["m.json"] = {{"acc", 0.5}, {"gone", 1}, {"kept", 2}, {"nan", "NaN"}, {"huge", 1e308}};
    b.metrics["m.json"] = {{"acc", 0.6}, {"new", 1}, {"kept", 2.0}, {"nan", "NaN"}, {"huge", -1e308}};
    b.metrics["other.json"] = {{"x", "NaN"}};
    const auto found = compare::compare(a, b, false).metrics;
    CHECK(told(found) ==
          "modified m.json:acc;deleted m.json:gone;modified m.json:huge;added m.json:new;added other.json:x;");
    CHECK(*found[0].difference == doctest::Approx(0.1));
    CHECK(!found[1].difference);
    CHECK(!found[2].difference);  // is infinite
    CHECK(compare::compare(a, b, true).metrics.size() == 7);
}

TEST_CASE("a side that knows only declared parameters is silent about the rest") {
    State run;
    State tree;
    run.declared_params_only = true;
    run.params["params.yaml"] = {{"lr", 0.1}, {"gone", 1}};
    tree.params["params.yaml"] = {{"lr", 0.2}, {"other", 5}};
    tree.params["more.yaml"] = {{"x", 1}};
    CHECK(told(compare::compare(run, tree, false).params) == "deleted params.yaml:gone;modified params.yaml:lr;");
    CHECK(told(compare::compare(tree, run, false).params) == "added params.yaml:gone;modified params.yaml:lr;");
}

TEST_CASE("what was logged without a file is compared where both sides can know it") {
    State run;
    State tree;
    run.logged_known = true;
    run.metrics[""] = {{"train.loss", 1}};
    tree.metrics["m.json"] = {{"acc", 1}};
    CHECK(told(compare::compare(run, tree, false).metrics) == "added m.json:acc;");
    State other = run;
    other.metrics[""]["train.loss"] = 2;
    CHECK(told(compare::compare(run, other, false).metrics) == "modified :train.loss;");
}

TEST_CASE("data: renamed once, empty files never, sizes where digests cannot be compared") {
    State a;
    State b;
    a.data = {{"old.bin", content("x", 3)}, {"empty", content("", 0)}, {"same", content("s", 1)}};
    b.data = {{"new.bin", content("x", 3)},
              {"copy.bin", content("x", 3)},
              {"empty2", content("", 0)},
              {"same", content("s", 1)}};
    const auto found = compare::compare(a, b, false).data;
    REQUIRE(found.size() == 4);
    CHECK(found[0].path == "copy.bin");
    CHECK(found[0].change == Change::renamed);
    CHECK(found[0].from == "old.bin");
    CHECK(found[1].change == Change::deleted);  // empty
    CHECK(found[2].change == Change::added);
    CHECK(found[3].path == "new.bin");
    CHECK(found[3].change == Change::added);

    Content dvc = content("s", 1);
    dvc.digest = base::md5("s");
    b.data["same"] = dvc;
    CHECK(compare::compare(a, b, false).data.size() == 4);
}

TEST_CASE("nothing differs") {
    State a;
    a.params["p"] = {{"map", Json::parse(R"({"x": 1, "y": 2})")}};
    a.plots["loss.csv"] = {.files = {{"loss.csv", "a\n1\n"}}, .options = nullptr};
    State b = a;
    b.params["p"]["map"] = Json::parse(R"({"y": 2, "x": 1})");
    b.plots["loss.csv"].options = {{"x", "a"}};
    CHECK(!compare::compare(a, b, true).any());
    CHECK(compare::compare(a, b, false).plots.empty());
}

TEST_CASE("values: whole numbers that no double holds differ by what they differ") {
    State before;
    State after;
    before.metrics["m.json"] = {{"rows", std::int64_t{9'007'199'254'740'993}}};
    after.metrics["m.json"] = {{"rows", std::uint64_t{9'007'199'254'740'996}}};
    const auto found = compare::compare(before, after, false).metrics;
    REQUIRE(found.size() == 1);
    CHECK(*found[0].difference == 3);
}
