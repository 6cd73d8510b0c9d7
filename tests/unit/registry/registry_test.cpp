#include "core/registry/registry.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <thread>

#include "core/base/error.hpp"
#include "fixture.hpp"

using namespace mlp;
using namespace mlp::registry;
using test::Fixture;

namespace {

Kind kind_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.kind();
    }
    return Kind::bug;
}

}  // namespace

TEST_CASE("a version comes back as it was made") {
    Fixture f;
    NewVersion wanted = f.content("churn", "weights");
    wanted.parts.push_back(f.part("bin/run", "#!/bin/sh\n", true));
    wanted.description = "first";
    wanted.user_id = "ada";
    wanted.run_id = "0123";
    wanted.run_link = "https://example.org/run";
    wanted.model_id = "m-1";
    wanted.tags = {{"team", "x"}, {"empty", ""}};
    const auto made = f.registry->create_version(wanted);
    CHECK(made.made);
    const auto found = f.registry->find_version("churn", 1);
    REQUIRE(found);
    CHECK(found->model == "churn");
    CHECK(found->version == 1);
    CHECK(found->description == "first");
    CHECK(found->user_id == "ada");
    CHECK(found->run_id == "0123");
    CHECK(found->run_link == "https://example.org/run");
    CHECK(found->model_id == "m-1");
    CHECK(found->status == "READY");
    CHECK(found->stage == "None");
    CHECK(found->source == "mlp:" + found->digest);
    CHECK(found->files == 2);
    CHECK(found->size == 17);
    CHECK(found->parts == std::vector<Part>{wanted.parts[1], wanted.parts[0]});
    CHECK(found->provenance == Json::parse(base::canonical_json(wanted.provenance)));
    CHECK(found->tags == std::vector<Tag>{{"empty", ""}, {"team", "x"}});
    CHECK(found->creation_time > 0);
    CHECK(found->gates.empty());
    CHECK(f.objects.has(*base::Digest::parse(found->digest)));
    CHECK(f.actions() == std::vector<std::string>{"model.create", "model.version.create"});
}

TEST_CASE("a version as MLflow has it, every field set, comes back equal") {
    Fixture f;
    NewVersion wanted;
    wanted.model = "imported";
    wanted.description = "text";
    wanted.user_id = "ada";
    wanted.source = "models:/m-0123";
    wanted.run_id = "0123456789abcdef0123456789abcdef";
    wanted.run_link = "https://example.org/#/run";
    wanted.model_id = "m-0123";
    wanted.tags = {{"a", "1"}, {"b", "two\nlines"}};
    wanted.status = "FAILED_REGISTRATION";
    wanted.status_message = "no space";
    f.registry->create_version(wanted);
    f.registry->transition_stage("imported", 1, "Production", false);
    f.registry->set_alias("imported", "blue", 1);
    f.registry->set_alias("imported", "champion", 1);
    const auto found = f.registry->find_version("imported", 1);
    REQUIRE(found);
    CHECK(found->description == wanted.description);
    CHECK(found->user_id == wanted.user_id);
    CHECK(found->source == wanted.source);
    CHECK(found->run_id == wanted.run_id);
    CHECK(found->run_link == wanted.run_link);
    CHECK(found->model_id == wanted.model_id);
    CHECK(found->tags == wanted.tags);
    CHECK(found->status == wanted.status);
    CHECK(found->status_message == wanted.status_message);
    CHECK(found->stage == "Production");
    CHECK(found->aliases == std::vector<std::string>{"blue", "champion"});
    CHECK(found->last_updated_time > found->creation_time);
}

TEST_CASE("the same content again is the same version") {
    Fixture f;
    CHECK(f.push("churn", "a").version == 1);
    CHECK(f.push("churn", "b").version == 2);
    auto again = f.content("churn", "a");
    again.run_id = "another";
    again.provenance["metrics"]["evaluate.auc"] = 0.1;
    const auto made = f.registry->create_version(again);
    CHECK(!made.made);
    CHECK(made.version.version == 1);
    CHECK(made.version.run_id.empty());  // provenance of the first push stays
    CHECK(f.push("other", "a").version == 1);
    CHECK(f.actions().size() == 5);
}

TEST_CASE("versions made by others have no content and are never merged") {
    Fixture f;
    NewVersion version;
    version.model = "m";
    version.source = "s3://b/m";
    CHECK(f.registry->create_version(version).version.version == 1);
    CHECK(f.registry->create_version(version).version.version == 2);
    CHECK(f.registry->find_version("m", 2)->source == "s3://b/m");
    CHECK(f.registry->find_version("m", 2)->digest.empty());
}

