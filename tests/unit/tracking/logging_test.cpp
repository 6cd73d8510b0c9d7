#include <doctest/doctest.h>

#include <cmath>

#include "core/base/error.hpp"
#include "core/tracking/limits.hpp"
#include "store_fixture.hpp"

namespace mlp::tracking {
namespace {

Metric point(double value, std::int64_t step, Millis time) {
    return {.key = "m", .value = value, .timestamp = time, .step = step};
}

template <class Action>
Kind kind_of(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind();
    }
    return Kind::bug;
}

}  // namespace

TEST_CASE("the latest point has the greatest step, then time, then value, whatever the order of arrival") {
    StoreFixture fix;
    struct Row {
        std::vector<Metric> points;
        double latest;
    };
    const double nan = std::nan("");
    int number = 0;
    for (const Row& row : {Row{{point(1, 0, 5), point(2, 1, 1)}, 2}, Row{{point(2, 1, 1), point(1, 0, 5)}, 2},
                           Row{{point(1, 1, 1), point(2, 1, 2)}, 2}, Row{{point(2, 1, 2), point(3, 1, 1)}, 2},
                           Row{{point(1, 1, 1), point(2, 1, 1)}, 2}, Row{{point(2, 1, 1), point(1, 1, 1)}, 2},
                           Row{{point(2, 1, 1), point(nan, 1, 1)}, 2}, Row{{point(nan, 1, 1), point(-2, 1, 1)}, -2},
                           Row{{point(2, 1, 1), point(nan, 1, 2)}, nan}, Row{{point(1, -5, 9), point(2, -6, 10)}, 1}}) {
        CAPTURE(number);
        const std::string together = fix.run("a" + std::to_string(number));
        fix.tracking->log(together, {.metrics = row.points});
        CHECK(same_number(fix.tracking->find_run(together)->metrics.at(0).value, row.latest));
        const std::string apart = fix.run("b" + std::to_string(number++));
        for (const Metric& metric : row.points) fix.tracking->log(apart, {.metrics = {metric}});
        CHECK(same_number(fix.tracking->find_run(apart)->metrics.at(0).value, row.latest));
        CHECK(fix.tracking->metric_history(apart, "m").items.size() == 2);
    }
}

TEST_CASE("an exact repeat of a point is kept once; 0.0 and -0.0 are two") {
    StoreFixture fix;
    const std::string run = fix.run("r");
    for (int i = 0; i < 3; ++i)
        fix.tracking->log(run, {.metrics = {point(0.0, 1, 1), point(-0.0, 1, 1), point(std::nan(""), 1, 1)}});
    CHECK(fix.tracking->metric_history(run, "m").items.size() == 3);
}

TEST_CASE("history is in order of time, step and value, page by page; an unknown key has none") {
    StoreFixture fix;
    const std::string run = fix.run("r");
    std::vector<Metric> points;
    for (int i = 0; i < 25; ++i) points.push_back(point(i * 7 % 11, i % 5, i % 3));
    fix.tracking->log(run, {.metrics = points});
    std::vector<Metric> pages;
    std::string token;
    do {
        const auto page = fix.tracking->metric_history(run, "m", 4, token);
        CHECK(page.items.size() <= 4);
        pages.insert(pages.end(), page.items.begin(), page.items.end());
        token = page.next_page_token;
    } while (!token.empty());
    CHECK(pages == fix.tracking->metric_history(run, "m").items);
    CHECK(pages.size() == 25);
    CHECK(std::is_sorted(pages.begin(), pages.end(), [](const Metric& a, const Metric& b) {
        return std::tuple(a.timestamp, a.step, a.value) < std::tuple(b.timestamp, b.step, b.value);
    }));
    CHECK(fix.tracking->metric_history(run, "none").items.empty());
    CHECK(kind_of([&] { fix.tracking->metric_history(run, "m", 4, "bad"); }) == Kind::usage);
    CHECK(kind_of([&] { fix.tracking->metric_history("none", "m"); }) == Kind::missing);
}

TEST_CASE("params are written once; a batch with a conflict keeps nothing at all") {
    StoreFixture fix;
    const std::string run = fix.run("r");
    fix.tracking->log(run, {.params = {{"lr", "0.1"}}});
    fix.tracking->log(run, {.params = {{"lr", "0.1"}}});
    const Batch batch{.metrics = {point(1, 1, 1)}, .params = {{"a", "1"}, {"lr", "0.2"}}, .tags = {{"t", "x"}}};
    try {
        fix.tracking->log(run, batch);
        FAIL("a param was changed");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::conflict);
        CHECK(error.message() ==
              "Changing param values is not allowed. Param with key='lr' was already logged with value='0.1' for run "
              "ID='" +
                  run + "'. Attempted logging new value '0.2'.");
    }
    const Run found = *fix.tracking->find_run(run);
    CHECK(found.metrics.empty());
    CHECK(found.params == std::vector<Param>{{"lr", "0.1"}});
    CHECK(found.tags == std::vector<Tag>{{"mlflow.runName", "r"}});
    CHECK(kind_of([&] { fix.tracking->log(run, {.params = {{"x", "1"}, {"x", "1"}}}); }) == Kind::invalid);
}

