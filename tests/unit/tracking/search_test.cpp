#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.hpp"
#include "store_fixture.hpp"

namespace mlp::tracking {
namespace {

/// Four runs: a, b, c began one after the other; d is deleted.
struct SearchFixture : StoreFixture {
    std::string a = run("Alpha", 1);
    std::string b = run("beta", 2);
    std::string c = run("gamma%", 3);
    std::string d = run("delta", 4);

    SearchFixture() {
        tracking->log(a, {.metrics = {{.key = "acc", .value = 0.9, .timestamp = 1},
                                      {.key = "val loss", .value = 1, .timestamp = 1}},
                          .params = {{"lr", "0.1"}, {"opt", "Adam"}},
                          .tags = {{"team", "search"}}});
        tracking->log(b, {.metrics = {{.key = "acc", .value = 0.5, .timestamp = 1}},
                          .params = {{"lr", "0.01"}, {"opt", "sgd"}},
                          .tags = {{"team", "Search"}, {"odd", "a*b?[c]"}}});
        tracking->log(c, {.metrics = {{.key = "acc", .value = std::nan(""), .timestamp = 1}}});
        tracking->log_inputs(a, {{{"iris", "d1", "local", "x"}, {{"mlflow.data.context", "train"}}}}, {});
        tracking->log_inputs(b, {{{"wine", "d2", "local", "x"}, {{"mlflow.data.context", "test"}}}}, {});
        tracking->update_run(b, RunStatus::failed, clock + 5, std::nullopt);
        tracking->delete_run(d);
    }

    /// The first letters of the names of what is found, in order.
    std::string found(const std::string& filter, const std::vector<std::string>& order = {}, View view = View::active) {
        std::string letters;
        for (const Run& run : tracking->search_runs({.filter = filter, .order_by = order, .view = view}).items) {
            letters += run.info.name[0] == 'A' ? 'a' : run.info.name[0];
        }
        return letters;
    }
    std::string failure(const std::string& filter, const std::vector<std::string>& order = {}) {
        try {
            found(filter, order);
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::usage);
            return error.message();
        }
        return "";
    }
};

}  // namespace

TEST_CASE("searches: the newest first, deleted ones only where asked for") {
    SearchFixture fix;
    CHECK(fix.found("") == "gba");
    CHECK(fix.found("", {}, View::deleted) == "d");
    CHECK(fix.found("", {}, View::all) == "dgba");
}

TEST_CASE("searches: metrics, with NaN unlike everything") {
    SearchFixture fix;
    CHECK(fix.found("metrics.acc > 0.5") == "a");
    CHECK(fix.found("metrics.acc >= 0.5") == "ba");
    CHECK(fix.found("metrics.acc < 1") == "ba");
    CHECK(fix.found("metrics.acc = 0.9") == "a");
    CHECK(fix.found("metrics.acc != 0.9") == "gb");
    CHECK(fix.found("metrics.`val loss` = 1") == "a");
    CHECK(fix.found("metrics.none > 0").empty());
    CHECK(fix.found("metrics.acc > 0.1 AND metrics.acc < 0.6") == "b");
}

TEST_CASE("searches: params and tags") {
    SearchFixture fix;
    CHECK(fix.found("params.lr = '0.1'") == "a");
    CHECK(fix.found("params.lr != '0.1'") == "b");  // only runs that have the key
    CHECK(fix.found("params.lr LIKE '0._'") == "a");
    CHECK(fix.found("params.lr LIKE '0.%'") == "ba");
    CHECK(fix.found("params.opt LIKE 'adam'").empty());
    CHECK(fix.found("params.opt ILIKE 'adam'") == "a");
    CHECK(fix.found("tags.team LIKE 's%'") == "a");
    CHECK(fix.found("tags.team ILIKE 's%'") == "ba");
    CHECK(fix.found("tags.odd LIKE 'a*b?[c]'") == "b");  // GLOB's own wildcards stand for themselves
    CHECK(fix.found("tags.odd LIKE 'a*'").empty());
    CHECK(fix.found("params.lr IS NULL") == "g");
    CHECK(fix.found("tags.team IS NOT NULL") == "ba");
    CHECK(fix.found("params.lr = '0.1' AND tags.team = 'search'") == "a");
    CHECK(fix.found("params.lr = '0.1' AND tags.team = 'Search'").empty());
}

