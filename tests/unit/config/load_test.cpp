#include <doctest/doctest.h>

#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

const char* const whole = R"(version: 1
project: churn
owner: data-science@example.org
store: .mlp/store.db
vars:
  - config/paths.yaml
  - seed: 7
stages:
  prepare:
    cmd: python src/prepare.py
    deps: [src/prepare.py, data/raw.csv]
    outs: [build/clean.csv]
  train:
    desc: Fit the model
    cmd: python src/train.py --lr ${train.lr}
    deps: [src/train.py, build/clean.csv]
    params: [train.lr, train.trees, other.yaml: [a.b]]
    outs:
      - models/model.pkl
      - build/debug.log: {cache: false, persist: true}
    metrics: [build/train.json: {cache: false}]
    plots: [build/curve.csv: {x: step, y: loss}]
    env:
      OMP_NUM_THREADS: "1"
      python: requirements.lock
    timeout: 10m
    retries: 1
    resources: {cpus: 1, memory: 2GiB, gpus: 0}
  evaluate:
    foreach: [a, b]
    do:
      cmd: python src/evaluate.py ${item}
      deps: [src/evaluate.py, models/model.pkl]
      metrics: ["build/evaluate-${item}.json"]
datasets:
  raw: {path: data/raw.csv, contract: contracts/raw.odcs.yaml, owner: data@example.org}
models:
  churn:
    path: models/model.pkl
    desc: Who is about to leave
    card: MODEL_CARD.md
    files: [build/schema.json]
    champion: champion
    gates:
      - evaluate@a.auc >= 0.80
      - evaluate@b.auc >= champion - 0.01
environments:
  staging: {target: folder, path: releases/staging, model: churn}
  production: {target: folder, path: releases/production, model: churn, alias: champion, keep: 10}
tests:
  unit: python -m pytest -q tests
  smoke: {cmd: sh tests/smoke.sh, timeout: 2m}
)";

}  // namespace

TEST_CASE("everything of the documented grammar is read") {
    TestProject files(whole);
    files.write("params.yaml", "train: {lr: 0.1, trees: 50}\n").write("config/paths.yaml", "out: build\n");
    const Loaded loaded = files.load();
    REQUIRE_MESSAGE(loaded.problems.empty(), only_message(loaded));
    const Project& project = loaded.project;
    CHECK(project.name == "churn");
    CHECK(project.owner == "data-science@example.org");
    CHECK(project.store == ".mlp/store.db");
    CHECK(project.inputs == std::vector<std::string>{"mlp.yaml", "params.yaml", "config/paths.yaml"});
    REQUIRE(project.stages.size() == 4);

    const Stage& train = project.stages[1];
    CHECK(train.commands == std::vector<std::string>{"python src/train.py --lr 0.1"});
    CHECK(train.description == "Fit the model");
    REQUIRE(train.params.size() == 2);
    CHECK(train.params[0].file == "params.yaml");
    CHECK(train.params[0].keys == std::vector<std::string>{"train.lr", "train.trees"});
    CHECK(train.params[1].file == "other.yaml");
    CHECK(train.params[1].keys == std::vector<std::string>{"a.b"});
    REQUIRE(train.outs.size() == 4);
    CHECK(train.outs[1].path == "build/debug.log");
    CHECK_FALSE(train.outs[1].cache);
    CHECK(train.outs[1].persist);
    CHECK(train.outs[2].role == Output::Role::metric);
    CHECK(train.outs[3].role == Output::Role::plot);
    CHECK(train.outs[3].options["x"] == "step");
    CHECK(train.env == std::map<std::string, std::string>{{"OMP_NUM_THREADS", "1"}});
    CHECK(train.python_lock->path == "requirements.lock");
    CHECK(train.timeout == std::chrono::minutes(10));
    CHECK(train.retries.count == 1);
    CHECK(train.resources.memory_bytes == 2ULL << 30);
    CHECK(train.place == Position{"mlp.yaml", 13, 3});

    const Stage& evaluate = project.stages[3];
    CHECK(evaluate.name == "evaluate@b");
    CHECK(evaluate.commands == std::vector<std::string>{"python src/evaluate.py b"});
    CHECK(evaluate.outs[0].path == "build/evaluate-b.json");

    REQUIRE(project.models.size() == 1);
    CHECK(project.models[0].gates[1].champion);
    CHECK(project.models[0].gates[1].value == -0.01);
    CHECK(project.environments[1].alias == "champion");
    CHECK(project.environments[1].keep == 10);
    CHECK(project.tests[1].timeout == std::chrono::minutes(2));
    CHECK(project.tests[0].command == "python -m pytest -q tests");
    CHECK(project.datasets[0].contract->path == "contracts/raw.odcs.yaml");
    CHECK(project.find_stage("train") == &train);
    CHECK(project.find_model("nobody") == nullptr);
}

}  // namespace mlp::config
