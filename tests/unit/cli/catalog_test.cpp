#include "cli/data/catalog.hpp"

#include <doctest/doctest.h>

using namespace mlp;

namespace {

constexpr base::Millis last_moment = 1'798'761'599'999;  // 2026-12-31T23:59:59.999Z

config::Stage stage_between(const std::string& name, const std::string& dep, const std::string& out) {
    config::Stage stage;
    stage.name = name;
    stage.commands = {"make"};
    stage.deps.emplace_back().path = dep;
    stage.outs.emplace_back().path = out;
    return stage;
}

config::Dataset dataset_at(const std::string& name, const std::string& path) {
    config::Dataset dataset;
    dataset.name = name;
    dataset.path = path;
    return dataset;
}

config::Project chain() {
    config::Project project;
    project.stages = {stage_between("wash", "data/raw.csv", "clean"), stage_between("fit", "clean/a.csv", "model.bin"),
                      stage_between("other", "data/notes.txt", "notes.html")};
    project.datasets = {dataset_at("raw", "data/*.csv"), dataset_at("clean", "clean")};
    return project;
}

}  // namespace

TEST_CASE("lineage goes through stages, folders and patterns") {
    const config::Project project = chain();
    const auto entries = cli::catalog_of(project, last_moment);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].users == std::vector<std::string>{"wash"});
    CHECK(entries[0].makers.empty());
    CHECK(entries[0].downstream == std::vector<std::string>{"clean", "model.bin"});
    CHECK(entries[1].makers == std::vector<std::string>{"wash"});
    CHECK(entries[1].users == std::vector<std::string>{"fit"});
    CHECK(entries[1].upstream == std::vector<std::string>{"data/raw.csv"});
    REQUIRE(entries[0].steps_down.size() == 2);
    CHECK(entries[0].steps_down[0].stage == "wash");
    CHECK(entries[0].steps_down[1].stage == "fit");
    CHECK(entries[0].steps_up.empty());
    REQUIRE(entries[1].steps_up.size() == 1);
    CHECK(entries[1].steps_up[0].makes == std::vector<std::string>{"clean"});
}

TEST_CASE("data sets of a dvc.yaml are listed by what stages call them") {
    config::Project project = chain();
    project.stages.push_back(stage_between("look", "ds://dogs", "report.html"));
    project.dvc_files.emplace_back().file = "dvc.yaml";
    project.dvc_files[0].datasets = base::Json::parse(
        R"([{"name": "dogs", "type": "dvc", "url": "https://git.example.org/dogs", "path": "img", "rev": "v1"}, 3])");
    const auto entries = cli::catalog_of(project, last_moment);
    REQUIRE(entries.size() == 3);
    CHECK(entries[2].dataset.source == "https://git.example.org/dogs img at v1");
    CHECK(entries[2].users == std::vector<std::string>{"look"});
    CHECK(entries[2].downstream == std::vector<std::string>{"report.html"});
}

TEST_CASE("a data set may be read on its last day, and not on the next") {
    config::Project project = chain();
    CHECK(cli::deprecations(project, last_moment).empty());
    project.datasets[0].deprecated = "2026-12-31";
    auto found = cli::deprecations(project, last_moment);
    REQUIRE(found.size() == 1);
    CHECK_FALSE(found[0].over);
    CHECK(found[0].message() == "data set 'raw' is to be used only until 2026-12-31, and wash reads it");
    CHECK(cli::deprecations(project, last_moment + 1).at(0).over);
    CHECK(cli::deprecations(project, last_moment + 1, std::vector<std::string>{"fit"}).empty());
}
