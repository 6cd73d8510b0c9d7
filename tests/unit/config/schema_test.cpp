#include "core/config/schema.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/config/key_tables.hpp"
#include "core/config/remote_keys.hpp"
#include "core/config/settings.hpp"
#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> keys_in(const Json& schema, const std::string& pointer) {
    std::vector<std::string> names;
    for (const auto& [name, rule] : schema.at(Json::json_pointer(pointer)).items()) names.push_back(name);
    return sorted(names);
}

std::vector<Finding> checked(std::string_view schema, const std::string& text) {
    Findings findings;
    check_schema(schema, base::parse_yaml_or_throw(text, "f.yaml"), "the file", findings);
    return findings.take();
}

std::string project_findings(const std::string& text) { return brief(checked("mlp.schema.json", text)); }

using Sections = std::vector<std::pair<std::string, std::vector<std::string_view>>>;

void same_keys(const char* file, const Sections& sections) {
    const Json schema = Json::parse(schema_text(file));
    for (const auto& [pointer, keys] : sections) {
        CAPTURE(pointer);
        CHECK(keys_in(schema, pointer) == sorted({keys.begin(), keys.end()}));
    }
}

/// A word of DVC 2 that its files may still have.
std::vector<std::string_view> with_checkpoint(std::vector<std::string_view> keys) {
    keys.emplace_back("checkpoint");
    return keys;
}

void check_descriptions(const Json& rules, const Json& schema) {
    if (!rules.contains("properties")) return;
    for (const auto& [key, rule] : rules["properties"].items()) {
        CAPTURE(key);
        const bool refers = rule.contains("$ref");
        const Json& meant = refers ? schema.at(Json::json_pointer(rule["$ref"].get<std::string>().substr(1))) : rule;
        CHECK((rule.contains("description") || meant.contains("description")));
    }
}

}  // namespace

TEST_CASE("schema and reader know the same keys in every section") {
    same_keys("mlp.schema.json", {
                                     {"/properties", project_key_names()},
                                     {"/definitions/stage/properties", stage_key_names()},
                                     {"/definitions/stage_group/properties", group_key_names()},
                                     {"/definitions/resources/properties", resource_key_names()},
                                     {"/definitions/retries/properties", retry_key_names()},
                                     {"/definitions/output_flags/properties", output_key_names()},
                                     {"/definitions/plot_flags/properties", plot_key_names()},
                                     {"/definitions/model/properties", model_key_names()},
                                     {"/definitions/environment/properties", environment_key_names()},
                                     {"/definitions/dataset/properties", dataset_key_names()},
                                     {"/definitions/test/properties", test_key_names()},
                                 });
}

TEST_CASE("schemas and readers of DVC's files know the same keys") {
    same_keys("dvc.schema.json", {
                                     {"/properties", dvc_yaml_key_names()},
                                     {"/definitions/stage/properties", dvc_stage_key_names()},
                                     {"/definitions/stage_group/properties", group_key_names()},
                                     {"/definitions/output_flags/properties", with_checkpoint(output_key_names())},
                                     {"/definitions/plot_flags/properties", with_checkpoint(plot_key_names())},
                                     {"/definitions/plot/properties", dvc_plot_key_names()},
                                     {"/definitions/artifact/properties", artifact_key_names()},
                                 });
    same_keys("dvc_file.schema.json", {
                                          {"/properties", data_file_key_names()},
                                          {"/definitions/output/properties", data_out_key_names()},
                                          {"/definitions/dependency/properties", data_source_key_names()},
                                          {"/definitions/repository/properties", data_repository_key_names()},
                                          {"/definitions/database/properties", data_database_key_names()},
                                      });
}

TEST_CASE("every key of a schema has a description, for editors") {
    for (const char* name : {"mlp", "dvc", "dvc_file", "dvc_lock", "mlp_lock", "data_lock", "contracts_lock", "odcs", "template", "params"}) {
        CAPTURE(name);
        const Json schema = Json::parse(schema_text(std::string(name) + ".schema.json"));
        CHECK(schema.contains("title"));
        CHECK(schema["$id"].get<std::string>().ends_with(std::string("/schemas/1/") + name + ".schema.json"));
        check_descriptions(schema, schema);
        if (!schema.contains("definitions")) continue;
        for (const auto& [part, rule] : schema["definitions"].items()) check_descriptions(rule, schema);
    }
}

TEST_CASE("schema of the settings and the table of settings are the same") {
    const Json schema = Json::parse(schema_text("config.schema.json"));
    std::vector<std::string> from_schema;
    for (const auto& [name, rule] : schema["properties"].items()) {
        if (name == "remotes") continue;  // an open section, see below
        if (!rule.contains("properties"))
            from_schema.push_back(name);
        else
            for (const auto& [inner, ignored] : rule["properties"].items()) from_schema.push_back(name + "." + inner);
    }
    std::vector<std::string> from_table;
    for (const SettingRow& row : settings_table()) from_table.emplace_back(row.key);
    CHECK(sorted(from_schema) == sorted(from_table));
}