TEST_CASE("searches: attributes") {
    SearchFixture fix;
    CHECK(fix.found("run_name = 'Alpha'") == "a");
    CHECK(fix.found("attributes.`run name` = 'Alpha'") == "a");
    CHECK(fix.found("run name = 'Alpha'") == "a");
    CHECK(fix.found("run_name LIKE 'gamma_'") == "g");
    CHECK(fix.found("status = 'FAILED'") == "b");
    CHECK(fix.found("status != 'failed'") == "ga");
    CHECK(fix.found("status LIKE 'FAIL%'") == "b");
    CHECK(fix.found("status LIKE 'fail%'") == "");
    CHECK(fix.found("status ILIKE 'fail%'") == "b");
    CHECK(fix.found("run_id = '" + fix.a + "'") == "a");
    CHECK(fix.found("run_id IN ('" + fix.a + "', '" + fix.c + "')") == "ga");
    CHECK(fix.found("run_id NOT IN ('" + fix.a + "')") == "gb");
    CHECK(fix.found("user_id = 'ada'") == "gba");
    CHECK(fix.found("experiment_id = '0'") == "gba");
    CHECK(fix.found("artifact_uri LIKE '%" + fix.b + "%'") == "b");
    CHECK(fix.found("start_time > " + std::to_string(fix.clock + 60'000)) == "gb");
    CHECK(fix.found("created <= " + std::to_string(fix.clock + 60'000)) == "a");
    CHECK(fix.found("end_time > 0") == "b");
}

TEST_CASE("searches: datasets") {
    SearchFixture fix;
    CHECK(fix.found("dataset.name = 'iris'") == "a");
    CHECK(fix.found("datasets.digest IN ('d1', 'd2')") == "ba");
    CHECK(fix.found("dataset.context = 'test'") == "b");
    CHECK(fix.found("dataset.name ILIKE 'IR%'") == "a");
}

TEST_CASE("searches: what makes no sense is refused with words") {
    SearchFixture fix;
    CHECK(fix.failure("metrics.acc = 'x'").find("is a number") != std::string::npos);
    CHECK(fix.failure("metrics.acc LIKE 'x'").find("does not take LIKE") != std::string::npos);
    CHECK(fix.failure("params.lr > '1'").find("does not take >") != std::string::npos);
    CHECK(fix.failure("params.lr = 1").find("a text in quotes") != std::string::npos);
    CHECK(fix.failure("params.lr IN ('1')").find("does not take IN") != std::string::npos);
    CHECK(fix.failure("run_name IN ('1')").find("does not take IN") != std::string::npos);
    CHECK(fix.failure("statos = 'x'").find("Did you mean 'status'?") != std::string::npos);
    CHECK(fix.failure("dataset.size = 'x'").find("name, digest and context") != std::string::npos);
    CHECK(fix.failure("start_time = '1'").find("is a number") != std::string::npos);
    CHECK(fix.failure("tags.t LIKE '" + std::string(9000, '%') + "'").find("at most 8000") != std::string::npos);
    CHECK(fix.failure("", {"metrics.acc", "metrics.acc DESC"}).find("twice") != std::string::npos);
    CHECK(fix.failure("", {"dataset.name"}).find("cannot be ordered") != std::string::npos);
    CHECK(fix.failure("", {"colour"}).find("no attribute 'colour'") != std::string::npos);
    for (const std::int64_t max : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{50'001}}) {
        CHECK_THROWS_AS(fix.tracking->search_runs({.max_results = max}), Error);
    }
}

TEST_CASE("orders: missing values last in both directions, NaN before them") {
    SearchFixture fix;
    const std::string e = fix.run("epsilon", 5);
    CHECK(fix.found("", {"metrics.acc"}) == "bage");
    CHECK(fix.found("", {"metrics.acc DESC"}) == "abge");
    CHECK(fix.found("", {"params.lr"}) == "baeg");
    CHECK(fix.found("", {"params.lr DESC"}) == "abeg");
    CHECK(fix.found("", {"end_time"}) == "bega");
    CHECK(fix.found("", {"end_time DESC"}) == "bega");
    CHECK(fix.found("", {"run_name"}) == "abeg");
    CHECK(fix.found("", {"start_time ASC"}) == "abge");
    CHECK(fix.found("", {"tags.team", "metrics.acc"}) == "bage");
    CHECK(fix.found("metrics.acc > 0", {"metrics.acc DESC"}) == "ab");
}

TEST_CASE("pages: every order gives each run once, one page after the other") {
    SearchFixture fix;
    const double inf = std::numeric_limits<double>::infinity();
    const double values[] = {-inf, -1.5, 0.0, -0.0, 5e-324, inf, 3, 3, std::nan("")};
    for (int i = 0; i < 18; ++i) {
        const std::string id = fix.run("r" + std::to_string(i), i % 4);
        fix.tracking->log(id, {.metrics = {{.key = "x", .value = values[i % 9], .timestamp = 1}},
                               .params = {{"p", std::to_string(i % 3)}}});
    }
    for (const std::vector<std::string>& order : {std::vector<std::string>{},
                                                  {"metrics.x"},
                                                  {"metrics.x DESC"},
                                                  {"params.p DESC", "metrics.x"},
                                                  {"end_time"},
                                                  {"run_name DESC"},
                                                  {"tags.none"},
                                                  {"start_time"}}) {
        for (const char* filter : {"", "params.p != '1'", "user_id = 'ada'"}) {
            Search search{.filter = filter, .order_by = order, .max_results = 1000};
            std::vector<std::string> whole;
            for (const Run& run : fix.tracking->search_runs(search).items) whole.push_back(run.info.id);
            for (const std::int64_t size : {1, 2, 5, 21}) {
                search.max_results = size;
                search.page_token.clear();
                std::vector<std::string> pages;
                do {
                    const auto page = fix.tracking->search_runs(search);
                    for (const Run& run : page.items) pages.push_back(run.info.id);
                    search.page_token = page.next_page_token;
                } while (!search.page_token.empty() && pages.size() < 100);
                CAPTURE(filter);
                CAPTURE(size);
                CHECK(pages == whole);
            }
        }
    }
}

TEST_CASE("pages: a token is given only when there is more, and only taken by its own search") {
    SearchFixture fix;
    CHECK(fix.tracking->search_runs({.max_results = 3}).next_page_token.empty());
    const std::string token = fix.tracking->search_runs({.max_results = 2}).next_page_token;
    REQUIRE_FALSE(token.empty());
    CHECK(fix.tracking->search_runs({.max_results = 2, .page_token = token}).items.size() == 1);
    for (const Search& other :
         {Search{.filter = "metrics.acc > 0", .page_token = token},
          Search{.order_by = {"run_name"}, .page_token = token}, Search{.view = View::all, .page_token = token},
          Search{.experiment_ids = {"0"}, .page_token = token}, Search{.page_token = token + "A"},
          Search{.page_token = "nonsense!"}, Search{.page_token = "e30"},
          Search{.page_token = token.substr(0, token.size() / 2)}}) {
        try {
            fix.tracking->search_runs(other);
            FAIL("a token of another search was taken");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::usage);
        }
    }
}

TEST_CASE("experiments of a search: unknown ids find nothing, several are joined") {
    SearchFixture fix;
    const std::string other = fix.tracking->create_experiment("other");
    fix.tracking->create_run({.experiment_id = other, .name = "o", .start_time = fix.clock});
    const auto count = [&](std::vector<std::string> ids) {
        return fix.tracking->search_runs({.experiment_ids = std::move(ids)}).items.size();
    };
    CHECK(count({}) == 4);
    CHECK(count({"0"}) == 3);
    CHECK(count({other}) == 1);
    CHECK(count({"0", other}) == 4);
    CHECK(count({"77"}) == 0);
    CHECK(count({"x"}) == 0);
    CHECK(count({"0; DROP TABLE runs"}) == 0);
}

TEST_CASE("many runs: conditions that are not rare are answered the other way, alike") {
    StoreFixture fix;
    base::Transaction transaction(fix.store.db());
    for (int i = 0; i < 4500; ++i) {
        fix.store.db()
            .cached(
                "INSERT INTO runs (id, experiment, name, user_id, status, start_time, artifact_uri) VALUES (?, 0, ?, "
                "'', 'FINISHED', ?, '')")
            .bind(std::to_string(10'000 + i), std::to_string(i), std::int64_t{i})
            .run();
        fix.store.db()
            .cached("INSERT INTO params (run, key, value) VALUES (?, 'p', ?)")
            .bind(fix.store.db().last_insert_id(), i % 450 ? "x" : "y")
            .run();
    }
    transaction.commit();
    const auto ids = [&](const std::string& filter, std::int64_t max) {
        std::vector<std::string> names;
        for (const Run& run : fix.tracking->search_runs({.filter = filter, .max_results = max}).items)
            names.push_back(run.info.name);
        return names;
    };
    CHECK(ids("params.p = 'x'", 2) == std::vector<std::string>{"4499", "4498"});
    CHECK(ids("params.p = 'y'", 2) == std::vector<std::string>{"4050", "3600"});
    CHECK(ids("params.p = 'x' AND params.p = 'y'", 2).empty());
    CHECK(ids("params.p != 'x'", 100).size() == 10);
    CHECK(ids("params.p IS NOT NULL", 5000).size() == 4500);
}

TEST_CASE("experiments are searched by name, tags and times") {
    StoreFixture fix;
    fix.clock += 5;
    fix.tracking->create_experiment("churn", {{"owner", "ada"}});
    fix.clock += 5;
    const std::string gone = fix.tracking->create_experiment("gone");
    fix.tracking->delete_experiment(gone);
    const auto names = [&](const Search& search) {
        std::string list;
        for (const Experiment& experiment : fix.tracking->search_experiments(search).items)
            list += experiment.name + " ";
        return list;
    };
    CHECK(names({.filter = "name LIKE 'ch%'"}) == "churn ");
    CHECK(names({.filter = "tags.owner = 'ada'"}) == "churn ");
    CHECK(names({.filter = "creation_time > 0", .order_by = {"name DESC"}}) == "churn Default ");
    CHECK(names({.view = View::deleted}) == "gone ");
    CHECK(names({.order_by = {"experiment_id"}, .view = View::all}) == "Default churn gone ");
    CHECK_THROWS_AS(fix.tracking->search_experiments({.filter = "metrics.a > 1"}), Error);
}

TEST_CASE("logged models are searched by attributes, params, tags and the latest metrics") {
    StoreFixture fix;
    const std::string run = fix.run("r");
    const auto make = [&](const char* name, double f1) {
        fix.clock += 10;
        const LoggedModel model = fix.tracking->create_logged_model({.experiment_id = "0",
                                                                     .name = name,
                                                                     .model_type = "tree",
                                                                     .source_run_id = run,
                                                                     .params = {{"depth", name}}});
        fix.tracking->log(run,
                          {.metrics = {{.key = "f1", .value = f1 / 2, .timestamp = 1, .step = 1, .model_id = model.id},
                                       {.key = "f1", .value = f1, .timestamp = 2, .step = 2, .model_id = model.id}}});
        return model.id;
    };
    const std::string one = make("one", 0.2);
    make("two", 0.8);
    const auto names = [&](const Search& search) {
        std::string list;
        for (const LoggedModel& model : fix.tracking->search_logged_models(search).items) list += model.name + " ";
        return list;
    };
    CHECK(names({}) == "two one ");
    CHECK(names({.filter = "name = 'one'"}) == "one ");
    CHECK(names({.filter = "metrics.f1 > 0.3"}) == "two ");
    CHECK(names({.filter = "metrics.f1 = 0.1"}).empty());
    CHECK(names({.filter = "params.depth = 'one' AND status = 'PENDING'"}) == "one ");
    CHECK(names({.filter = "source_run_id = '" + run + "'", .order_by = {"metrics.f1"}}) == "one two ");
    CHECK(names({.order_by = {"creation_timestamp ASC"}, .max_results = 1}) == "one ");
    fix.tracking->delete_logged_model(one);
    CHECK(names({}) == "two ");
}

}  // namespace mlp::tracking
