#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "fixture.hpp"

using namespace mlp;
using namespace mlp::registry;
using test::Fixture;

namespace {

tracking::Search filtered(const std::string& filter, std::vector<std::string> order = {}) {
    tracking::Search search;
    search.filter = filter;
    search.order_by = std::move(order);
    return search;
}

std::string models(Fixture& f, const tracking::Search& search) {
    std::string names;
    for (const auto& model : f.registry->search_models(search).items) names += model.name + " ";
    return names;
}

std::string versions(Fixture& f, const tracking::Search& search) {
    std::string names;
    for (const auto& version : f.registry->search_versions(search).items) {
        names += version.model + ":" + std::to_string(version.version) + " ";
    }
    return names;
}

}  // namespace

TEST_CASE("models by name, tag and time; pages in order") {
    Fixture f;
    for (const char* name : {"c", "a", "b"}) f.push(name, "x");
    f.registry->set_model_tag("b", {"team", "x"});
    CHECK(models(f, {}) == "a b c ");
    CHECK(models(f, filtered("name LIKE 'a%'")) == "a ");
    CHECK(models(f, filtered("name IN ('a', 'c')")) == "a c ");
    CHECK(models(f, filtered("tags.team = 'x'")) == "b ");
    CHECK(models(f, filtered("", {"name DESC"})) == "c b a ");
    CHECK(models(f, filtered("", {"last_updated_timestamp DESC"})) == "b a c ");
    tracking::Search search;
    search.max_results = 2;
    const auto first = f.registry->search_models(search);
    REQUIRE(first.items.size() == 2);
    search.page_token = first.next_page_token;
    const auto second = f.registry->search_models(search);
    REQUIRE(second.items.size() == 1);
    CHECK(second.items[0].name == "c");
    CHECK(second.next_page_token.empty());
    search.page_token = "nonsense";
    CHECK_THROWS_AS(f.registry->search_models(search), Error);
    CHECK_THROWS_AS(models(f, filtered("nme = 'a'")), Error);
}

TEST_CASE("versions by model, number, run, source and tag; the newest change first") {
    Fixture f;
    f.push("a", "1");
    f.push("a", "2");
    auto made = f.content("b", "3");
    made.run_id = "0123";
    made.source = "s3://bucket/model";
    made.tags = {{"team", "x"}};
    f.registry->create_version(made);
    CHECK(versions(f, {}) == "b:1 a:2 a:1 ");
    f.registry->describe_version("a", 1, "touched");
    CHECK(versions(f, {}) == "a:1 b:1 a:2 ");
    CHECK(versions(f, filtered("name = 'a'", {"version_number"})) == "a:1 a:2 ");
    CHECK(versions(f, filtered("version_number > 1")) == "a:2 ");
    CHECK(versions(f, filtered("run_id = '0123'")) == "b:1 ");
    CHECK(versions(f, filtered("run_id IN ('0123', 'x')")) == "b:1 ");
    CHECK(versions(f, filtered("source_path LIKE 's3:%'")) == "b:1 ");
    CHECK(versions(f, filtered("tags.team = 'x'")) == "b:1 ");
    CHECK(f.registry->search_versions({}).items[0].parts.empty());
    CHECK(f.registry->search_versions({}).items[0].files == 1);
}

TEST_CASE("prompts stay out unless they are asked for") {
    Fixture f;
    f.push("model", "x");
    f.registry->create_model("prompt", {{"mlflow.prompt.is_prompt", "true"}}, "");
    auto text = f.content("prompt", "hello");
    text.tags = {{"mlflow.prompt.is_prompt", "true"}};
    f.registry->create_version(text);
    CHECK(models(f, {}) == "model ");
    CHECK(models(f, filtered("name LIKE '%o%'")) == "model ");
    CHECK(versions(f, filtered("  ")) == "model:1 ");
    CHECK(models(f, filtered("tags.`mlflow.prompt.is_prompt` = 'true'")) == "prompt ");
    CHECK(versions(f, filtered("tags.`mlflow.prompt.is_prompt` = 'true'")) == "prompt:1 ");
}
