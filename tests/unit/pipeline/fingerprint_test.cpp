#include "core/pipeline/fingerprint.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "samples.hpp"

using namespace mlp;
using pipeline::StageInputs;

TEST_CASE("the fingerprint of the documented example is the documented one") {
    StageInputs inputs;
    inputs.commands = {"python train.py"};
    inputs.deps["data.csv"] = test::file_content("a,b\n1,2\n");
    inputs.params["params.yaml"] = {{"train.lr", 0.1}};
    inputs.outs = {"model.bin"};
    inputs.env = {{"THREADS", "2"}};
    CHECK(
        pipeline::fingerprint_text(inputs) ==
        R"({"cmd":["python train.py"],"deps":{"data.csv":{"digest":"sha256:492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470","kind":"file"}},"env":{"THREADS":"2"},"outs":["model.bin"],"params":{"params.yaml":{"train.lr":0.1}},"python":null,"shell":"/bin/sh","v":1,"wdir":"."})");
    CHECK(pipeline::fingerprint(inputs).to_string() ==
          "sha256:064199998716dec520b04cd7be926acd05f66b95a19189ff0302271ea69c3fae");
}

TEST_CASE("everything declared changes the fingerprint, and nothing else does") {
    const auto whole = pipeline::fingerprint(test::full_inputs());
    CHECK(pipeline::fingerprint(test::full_inputs()) == whole);
    const std::vector<std::function<void(StageInputs&)>> changes{
        [](StageInputs& i) { i.commands.pop_back(); },
        [](StageInputs& i) { i.commands = {i.commands[0] + "\n" + i.commands[1]}; },
        [](StageInputs& i) { i.shell = "/bin/sh"; },
        [](StageInputs& i) { i.wdir = "."; },
        [](StageInputs& i) { i.deps["data/raw.csv"].digest = base::sha256("abd"); },
        [](StageInputs& i) { i.deps["data/raw.csv"].kind = data::ContentKind::executable; },
        [](StageInputs& i) { i.deps.erase("features"); },
        [](StageInputs& i) { i.params["params.yaml"]["train.lr"] = 0.2; },
        [](StageInputs& i) { i.params["params.yaml"]["train.lr"] = "0.1"; },
        [](StageInputs& i) { i.params["other.json"].clear(); },
        [](StageInputs& i) { i.outs.push_back("z"); },
        [](StageInputs& i) { i.env["THREADS"] = "3"; },
        [](StageInputs& i) { i.env.erase("EMPTY"); },
        [](StageInputs& i) { i.python.reset(); },
        [](StageInputs& i) { i.python->digest = base::sha256("other"); },
    };
    for (const auto& change : changes) {
        StageInputs inputs = test::full_inputs();
        change(inputs);
        CHECK(pipeline::fingerprint(inputs) != whole);
    }
    StageInputs same = test::full_inputs();
    same.python->path = "elsewhere.lock";  // its content counts
    same.deps["features"].files = 4;       // follows from the digest
    CHECK(pipeline::fingerprint(same) == whole);
}