TEST_CASE("tags overwrite, long values are cut, absent ones cannot be deleted") {
    StoreFixture fix;
    const std::string run = fix.run("r");
    fix.tracking->log(run, {.tags = {{"t", "1"}, {"t", "2"}}});
    CHECK(fix.tracking->find_run(run)->tags[1].value == "2");
    std::string umlauts;
    for (int i = 0; i < 8001; ++i) umlauts += "ü";
    fix.tracking->log(run, {.params = {{"p", std::string(6001, 'x')}}, .tags = {{"t", umlauts}}});
    CHECK(fix.tracking->find_run(run)->params[0].value.size() == 6000);
    CHECK(fix.tracking->find_run(run)->tags[1].value.size() == 16000);
    fix.tracking->delete_tag(run, "t");
    CHECK(kind_of([&] { fix.tracking->delete_tag(run, "t"); }) == Kind::missing);
    CHECK(kind_of([&] { fix.tracking->log(run, {.tags = {{"t", "\xff"}}}); }) == Kind::invalid);
}

TEST_CASE("name and tag mlflow.runName are one, as are parent and mlflow.parentRunId") {
    StoreFixture fix;
    const std::string run = fix.run("first");
    fix.tracking->log(run, {.tags = {{"mlflow.runName", "second"}}});
    CHECK(fix.tracking->find_run(run)->info.name == "second");
    fix.tracking->update_run(run, std::nullopt, std::nullopt, "third");
    CHECK(fix.tracking->find_run(run)->tags[0].value == "third");
    CHECK(fix.tracking->find_run(run)->info.status == RunStatus::running);
    CHECK(fix.tracking->create_run({.experiment_id = "0", .tags = {{"mlflow.runName", "tagged"}}}).name == "tagged");
    CHECK(kind_of([&] {
              fix.tracking->create_run({.experiment_id = "0", .name = "x", .tags = {{"mlflow.runName", "y"}}});
          }) == Kind::invalid);
    const std::string child =
        fix.tracking->create_run({.experiment_id = "0", .tags = {{"mlflow.parentRunId", run}}}).id;
    CHECK(fix.tracking->child_runs(run) == std::vector<std::string>{child});
    fix.tracking->delete_tag(child, "mlflow.parentRunId");
    CHECK(fix.tracking->child_runs(run).empty());
    CHECK_FALSE(fix.tracking->create_run({.experiment_id = "0"}).name.empty());
}

TEST_CASE("keys are letters and digits of any script, some signs, and a plain path") {
    for (const char* good :
         {"acc", "a/b", "val acc", "a.b-c_d:e", "größe", "学习率", "0", "a/b/c", "..a", "...", " a"}) {
        CAPTURE(good);
        CHECK_NOTHROW(check_key("metric", good));
    }
    for (const char* bad : {"", "a//b", "a/", "/a", ".", "..", "a/../b", "a/./b", "a@b", "a#b", "a\\b", "a\nb", "a\tb",
                            "\xff", "a\x7f", "😀"}) {
        CAPTURE(bad);
        CHECK(kind_of([&] { check_key("metric", bad); }) == Kind::invalid);
    }
    CHECK_NOTHROW(check_key("metric", std::string(250, 'k')));
    CHECK(kind_of([] { check_key("metric", std::string(251, 'k')); }) == Kind::invalid);
    CHECK(kind_of([] { check_metric({.key = "m", .timestamp = -1}); }) == Kind::invalid);
    CHECK_NOTHROW(check_metric({.key = "m", .step = -(1LL << 62)}));
}

TEST_CASE("artifact paths stay inside their run") {
    for (const char* good : {"a", "plots/roc.png", "größe.txt", "a b", "..a/b", ".hidden"})
        CHECK_NOTHROW(check_artifact_path(good));
    for (const char* bad :
         {"", ".", "..", "../a", "a/../../b", "/etc/passwd", "a//b", "a/", "a\\b", "a#b", "a\nb", "\xff"}) {
        CAPTURE(bad);
        CHECK(kind_of([&] { check_artifact_path(bad); }) == Kind::invalid);
    }
    CHECK(kind_of([] { check_artifact_path(std::string(1025, 'a')); }) == Kind::invalid);
    StoreFixture fix;
    const std::string run = fix.run("r");
    CHECK(kind_of([&] { fix.tracking->log(run, {.artifacts = {{"a", 1, "md5:1"}}}); }) == Kind::invalid);
}

TEST_CASE("an input logged twice is one; its tags are joined") {
    StoreFixture fix;
    const std::string run = fix.run("r");
    const Dataset dataset{"iris", "d", "local", "here", {}, {}};
    fix.tracking->log_inputs(run, {{dataset, {{"mlflow.data.context", "train"}}}}, {"m-1"});
    fix.tracking->log_inputs(run, {{dataset, {{"other", "x"}}}}, {"m-1"});
    Dataset longer = dataset;
    longer.profile = "{}";
    fix.tracking->log_inputs(run, {{longer, {}}}, {});
    const Run found = *fix.tracking->find_run(run);
    REQUIRE(found.dataset_inputs.size() == 2);
    CHECK(found.dataset_inputs[0].tags.size() == 2);
    CHECK(found.dataset_inputs[1].dataset == longer);
    CHECK(found.model_inputs == std::vector<std::string>{"m-1"});
    CHECK(kind_of([&] { fix.tracking->log_inputs(run, {{{"", "d"}, {}}}, {}); }) == Kind::invalid);
}

}  // namespace mlp::tracking
