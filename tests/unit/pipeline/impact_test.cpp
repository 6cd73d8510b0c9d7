#include "core/pipeline/impact.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "samples.hpp"

using namespace mlp;
using pipeline::Impact;
using test::stage;
using Names = std::vector<std::string>;

namespace {

config::Project sample() {
    auto project = test::project_of(
        {stage("prepare", {"data/raw.csv"}, {"build"}), stage("train@a", {"build/clean.csv"}, {"models/a.pkl"}),
         stage("train@b", {"build/clean.csv"}, {"models/b.pkl"}), stage("doc", {"README"}, {})});
    project.stages[1].params.push_back({"params.yaml", {"train.lr"}, {}});
    project.stages[2].params.push_back({"other.yaml", {}, {}});
    project.models.resize(2);
    project.models[0].name = "a";
    project.models[0].path = "models/a.pkl";
    project.models[1].name = "b";
    project.models[1].path = "models/b.pkl";
    project.models[1].files = {"static/schema.json"};
    project.environments.resize(2);
    project.environments[0].name = "staging";
    project.environments[0].model = "a";
    project.environments[1].name = "unnamed";
    return project;
}

struct Ground {
    config::Project project = sample();
    pipeline::Graph graph{project};
    Impact of(const std::string& word) const { return pipeline::impact_of(graph, word, word); }
    Names stages(const Impact& impact) const {
        Names names;
        for (const std::size_t index : impact.stages) names.push_back(graph.stage(index).name);
        return names;
    }
};

}  // namespace

TEST_CASE("from a path, a parameter or a stage to everything behind it") {
    const Ground ground;
    const Impact raw = ground.of("data/raw.csv");
    CHECK(raw.subject == Impact::Subject::path);
    CHECK(ground.stages(raw) == Names{"prepare", "train@a", "train@b"});
    CHECK(raw.models == Names{"a", "b"});
    CHECK(raw.environments == Names{"staging"});
    CHECK(ground.stages(ground.of("data")) == ground.stages(raw));
    const Impact parameter = ground.of("train");
    CHECK(parameter.subject == Impact::Subject::stage);  // a group of stages comes before a parameter
    CHECK(ground.stages(parameter) == Names{"train@a", "train@b"});
    CHECK(ground.stages(ground.of("train.lr")) == Names{"train@a"});
    CHECK(ground.of("train.lr").name == "params.yaml:train.lr");
    CHECK(ground.stages(ground.of("other.yaml:anything")) == Names{"train@b"});
    CHECK(ground.stages(ground.of("other.yaml")) == Names{"train@b"});
    CHECK(ground.of("static/schema.json").models == Names{"b"});
    CHECK(ground.of("models/a.pkl").models == Names{"a"});
    CHECK(ground.of("models/a.pkl").stages.empty());
    CHECK(ground.of("doc").models.empty());
}

TEST_CASE("what nobody knows is told with the nearest name") {
    const Ground ground;
    try {
        ground.of("data/row.csv");
        FAIL("found");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::missing);
        CHECK(error.message().find("Did you mean 'data/raw.csv'") != std::string::npos);
    }
}
