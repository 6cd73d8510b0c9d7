#include "core/lineage/event.hpp"

#include <doctest/doctest.h>

using namespace mlp::lineage;
using mlp::base::Json;

TEST_CASE("what is not known gives no facet") {
    Event event{.type = EventType::fail,
                .time = 1764079320123,
                .run_id = "00000000-0000-0000-0000-000000000001",
                .job = {.id = {"default", "churn.train"}, .type = "STAGE", .description = {}, .owner = {}, .code = {}},
                .parent = std::nullopt,
                .failure = {},
                .inputs = {{.id = {"file", "/raw"}, .version = {}, .description = {}, .owner = {}, .fields = {}, .size_bytes = {}, .files = {}}},
                .outputs = {}};
    Json made = event_json(event, "0.1.0");
    CHECK(made["eventType"] == "FAIL");
    CHECK(made["eventTime"] == "2025-11-25T14:02:00.123Z");
    CHECK(made["producer"] == "urn:mlp:0.1.0");
    CHECK(made["run"]["facets"].size() == 1);
    CHECK(made["job"]["facets"].size() == 1);
    CHECK(made["inputs"][0]["facets"].size() == 1);
    CHECK(made["outputs"] == Json::array());

    event.failure = "exit code 3";
    event.inputs[0].version = "sha256:00";
    event.inputs[0].fields = {{"radius", "number"}, {"site", ""}};
    made = event_json(event, "0.1.0");
    CHECK(made["run"]["facets"]["errorMessage"]["message"] == "exit code 3");
    const Json& facets = made["inputs"][0]["facets"];
    CHECK(facets["version"]["datasetVersion"] == "sha256:00");
    CHECK(facets["schema"]["fields"] == Json::parse(R"([{"name": "radius", "type": "number"}, {"name": "site"}])"));
    CHECK(facets["schema"]["_schemaURL"] ==
          "https://openlineage.io/spec/facets/1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet");
}

TEST_CASE("a run has the same digits in both places") {
    CHECK(uuid_text("0123456789abcdef0123456789abcdef") == "01234567-89ab-cdef-0123-456789abcdef");
}

TEST_CASE("a parent is named by namespace, job and UUID; a namespace may have slashes") {
    const auto parent = parse_parent("s3://team/nightly.churn/01234567-89AB-cdef-0123-456789abcdef");
    REQUIRE(parent);
    CHECK(parent->job.space == "s3://team");
    CHECK(parent->job.name == "nightly.churn");
    CHECK(parent->run_id == "01234567-89ab-cdef-0123-456789abcdef");
    for (const char* wrong : {"", "/", "a/b", "a/b/c", "a//01234567-89ab-cdef-0123-456789abcdef",
                              "/b/01234567-89ab-cdef-0123-456789abcdef", "a/b/01234567-89ab-cdef-0123-456789abcdeg"}) {
        CHECK_FALSE(parse_parent(wrong));
    }
}
