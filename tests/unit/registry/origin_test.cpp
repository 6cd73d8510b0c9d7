#include "core/registry/origin.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "fixture.hpp"

using namespace mlp;
using namespace mlp::registry;
using test::Fixture;

namespace {

struct Runs : Fixture {
    std::unique_ptr<tracking::TrackingStore> tracking = tracking::open_tracking(store);
    std::map<std::string, std::string> workspace;  ///< path → bytes
    std::string experiment = tracking->create_experiment("churn");

    static std::string digest(const std::string& bytes) { return base::sha256(bytes).to_string(); }
    static Json entry(const std::string& bytes) {
        return {{"kind", "file"}, {"digest", digest(bytes)}, {"size", bytes.size()}};
    }

    ContentOf content_of() {
        return [this](const std::string& path) -> std::optional<data::Content> {
            const auto found = workspace.find(path);
            if (found == workspace.end()) return std::nullopt;
            return data::Content{data::ContentKind::file, base::sha256(found->second), found->second.size(), 1};
        };
    }

    /// raw.csv → prepare → clean.csv → train (train.py) → model.bin; beside it report → report.html
    static Json stages(const std::string& model) {
        return {{"prepare",
                 {{"deps", {{"raw.csv", entry("raw")}}},
                  {"params", {{"rows", 10}}},
                  {"outs", {{"clean.csv", entry("clean")}}}}},
                {"train",
                 {{"deps", {{"clean.csv", entry("clean")}, {"train.py", entry("code")}}},
                  {"params", {{"lr", 0.1}}},
                  {"outs", {{"model.bin", entry(model)}}}}},
                {"report",
                 {{"deps", {{"notes.md", entry("notes")}}},
                  {"params", {{"title", "x"}}},
                  {"outs", {{"report.html", entry("html")}}}}}};
    }

    std::string run(const std::string& model, tracking::RunStatus status = tracking::RunStatus::finished,
                    bool pipeline = true) {
        tracking::NewRun fresh;
        fresh.experiment_id = experiment;
        fresh.user_id = "ada";
        if (pipeline) fresh.tags = {{"mlp.kind", "pipeline"}};
        const auto id = tracking->create_run(fresh).id;
        tracking::Batch batch;
        tracking::Metric metric;
        metric.key = "evaluate.auc";
        metric.value = 0.9;
        batch.metrics = {metric};
        tracking->log(id, batch);
        tracking->put_document(id, "stages", stages(model));
        tracking->put_document(id, "git", {{"commit", "c0ffee"}, {"branch", "main"}, {"dirty", true}});
        tracking->put_document(id, "host", {{"host", "desk"}});
        tracking->update_run(id, status, env.now(), std::nullopt);
        return id;
    }
};

}  // namespace

TEST_CASE("the newest finished run that made exactly this content") {
    Runs r;
    r.workspace["model.bin"] = "one";
    CHECK(!find_origin(*r.tracking, "churn", {"model.bin"}, r.content_of()));
    r.run("one");
    const auto second = r.run("one");
    r.run("two");
    r.run("one", tracking::RunStatus::failed);
    r.run("one", tracking::RunStatus::finished, false);
    const auto origin = find_origin(*r.tracking, "churn", {"model.bin"}, r.content_of());
    REQUIRE(origin);
    CHECK(origin->run_id == second);
    CHECK(origin->stages == std::vector<std::string>{"train"});
    r.workspace["model.bin"] = "three";
    CHECK(!find_origin(*r.tracking, "churn", {"model.bin"}, r.content_of()));
    CHECK(!find_origin(*r.tracking, "other", {"model.bin"}, r.content_of()));
}

TEST_CASE("paths that no stage makes do not count, but one must be made") {
    Runs r;
    r.run("one");
    r.workspace["model.bin"] = "one";
    CHECK(find_origin(*r.tracking, "churn", {"model.bin", "schema.json"}, r.content_of()));
    CHECK(!find_origin(*r.tracking, "churn", {"schema.json"}, r.content_of()));
    // Every made path must be as the run made it.
    r.workspace["report.html"] = "edited";
    CHECK(!find_origin(*r.tracking, "churn", {"model.bin", "report.html"}, r.content_of()));
    r.workspace["report.html"] = "html";
    CHECK(find_origin(*r.tracking, "churn", {"model.bin", "report.html"}, r.content_of())->stages ==
          std::vector<std::string>{"report", "train"});
}

