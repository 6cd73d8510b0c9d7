// One full example of each object, every field set, goes in and comes back equal.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "store_fixture.hpp"

namespace mlp::tracking {

TEST_CASE("an experiment comes back as it went in") {
    StoreFixture fix;
    const std::string id =
        fix.tracking->create_experiment("churn", {{"owner", "ada"}, {"mlflow.note.content", "# why"}}, "s3://bucket/x");
    const Experiment wanted{.id = "1",
                            .name = "churn",
                            .artifact_location = "s3://bucket/x",
                            .lifecycle = Lifecycle::active,
                            .creation_time = fix.clock,
                            .last_update_time = fix.clock,
                            .tags = {{"mlflow.note.content", "# why"}, {"owner", "ada"}}};
    CHECK(id == "1");
    CHECK(fix.tracking->find_experiment(id) == wanted);
    CHECK(fix.tracking->find_experiment_by_name("churn") == wanted);
    CHECK(fix.tracking->find_experiment("0")->name == "Default");
    CHECK(fix.tracking->find_experiment("0")->artifact_location == "mlflow-artifacts:/0");
}

TEST_CASE("a run comes back as it went in, every field set") {
    StoreFixture fix;
    const std::string parent = fix.run("parent");
    const std::string model = fix.tracking->create_logged_model({.experiment_id = "0", .name = "trees"}).id;
    const RunInfo info = fix.tracking->create_run({.experiment_id = "0",
                                                   .name = "first",
                                                   .user_id = "ada",
                                                   .start_time = 12345,
                                                   .tags = {{"mlflow.user", "ada"}, {"mlflow.source.name", "train.py"}},
                                                   .parent_id = parent});
    const double inf = std::numeric_limits<double>::infinity();
    const std::vector<Metric> metrics{
        {.key = "acc",
         .value = 0.1,
         .timestamp = 5,
         .step = -3,
         .model_id = model,
         .dataset_name = "train",
         .dataset_digest = "d1"},
        {.key = "big", .value = inf, .timestamp = 1, .step = 1LL << 40},
        {.key = "low", .value = -inf, .timestamp = 1},
        {.key = "nan", .value = std::nan(""), .timestamp = 1},
        {.key = "tiny", .value = 5e-324, .timestamp = 1},
        {.key = "zero", .value = -0.0, .timestamp = 1},
    };
    const Dataset dataset{"iris", "abc", "local", "{\"path\": \"iris.csv\"}", "{\"columns\": []}", "{\"rows\": 150}"};
    fix.tracking->log(
        info.id,
        {.metrics = metrics, .params = {{"empty", ""}, {"lr", "0.1"}}, .tags = {{"größe", "Ä b/c"}}, .artifacts = {}});
    fix.tracking->log_inputs(info.id, {{dataset, {{"mlflow.data.context", "train"}}}}, {model});
    fix.tracking->log_outputs(info.id, {{model, 7}});
    fix.tracking->update_run(info.id, RunStatus::finished, 23456, std::nullopt);

    const auto run = fix.tracking->find_run(info.id);
    REQUIRE(run);
    CHECK(run->info == RunInfo{.id = info.id,
                               .name = "first",
                               .experiment_id = "0",
                               .user_id = "ada",
                               .status = RunStatus::finished,
                               .start_time = 12345,
                               .end_time = 23456,
                               .artifact_uri = "mlflow-artifacts:/0/" + info.id + "/artifacts",
                               .lifecycle = Lifecycle::active,
                               .parent_id = parent});
    CHECK(run->metrics == metrics);
    CHECK(run->params == std::vector<Param>{{"empty", ""}, {"lr", "0.1"}});
    // By the bytes of their keys: 'g' is before 'm'.
    CHECK(run->tags == std::vector<Tag>{{"größe", "Ä b/c"},
                                        {"mlflow.parentRunId", parent},
                                        {"mlflow.runName", "first"},
                                        {"mlflow.source.name", "train.py"},
                                        {"mlflow.user", "ada"}});
    CHECK(run->dataset_inputs == std::vector<DatasetInput>{{dataset, {{"mlflow.data.context", "train"}}}});
    CHECK(run->model_inputs == std::vector<std::string>{model});
    CHECK(run->model_outputs == std::vector<ModelOutput>{{model, 7}});
    for (const Metric& metric : metrics) {
        CHECK(fix.tracking->metric_history(info.id, metric.key).items == std::vector<Metric>{metric});
    }
}

TEST_CASE("a logged model comes back as it went in, with the metrics logged to it") {
    StoreFixture fix;
    const std::string run = fix.run("source");
    LoggedModel model;
    model.id = "m-0123456789abcdef0123456789abcdef";
    model.experiment_id = "0";
    model.name = "forest";
    model.creation_time = 100;
    model.last_updated_time = 200;
    model.artifact_uri = "s3://bucket/models/1";
    model.status = LoggedModelStatus::ready;
    model.model_type = "sklearn";
    model.source_run_id = run;
    model.tags = {{"stage", "dev"}};
    model.params = {{"depth", "3"}};
    CHECK(fix.tracking->create_logged_model(model) == model);
    const Metric metric{.key = "f1",
                        .value = 0.5,
                        .timestamp = 3,
                        .step = 2,
                        .model_id = model.id,
                        .dataset_name = "test",
                        .dataset_digest = "x"};
    fix.tracking->log(run, {.metrics = {metric}});
    model.metrics = {metric};
    model.metric_run_ids = {run};
    CHECK(fix.tracking->find_logged_model(model.id) == model);
}

TEST_CASE("a logged model gets id, name, times and place when they are not given") {
    StoreFixture fix;
    const LoggedModel made = fix.tracking->create_logged_model({.experiment_id = "0"});
    CHECK(made.id.size() == 34);
    CHECK(made.id.starts_with("m-"));
    CHECK_FALSE(made.name.empty());
    CHECK(made.creation_time == fix.clock);
    CHECK(made.status == LoggedModelStatus::pending);
    CHECK(made.artifact_uri == "mlflow-artifacts:/0/models/" + made.id + "/artifacts");
}

TEST_CASE("artifacts and documents come back as they went in") {
    StoreFixture fix;
    const std::string run = fix.run("r");
    const std::string digest = "sha256:" + std::string(64, 'a');
    fix.tracking->log(run, {.artifacts = {{"plots/roc.png", 12, digest}, {"a.txt", 0, digest}}});
    REQUIRE(fix.tracking->list_artifacts(run).size() == 2);
    CHECK(fix.tracking->list_artifacts(run)[0].path == "a.txt");
    CHECK(fix.tracking->find_artifact(run, "plots/roc.png")->size == 12);
    CHECK_FALSE(fix.tracking->find_artifact(run, "none"));
    const base::Json git{{"commit", "abc"}, {"dirty", true}, {"files", {1, 2.5, nullptr}}};
    fix.tracking->put_document(run, "git", git);
    fix.tracking->put_document(run, "git", git);
    CHECK(fix.tracking->find_document(run, "git") == git);
    CHECK_FALSE(fix.tracking->find_document(run, "host"));
    CHECK(fix.tracking->list_documents(run) == std::vector<std::string>{"git"});
}

}  // namespace mlp::tracking
