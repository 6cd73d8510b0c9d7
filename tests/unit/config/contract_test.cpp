#include "core/config/contract.hpp"

#include <doctest/doctest.h>

#include "core/config/contract_parts.hpp"
#include "core/config/schema.hpp"
#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

const std::string head = "apiVersion: v3.1.0\nkind: DataContract\nid: raw\nversion: 1.0.0\nstatus: active\n";

std::string found_in(const std::string& text) {
    TestProject files;
    files.write("c.odcs.yaml", text);
    Findings findings;
    if (const auto document = read_document(files.root(), "c.odcs.yaml", findings)) check_contract(*document, findings);
    return brief(findings.take());
}

std::string column(const std::string& text) {
    return head + "schema:\n  - name: t\n    properties:\n      - " + text + "\n";
}

}  // namespace

TEST_CASE("a contract with everything that is read") {
    CHECK(found_in(head + "anything: {else: true}\n"
                          "schema:\n  - name: t\n    quality: [{metric: rowCount, mustBeBetween: [1, 9]}]\n"
                          "    properties:\n      - {name: a, logicalType: number, required: true, logicalTypeOptions: "
                          "{minimum: 0, maximum: 1}}\n"
                          "      - {name: b, logicalType: string, quality: [{type: text, description: x}]}\n") == "");
    CHECK(found_in(head) == "");
}

TEST_CASE("the head of a contract") {
    CHECK(found_in("") == "MLP011 c.odcs.yaml:1:1");
    CHECK(found_in("- a\n") == "MLP011 c.odcs.yaml:1:1");
    CHECK(found_in("kind: DataContract\nid: a\nversion: v\nstatus: s\n") == "MLP012 c.odcs.yaml:1:1");
    CHECK(found_in("apiVersion: v2.0.0\nkind: DataContract\nid: a\nversion: v\nstatus: s\n") ==
          "MLP014 c.odcs.yaml:1:13");
    CHECK(found_in("apiVersion: v3.0.2\nkind: Contract\nid: a\nversion: v\nstatus: s\n") == "MLP013 c.odcs.yaml:2:7");
    CHECK(found_in("apiVersion: v3.0.2\nkind: DataContract\nid: a\nversion: 1.0\nstatus: s\n") ==
          "MLP011 c.odcs.yaml:4:10");
    CHECK(found_in(head + "schema: {}\n") == "MLP011 c.odcs.yaml:6:9");
    CHECK(found_in(head + "schema: [{properties: []}]\n") == "MLP012 c.odcs.yaml:6:10");
}

TEST_CASE("columns and rules") {
    CHECK(found_in(column("{name: a, logicalType: float}")) == "MLP013 c.odcs.yaml:9:32");
    CHECK(found_in(column("{name: a, required: 'yes'}")) == "MLP011 c.odcs.yaml:9:29");
    CHECK(found_in(column("{logicalType: string}")) == "MLP012 c.odcs.yaml:9:9");
    CHECK(found_in(column("{name: a}\n      - {name: a}")) == "MLP016 c.odcs.yaml:10:16");
    CHECK(found_in(column("{name: a, logicalTypeOptions: {minimum: 5, maximum: 1}}")) == "MLP013 c.odcs.yaml:9:49");
    CHECK(found_in(column("{name: a, quality: [{metric: nullValues}]}")) == "MLP012 c.odcs.yaml:9:29");
    CHECK(found_in(column("{name: a, quality: [{metric: nulls, mustBe: 0}]}")) == "MLP013 c.odcs.yaml:9:38");
    CHECK(found_in(column("{name: a, quality: [{metric: rowCount, mustBe: 0}]}")) == "MLP013 c.odcs.yaml:9:38");
    CHECK(found_in(column("{name: a, quality: [{metric: nullValues, mustBe: 0, mustNotBe: 1}]}")) ==
          "MLP017 c.odcs.yaml:9:61");
    CHECK(found_in(column("{name: a, quality: [{metric: nullValues, mustBeLes: 0}]}")) == "MLP010 c.odcs.yaml:9:50");
    CHECK(found_in(column("{name: a, quality: [{metric: nullValues, mustBeBetween: [1]}]}")) ==
          "MLP013 c.odcs.yaml:9:65");
    CHECK(found_in(column("{name: a, quality: [{metric: nullValues, mustBeLessThan: x}]}")) ==
          "MLP011 c.odcs.yaml:9:66");
}

TEST_CASE("every option of the schema is known to a type, and no other") {
    const Json schema = Json::parse(schema_text("odcs.schema.json"));
    for (const auto& [key, rule] : schema.at("definitions").at("options").at("properties").items()) {
        CAPTURE(key);
        CHECK(is_option_of(key, ""));
    }
    CHECK_FALSE(is_option_of("colour", ""));
    CHECK(is_option_of("minLength", "string"));
    CHECK_FALSE(is_option_of("minLength", "integer"));
}

TEST_CASE("what the standard allows is no mistake") {
    // The older way to say that a limit is exclusive, names of the reading engine, and parts that mlp only reads over.
    CHECK(found_in(column("{name: a, logicalType: number, logicalTypeOptions: {minimum: 0, exclusiveMinimum: true}}")) ==
          "");
    CHECK(found_in(column("{name: a, logicalType: time, logicalTypeOptions: {minimum: '00:00:00', timezone: true}}")) ==
          "");
    CHECK(found_in(column("{name: a, quality: [{type: sql, query: 'SELECT {column} FROM {table}', mustBe: true}]}")) ==
          "");
    CHECK(found_in(column("{name: a, primaryKey: false, primaryKeyPosition: -1, partitionKeyPosition: -1}")) == "");
    CHECK(found_in(column("{name: a, quality: [{type: custom, engine: soda, implementation: {type: x}}]}")) == "");
    CHECK(found_in(column("{name: a, quality: [{metric: invalidValues, arguments: {validValues: ['', null]}, "
                          "mustBeLessOrEqualTo: 5, unit: percent, dimension: cp, severity: error}]}")) == "");
    CHECK(found_in(column("{name: a, quality: [{description: always there}]}")) == "");
    CHECK(found_in(head + "team: [{username: x, role: owner}]\nroles: [{role: reader}]\nprice: {priceAmount: 9}\n"
                          "slaProperties: [{property: latency, value: 4, unit: d}]\nsupport: [{channel: x}]\n"
                          "servers: [{server: a, type: local, path: b}]\ntags: [c]\n") == "");
    CHECK(found_in(head + "team: {name: x, members: [{username: y}]}\n") == "");
}

}  // namespace mlp::config