TEST_CASE("a path inside an output, or holding several") {
    Runs r;
    const Json stages{{"a", {{"outs", {{"models", Runs::entry("tree")}}}}},
                      {"b", {{"outs", {{"dir/x", Runs::entry("x")}, {"dir/y", Runs::entry("y")}}}}}};
    r.workspace = {{"models", "tree"}, {"dir/x", "x"}, {"dir/y", "changed"}};
    const auto inside = compare_outputs(stages, {"models/model.bin"}, r.content_of());
    CHECK(inside.stages == std::vector<std::string>{"a"});
    CHECK(inside.stale.empty());
    const auto around = compare_outputs(stages, {"dir"}, r.content_of());
    CHECK(around.stages == std::vector<std::string>{"b"});
    CHECK(around.stale == std::vector<std::string>{"dir/y"});
    CHECK(compare_outputs(stages, {"models2"}, r.content_of()).stages.empty());
    CHECK(compare_outputs(nullptr, {"models"}, r.content_of()).stages.empty());
}

TEST_CASE("provenance holds what went into the model, and nothing of its neighbours") {
    Runs r;
    const auto id = r.run("one");
    const Json provenance = provenance_of(*r.tracking, {id, {"train"}});
    CHECK(provenance["run_id"] == id);
    CHECK(provenance["commit"] == "c0ffee");
    CHECK(provenance["branch"] == "main");
    CHECK(provenance["dirty"] == true);
    CHECK(provenance["project"] == "churn");
    CHECK(provenance["user"] == "ada");
    CHECK(provenance["host"] == "desk");
    CHECK(provenance["metrics"] == Json{{"evaluate.auc", 0.9}});
    CHECK(provenance["parameters"] == Json{{"lr", 0.1}, {"rows", 10}});
    CHECK(provenance["data"] == Json{{"raw.csv", Runs::digest("raw")}, {"train.py", Runs::digest("code")}});
    CHECK(provenance["stages"] == Json{"train"});
}

TEST_CASE("a run that is no pipeline gives its own parameters and inputs") {
    Runs r;
    tracking::NewRun fresh;
    fresh.experiment_id = "0";
    fresh.user_id = "ada";
    const auto id = r.tracking->create_run(fresh).id;
    tracking::Batch batch;
    batch.params = {{"lr", "0.1"}};
    tracking::Metric metric;
    metric.key = "loss";
    metric.value = std::numeric_limits<double>::quiet_NaN();
    batch.metrics = {metric};
    r.tracking->log(id, batch);
    tracking::DatasetInput input;
    input.dataset.name = "train";
    input.dataset.digest = "abc";
    input.dataset.source_type = "local";
    input.dataset.source = "train.csv";
    r.tracking->log_inputs(id, {input}, {});
    const Json provenance = provenance_of(*r.tracking, {id, {}});
    CHECK(provenance["parameters"] == Json{{"lr", "0.1"}});
    CHECK(provenance["metrics"] == Json{{"loss", "NaN"}});
    CHECK(provenance["data"] == Json{{"train", "abc"}});
    CHECK(!provenance.contains("commit"));
    const auto metrics = metrics_of(provenance);
    CHECK(metrics.at("loss") != metrics.at("loss"));
}

TEST_CASE("metrics that the run did not record itself come from its files, if they are its own") {
    Runs r;
    const auto root = r.folder.path() / "p";
    test::write(root / "m.json", R"({"auc": 0.7, "deep": {"f1": 0.5}})");
    test::write(root / "stale.json", R"({"loss": 1})");
    r.workspace = {{"m.json", R"({"auc": 0.7, "deep": {"f1": 0.5}})"}, {"stale.json", R"({"loss": 1})"}};
    config::Project project;
    project.root = root;
    config::Stage stage;
    stage.name = "evaluate@a";
    stage.outs.resize(2);
    stage.outs[0].path = "m.json";
    stage.outs[0].role = config::Output::Role::metric;
    stage.outs[1] = stage.outs[0];
    stage.outs[1].path = "stale.json";
    project.stages = {stage};
    const Json stages{
        {"evaluate@a",
         {{"outs", {{"m.json", Runs::entry(r.workspace["m.json"])}, {"stale.json", Runs::entry("other")}}}}}};
    Json provenance{{"metrics", {{"evaluate/a.auc", 0.9}}}};
    add_metrics(provenance, stages, project, r.content_of());
    CHECK(provenance["metrics"] == Json{{"evaluate/a.auc", 0.9}, {"evaluate/a.deep.f1", 0.5}});
}
