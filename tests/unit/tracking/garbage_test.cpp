// Bytes that nobody meant: every parser of the room ends in an answer or in an Error of the right kind, never in
// anything else.
#include <doctest/doctest.h>

#include <functional>
#include <random>

#include "core/base/error.hpp"
#include "core/tracking/filter.hpp"
#include "core/tracking/limits.hpp"
#include "core/tracking/log_line.hpp"
#include "core/tracking/transfer.hpp"
#include "store_fixture.hpp"

namespace mlp::tracking {
namespace {

/// Copies of the samples with bytes changed, doubled, dropped, and pieces of other samples put in. The same in every
/// run.
std::vector<std::string> mutations(const std::vector<std::string>& samples, int count) {
    std::mt19937 random(20261121);
    const auto below = [&](std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(random()) % limit; };
    std::vector<std::string> made;
    for (int i = 0; i < count; ++i) {
        std::string text = samples[below(samples.size())];
        for (std::size_t change = below(6); change > 0; --change) {
            const std::size_t at = below(text.size() + 1);
            const std::string& other = samples[below(samples.size())];
            switch (below(4)) {
                case 0:
                    text.insert(at, 1, static_cast<char>(random()));
                    break;
                case 1:
                    text.erase(at, below(8));
                    break;
                case 2:
                    text.insert(at, other.substr(below(other.size()), below(20)));
                    break;
                default:
                    if (at < text.size()) text[at] = "'\"`().=<>!,{}[]:\\% \n"[below(20)];
            }
        }
        made.push_back(std::move(text));
    }
    return made;
}

/// Fails unless `action` succeeds or throws an Error of one of the kinds.
void expect_answer(const std::string& input, std::initializer_list<Kind> kinds, const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        CAPTURE(input);
        CAPTURE(error.message());
        CHECK_FALSE(error.message().empty());
        CHECK(std::find(kinds.begin(), kinds.end(), error.kind()) != kinds.end());
    }
}

const std::vector<std::string> filters{
    "metrics.acc > 0.9 AND params.lr = '0.1'",
    "tags.`my key` ILIKE \"%a_b%\" AND status != 'FAILED'",
    "run_id NOT IN ('a', 'b''c')",
    "attributes.start_time >= -17 AND dataset.context IN ('train')",
    "tags.x IS NOT NULL AND params.y IS NULL",
    "metrics.größe <= 1e300",
};

}  // namespace

TEST_CASE("any text as a filter or an order is searched for or refused") {
    StoreFixture fix;
    fix.tracking->log(fix.run("r"),
                      {.metrics = {{.key = "acc", .value = 1, .timestamp = 1}}, .params = {{"lr", "0.1"}}});
    for (const std::string& text : mutations(filters, 4000)) {
        expect_answer(text, {Kind::usage}, [&] { fix.tracking->search_runs({.filter = text, .max_results = 2}); });
        expect_answer(text, {Kind::usage}, [&] { fix.tracking->search_runs({.order_by = {text}, .max_results = 2}); });
        expect_answer(text, {Kind::usage}, [&] { fix.tracking->search_runs({.page_token = text}); });
    }
    CHECK(fix.tracking->search_runs({}).items.size() == 1);
}

TEST_CASE("any text as a line to log is understood or refused") {
    const std::vector<std::string> lines{R"({"metric": {"acc": 0.9, "loss": "NaN"}, "step": 3, "timestamp": 5})",
                                         R"({"key":"acc","value":-1e300,"step":-9,"model_id":"m"})",
                                         R"({"param": {"lr": 0.1, "on": true, "n": null}, "tag": {"a": "\u00e4"}})",
                                         R"({"artifact": "a.txt", "path": "b/a.txt"})",
                                         "[]",
                                         ""};
    for (const std::string& text : mutations(lines, 4000)) {
        expect_answer(text, {Kind::invalid}, [&] { parse_log_line(text, 1, 0); });
    }
}

TEST_CASE("any lines as an import are taken or refused, and a refused import leaves nothing") {
    StoreFixture from;
    data::ObjectStore objects(from.folder.path() / "objects");
    std::string digest;
    {
        data::ObjectStore::Batch batch(objects);
        digest = batch.put_bytes("content").to_string();
        batch.commit();
    }
    const std::string run = from.run("r");
    from.tracking->log(run, {.metrics = {{.key = "a", .value = 1, .timestamp = 1}},
                             .params = {{"p", "1"}},
                             .artifacts = {{"f", 7, digest}}});
    from.tracking->put_document(run, "git", {{"a", 1}});
    std::vector<std::string> lines;
    Exporter exporter(*from.tracking, &objects, [&](std::string_view line) { lines.emplace_back(line); });
    exporter.run(run);
    StoreFixture to;
    data::ObjectStore target(to.folder.path() / "objects");
    const std::vector<std::string> changed = mutations(lines, 300);
    for (std::size_t i = 0; i < changed.size(); ++i) {
        std::vector<std::string> copy = lines;
        copy[i % copy.size()] = changed[i];
        expect_answer(changed[i], {Kind::invalid, Kind::conflict, Kind::missing}, [&] {
            base::Transaction transaction(to.store.db());
            Importer importer(*to.tracking, target, to.env(), false);
            for (const std::string& line : copy) importer.line(line);
            importer.finish();
            // Never committed: every round begins with an empty store.
        });
        REQUIRE(to.tracking->search_runs({.view = View::all}).items.empty());
    }
}

TEST_CASE("any bytes as keys, names and paths") {
    const std::vector<std::string> names{"a/b.c", "größe: 1", "../x", "\xff\xfe", "a\\b#c", std::string(300, 'x')};
    for (const std::string& text : mutations(names, 2000)) {
        expect_answer(text, {Kind::invalid}, [&] { check_key("metric", text); });
        expect_answer(text, {Kind::invalid}, [&] { check_name("run", text, 100); });
        expect_answer(text, {Kind::invalid}, [&] { check_run_id(text); });
        expect_answer(text, {Kind::invalid}, [&] { check_artifact_path(text); });
    }
}

}  // namespace mlp::tracking
