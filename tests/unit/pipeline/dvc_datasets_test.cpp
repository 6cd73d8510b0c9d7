#include "core/pipeline/dvc_datasets.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "samples.hpp"

using namespace mlp;
using base::Json;
using pipeline::content_of_dataset;
using pipeline::DvcDatasets;

TEST_CASE("an entry of the lock holds for what dvc.yaml declares now") {
    const test::Folder folder;
    folder.write("sub/dvc.lock",
                 "schema: '2.0'\ndatasets:\n- {name: d, url: u, type: dvc, path: p, rev_lock: abc, files: []}\n"
                 "- {name: moved, url: old, type: url, meta: {size: 5}}\nstages: {}\n");
    config::Project project;
    project.root = folder.folder.path();
    config::DvcYaml file;
    file.file = "sub/dvc.yaml";
    file.datasets = Json::parse(R"([{"name": "d", "url": "u", "type": "dvc", "path": "p"},
                                    {"name": "moved", "url": "new", "type": "url"},
                                    {"name": "fresh", "url": "u", "type": "url"}])");
    project.dvc_files.push_back(file);
    const DvcDatasets datasets(project);
    CHECK(datasets.locked({"ds://d", {}, {}}) ==
          Json::parse(R"({"name": "d", "url": "u", "type": "dvc", "path": "p", "rev_lock": "abc"})"));
    CHECK_THROWS_WITH_AS(datasets.locked({"ds://moved", {}, {}}),
                         "the data set 'moved' was changed since dvc.lock took it up", Error);
    CHECK_THROWS_WITH_AS(datasets.locked({"ds://fresh", {}, {}}), "dvc.lock says nothing of the data set 'fresh'",
                         Error);
    CHECK_THROWS_WITH_AS(datasets.locked({"ds://other", {}, {}}), "there is no data set 'other'", Error);
}

TEST_CASE("equal entries of the lock are equal contents, in any order of keys") {
    const Json one = Json::parse(R"({"name": "d", "meta": {"size": 5}, "files": []})");
    CHECK(content_of_dataset(one) == content_of_dataset(Json::parse(R"({"meta": {"size": 5}, "name": "d"})")));
    CHECK(!(content_of_dataset(one) == content_of_dataset(Json::parse(R"({"name": "d", "meta": {"size": 6}})"))));
}