TEST_CASE("schemas and reader know the same keys of a remote") {
    std::vector<std::string> from_table;
    for (const RemoteKey& key : remote_keys()) from_table.emplace_back(key.name);
    for (const char* file : {"config.schema.json", "mlp.schema.json"}) {
        CHECK(keys_in(Json::parse(schema_text(file)), "/definitions/remote/properties") == sorted(from_table));
    }
}

TEST_CASE("what the reader refuses for its type, the schema refuses at the same line") {
    for (const char* text :
         {"version: 2\nproject: p\n", "version: 1\nproject: 7\n", "project: p\n", "version: 1\nproject: p\nfoo: 1\n",
          "version: 1\nproject: p\nstages:\n  a: {cmd: x, dpes: [b]}\n",
          "version: 1\nproject: p\nstages:\n  a: {deps: [b]}\n",
          "version: 1\nproject: p\nstages:\n  a: {cmd: {b: c}}\n",
          "version: 1\nproject: p\nstages:\n  a: {cmd: x, deps: b}\n",
          "version: 1\nproject: p\nstages:\n  a: {cmd: x, outs: [b: {cahce: no}]}\n",
          "version: 1\nproject: p\nstages:\n  a: {cmd: x, retries: two}\n",
          "version: 1\nproject: p\nstages:\n  a: {foreach: [b]}\n",
          "version: 1\nproject: p\nstages:\n  a: {foreach: [b], do: {cmd: 1}}\n",
          "version: 1\nproject: p\nstages:\n  a: {cmd: x, resources: {cpu: 1}}\n",
          "version: 1\nproject: p\nmodels:\n  m: {path: [a]}\n", "version: 1\nproject: p\ntests:\n  t: [a]\n",
          "version: 1\nproject: p\nenvironments:\n  e: {path: a, keep: 0}\n",
          "version: 1\nproject: p\ndatasets:\n  d: {owner: a}\n"}) {
        CAPTURE(text);
        const auto by_schema = checked("mlp.schema.json", text);
        const auto by_reader = TestProject(text).load().problems;
        REQUIRE(by_reader.size() == 1);
        REQUIRE_FALSE(by_schema.empty());
        CHECK(by_schema[0].place.line == by_reader[0].place.line);
    }
}

TEST_CASE("failures become places and words") {
    const auto stage =
        checked("mlp.schema.json", "version: 1\nproject: p\nstages:\n  a: {cmd: x, dpes: [b], foo: 1}\n");
    CHECK(brief(stage) == "MLP010 f.yaml:4:15; MLP010 f.yaml:4:26");
    CHECK(stage[0].message == "'stages.a' has no key 'dpes'. Did you mean 'deps'?");
    const auto type = checked("mlp.schema.json", "version: 1\nproject: p\nstages:\n  a: {cmd: x, deps: [b, 1]}\n");
    CHECK(brief(type) == "MLP011 f.yaml:4:25");
    CHECK(type[0].message == "'stages.a.deps[1]' is an integer; a path is expected");
    // Of several alternatives only the one that was meant is told.
    const std::string top = "version: 1\nproject: p\nstages:\n";
    CHECK(project_findings(top + "  a: {cmd: x, outs: [b: {cahce: false}]}\n") == "MLP010 f.yaml:4:26");
    CHECK(project_findings(top + "  a: {cmd: x, outs: [1]}\n") == "MLP011 f.yaml:4:22");
    CHECK(project_findings(top + "  a: {cmd: {b: c}}\n") == "MLP011 f.yaml:4:12");
    CHECK(project_findings(top + "  a: {cmd: x, outs: [b: {cache: 1}]}\n") == "MLP011 f.yaml:4:33");
    CHECK(project_findings("version: 1\nproject: p\nstages:\n  a: {desc: b}\n") == "MLP012 f.yaml:4:3");
    CHECK(project_findings("version: 3\nproject: p\n") == "MLP013 f.yaml:1:10");
}

TEST_CASE("templates may stand where numbers and booleans do") {
    CHECK(project_findings("version: 1\nproject: p\nstages:\n  a: {cmd: x, frozen: '${f}', retries: '${r}'}\n") == "");
    CHECK(project_findings("version: 1\nproject: p\nstages:\n  a: {cmd: x, frozen: 'f'}\n") != "");
}

TEST_CASE("an unknown schema is a bug") { CHECK_THROWS_AS(schema_text("no.json"), Error); }

}  // namespace mlp::config