TEST_CASE("the database itself refuses to change a version") {
    Fixture f;
    f.push("churn", "a");
    for (const char* sql :
         {"UPDATE model_versions SET digest = 'x'", "UPDATE model_versions SET provenance = '{}'",
          "UPDATE model_versions SET source = ''", "UPDATE model_parts SET digest = 'x'", "DELETE FROM model_parts"}) {
        CAPTURE(sql);
        CHECK_THROWS_AS(f.store.db().execute(sql), Error);
    }
    CHECK(f.registry->find_version("churn", 1)->parts.size() == 1);
}

TEST_CASE("numbers of deleted versions do not come back") {
    Fixture f;
    f.push("churn", "a");
    f.push("churn", "b");
    f.registry->set_alias("churn", "champion", 2);
    f.registry->delete_version("churn", 2);
    CHECK(!f.registry->find_version("churn", 2));
    CHECK(!f.registry->find_alias("churn", "champion"));
    CHECK(f.push("churn", "b").version == 3);
    CHECK(kind_of([&] { f.registry->delete_version("churn", 2); }) == Kind::missing);
    CHECK(kind_of([&] { f.registry->delete_version("nope", 1); }) == Kind::missing);
}

TEST_CASE("aliases move, and only to what exists") {
    Fixture f;
    f.push("churn", "a");
    f.push("churn", "b");
    f.registry->set_alias("churn", "champion", 1);
    f.registry->set_alias("churn", "champion", 2);
    f.registry->set_alias("churn", "champion", 2);  // no change, no event
    CHECK(f.registry->find_alias("churn", "champion") == 2);
    CHECK(f.registry->find_version("churn", 2)->aliases == std::vector<std::string>{"champion"});
    CHECK(f.registry->find_version("churn", 1)->aliases.empty());
    const auto events = store::list_audit(f.store, {.action = "model.alias.set"});
    REQUIRE(events.size() == 2);
    CHECK(events[1].before == Json{{"champion", 1}});
    CHECK(events[1].after == Json{{"champion", 2}});
    CHECK(kind_of([&] { f.registry->set_alias("churn", "champion", 3); }) == Kind::missing);
    CHECK(kind_of([&] { f.registry->set_alias("churn", "latest", 1); }) == Kind::invalid);
    CHECK(kind_of([&] { f.registry->delete_alias("churn", "champio"); }) == Kind::missing);
    f.registry->delete_alias("churn", "champion");
    CHECK(!f.registry->find_alias("churn", "champion"));
}

TEST_CASE("references") {
    Fixture f;
    f.push("churn", "a");
    f.push("churn", "b");
    f.push("odd@name", "c");
    f.registry->set_alias("churn", "champion", 1);
    CHECK(f.registry->resolve("churn").version == 2);
    CHECK(f.registry->resolve("churn:1").version == 1);
    CHECK(f.registry->resolve("churn@champion").version == 1);
    CHECK(f.registry->resolve("odd@name").model == "odd@name");
    CHECK(f.registry->resolve("odd@name:1").parts.size() == 1);
    CHECK(kind_of([&] { f.registry->resolve("churn:9"); }) == Kind::missing);
    CHECK(kind_of([&] { f.registry->resolve("churn@nobody"); }) == Kind::missing);
    CHECK(kind_of([&] { f.registry->resolve("chrn"); }) == Kind::missing);
    CHECK(kind_of([&] { f.registry->resolve("churn:x"); }) == Kind::usage);
    CHECK_THROWS_WITH_AS(f.registry->resolve("chrn"), "there is no registered model 'chrn'. Did you mean 'churn'?",
                         Error);
    f.registry->create_model("empty", {}, "");
    CHECK(kind_of([&] { f.registry->resolve("empty"); }) == Kind::missing);
}

TEST_CASE("models: made, described, tagged, renamed, deleted") {
    Fixture f;
    const auto model = f.registry->create_model("churn", {{"a", "1"}}, "who leaves");
    CHECK(model.name == "churn");
    CHECK(model.description == "who leaves");
    CHECK(model.tags == std::vector<Tag>{{"a", "1"}});
    CHECK(kind_of([&] { f.registry->create_model("churn", {}, ""); }) == Kind::conflict);
    f.push("churn", "a");
    f.registry->describe_model("churn", "new");
    f.registry->set_model_tag("churn", {"b", "2"});
    f.registry->delete_model_tag("churn", "a");
    f.registry->delete_model_tag("churn", "a");  // absent: fine
    f.registry->set_alias("churn", "champion", 1);
    f.registry->rename_model("churn", "leavers");
    CHECK(!f.registry->find_model("churn"));
    const auto found = f.registry->find_model("leavers");
    REQUIRE(found);
    CHECK(found->description == "new");
    CHECK(found->tags == std::vector<Tag>{{"b", "2"}});
    CHECK(found->aliases.size() == 1);
    CHECK(found->last_updated_time > found->creation_time);
    f.registry->create_model("churn", {}, "");
    CHECK(kind_of([&] { f.registry->rename_model("churn", "leavers"); }) == Kind::conflict);
    CHECK(kind_of([&] { f.registry->rename_model("churn", "a/b"); }) == Kind::invalid);
    f.registry->delete_model("leavers");
    CHECK(!f.registry->find_version("leavers", 1));
    CHECK(kind_of([&] { f.registry->delete_model("leavers"); }) == Kind::missing);
    CHECK(f.push("leavers", "a").version == 1);
    CHECK(!store::verify_audit(f.store));
}

