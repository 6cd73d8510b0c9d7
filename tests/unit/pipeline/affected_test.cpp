#include "core/pipeline/affected.hpp"

#include <doctest/doctest.h>

#include "samples.hpp"

using namespace mlp;
using pipeline::EarlierState;
using pipeline::Graph;
using test::stage;

namespace {

struct Ground {
    base::TemporaryFolder then{std::filesystem::temp_directory_path(), "mlp-affected"};
    base::TemporaryFolder now{std::filesystem::temp_directory_path(), "mlp-affected"};
    config::Project project = test::project_of(
        {stage("prepare", {"raw", "src/p.py"}, {"clean"}), stage("train", {"clean", "src/t.py"}, {"model"}),
         stage("report", {"model"}, {"report"}), stage("other", {"src"}, {"x"})});
    config::Project earlier = project;
    pipeline::Lock lock;
    pipeline::Lock earlier_lock;

    Ground() {
        project.root = now.path();
        project.stages[1].params = {{"params.yaml", {"lr", "deep.depth"}, {}, {}}};
        earlier.stages[1].params = project.stages[1].params;
    }
    void params(const std::string& before, const std::string& after) const {
        base::replace_file(then.path() / "params.yaml", before);
        base::replace_file(now.path() / "params.yaml", after);
    }
    /// "train (why), report (why)".
    std::string affected(const std::vector<std::string>& changed, bool without_project = false) const {
        const Graph graph(project);
        const EarlierState before{without_project ? nullptr : &earlier, then.path(), earlier_lock, changed};
        std::string text;
        for (const auto& one : pipeline::affected_since(graph, lock, before)) {
            text += (text.empty() ? "" : ", ") + graph.stage(one.index).name + " (" + one.why + ")";
        }
        return text;
    }
};

}  // namespace

TEST_CASE("a changed file affects who reads it and all behind, but not who made it") {
    const Ground ground;
    CHECK(ground.affected({}).empty());
    CHECK(ground.affected({"README.md", "srcs", "src.py"}).empty());
    CHECK(ground.affected({"raw/part.csv"}) ==
          "prepare (raw/part.csv changed), train (stage prepare is affected), report (stage train is affected)");
    CHECK(ground.affected({"src/t.py"}) ==
          "train (src/t.py changed), report (stage train is affected), other (src/t.py changed)");
    CHECK(ground.affected({"model", "clean", "report"}).empty());
}

TEST_CASE("parameters are compared key by key") {
    const Ground ground;
    ground.params("lr: 1\ndeep: {depth: 2}\nseed: 1\n", "# a comment\nlr: 1\ndeep: {depth: 2}\nseed: 2\n");
    CHECK(ground.affected({"params.yaml"}).empty());
    ground.params("lr: 1\ndeep: {depth: 2}\n", "lr: 1\ndeep: {depth: 3}\n");
    CHECK(ground.affected({"params.yaml"}) == "train (params deep.depth changed), report (stage train is affected)");
    ground.params("deep: {depth: 3}\n", "lr: 1\ndeep: {depth: 3}\n");
    CHECK(ground.affected({"params.yaml"}).starts_with("train (params lr changed)"));
}

TEST_CASE("definitions are compared as far as they matter") {
    Ground ground;
    ground.earlier.stages[2].commands = {"other"};
    ground.earlier.stages[3].description = "words";
    ground.earlier.stages[3].retries.count = 3;
    CHECK(ground.affected({"mlp.yaml"}) == "report (its command changed)");
    ground.earlier.stages.erase(ground.earlier.stages.begin() + 2);
    CHECK(ground.affected({}) == "report (it is new)");
    CHECK(ground.affected({}, true).starts_with("prepare (it is new), train (it is new)"));
}

TEST_CASE("of data that git does not know the locks tell") {
    Ground ground;
    ground.lock.stages["prepare"].inputs.deps["raw"] = test::file_content("2");
    ground.earlier_lock.stages["prepare"].inputs.deps["raw"] = test::file_content("1");
    CHECK(ground.affected({}).starts_with("prepare (raw changed)"));
    ground.earlier_lock = ground.lock;
    CHECK(ground.affected({}).empty());
}