TEST_CASE("stages as MLflow has them") {
    Fixture f;
    for (const char* bytes : {"a", "b", "c"}) f.push("m", bytes);
    f.registry->transition_stage("m", 1, "staging", false);
    f.registry->transition_stage("m", 2, "Staging", true);
    CHECK(f.registry->find_version("m", 1)->stage == "Archived");
    CHECK(f.registry->find_version("m", 2)->stage == "Staging");
    f.registry->transition_stage("m", 3, "PRODUCTION", false);
    std::vector<std::pair<std::string, std::int64_t>> latest;
    const auto model = f.registry->find_model("m");
    for (const auto& version : model->latest_versions) latest.emplace_back(version.stage, version.version);
    CHECK(latest ==
          std::vector<std::pair<std::string, std::int64_t>>{{"Archived", 1}, {"Production", 3}, {"Staging", 2}});
    CHECK(kind_of([&] { f.registry->transition_stage("m", 1, "Archived", true); }) == Kind::invalid);
    CHECK(kind_of([&] { f.registry->transition_stage("m", 9, "None", false); }) == Kind::missing);
}

TEST_CASE("what people say about a version may change") {
    Fixture f;
    f.push("m", "a");
    f.registry->describe_version("m", 1, "better");
    f.registry->set_version_tag("m", 1, {"k", "1"});
    f.registry->set_version_tag("m", 1, {"k", "2"});
    f.registry->set_version_tag("m", 1, {"gone", ""});
    f.registry->delete_version_tag("m", 1, "gone");
    const auto version = f.registry->find_version("m", 1);
    CHECK(version->description == "better");
    CHECK(version->tags == std::vector<Tag>{{"k", "2"}});
    CHECK(version->last_updated_time > version->creation_time);
    CHECK(kind_of([&] { f.registry->set_version_tag("m", 2, {"k", "1"}); }) == Kind::missing);
    CHECK(kind_of([&] { f.registry->set_version_tag("m", 1, {"", "1"}); }) == Kind::invalid);
}

TEST_CASE("verdicts of gates are kept; the newest count") {
    Fixture f;
    f.push("m", "a");
    GateResult odd;
    odd.gate = "evaluate.auc > 0";
    odd.metric = "evaluate.auc";
    odd.value = std::numeric_limits<double>::quiet_NaN();
    odd.threshold = std::numeric_limits<double>::infinity();
    odd.champion_version = 4;
    odd.reason = "because";
    odd.time = 12;
    f.registry->put_gate_results("m", 1, {odd, odd});
    const auto gates = f.registry->find_version("m", 1)->gates;
    REQUIRE(gates.size() == 2);
    CHECK(std::isnan(*gates[0].value));
    CHECK(gates[0].threshold == odd.threshold);
    CHECK(gates[0].champion_version == 4);
    CHECK(gates[0].reason == "because");
    CHECK(gates[0].time == 12);
    CHECK(!gates[0].passed);
    GateResult fine;
    fine.gate = "other";
    fine.passed = true;
    f.registry->put_gate_results("m", 1, {fine});
    REQUIRE(f.registry->find_version("m", 1)->gates.size() == 1);
    CHECK(f.registry->find_version("m", 1)->gates[0].passed);
    CHECK(!f.registry->find_version("m", 1)->gates[0].value);
    CHECK(kind_of([&] { f.registry->put_gate_results("m", 2, {fine}); }) == Kind::missing);
}

TEST_CASE("sixteen that push at once get sixteen numbers, and one for the same content") {
    Fixture f;
    f.push("m", "first");
    std::vector<NewVersion> work;
    for (int i = 0; i < 16; ++i) work.push_back(f.content("m", i % 2 == 0 ? "same" : "own " + std::to_string(i)));
    std::vector<std::int64_t> numbers(work.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < work.size(); ++i) {
        threads.emplace_back([&, i] {
            auto store = store::Store::open(f.location, f.env);
            numbers[i] = open_registry(store)->create_version(work[i]).version.version;
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<std::int64_t> same;
    std::set<std::int64_t> own;
    for (std::size_t i = 0; i < numbers.size(); ++i) (i % 2 == 0 ? same : own).insert(numbers[i]);
    CHECK(same.size() == 1);
    CHECK(own.size() == 8);
    CHECK(!own.contains(*same.begin()));
    CHECK(f.registry->find_version("m", 10).has_value());
    CHECK(!f.registry->find_version("m", 11));
    CHECK(!store::verify_audit(f.store));
}
