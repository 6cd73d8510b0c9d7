#include "core/tracking/transfer.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/error.hpp"
#include "store_fixture.hpp"

namespace mlp::tracking {
namespace {

struct Side : StoreFixture {
    data::ObjectStore objects{folder.path() / "objects"};

    std::vector<std::string> exported(const std::vector<std::string>& ids, bool with_content = true) {
        std::vector<std::string> lines;
        Exporter exporter(*tracking, with_content ? &objects : nullptr,
                          [&](std::string_view line) { lines.emplace_back(line); });
        for (const std::string& id : ids) exporter.run(id);
        return lines;
    }
    ImportResult import(const std::vector<std::string>& lines, bool new_ids = false) {
        base::Transaction transaction(store.db());
        Importer importer(*tracking, objects, env(), new_ids);
        for (const std::string& line : lines) importer.line(line);
        ImportResult result = importer.finish();
        transaction.commit();
        return result;
    }
    Kind refused(const std::vector<std::string>& lines) {
        try {
            import(lines);
        } catch (const Error& error) {
            return error.kind();
        }
        return Kind::bug;
    }
    std::string put(const std::string& bytes) {
        data::ObjectStore::Batch batch(objects);
        const std::string digest = batch.put_bytes(bytes).to_string();
        batch.commit();
        return digest;
    }
    std::size_t runs() { return tracking->search_runs({.view = View::all}).items.size(); }
};

/// Two runs, one part of the other, with everything that a run can have.
struct Full : Side {
    std::string parent;
    std::string child;
    std::string model;
    std::string large = std::string(100'000, 'x') + '\0' + "\xff\n";

    Full() {
        const std::string experiment = tracking->create_experiment("churn", {{"owner", "ada"}});
        parent =
            tracking->create_run({.experiment_id = experiment, .name = "parent", .user_id = "ada", .start_time = 5}).id;
        child =
            tracking->create_run({.experiment_id = experiment, .name = "child", .start_time = 6, .parent_id = parent})
                .id;
        model = tracking
                    ->create_logged_model({.experiment_id = experiment,
                                           .name = "forest",
                                           .creation_time = 7,
                                           .last_updated_time = 8,
                                           .status = LoggedModelStatus::ready,
                                           .model_type = "tree",
                                           .source_run_id = child,
                                           .tags = {{"a", "b"}},
                                           .params = {{"c", "d"}}})
                    .id;
        std::vector<Metric> metrics;
        for (int i = 0; i < 1500; ++i)
            metrics.push_back({.key = "loss", .value = 1.0 / (i + 1), .timestamp = i, .step = i});
        for (const double value : {std::nan(""), HUGE_VAL, -HUGE_VAL, -0.0, 0.0, 5e-324, 1e308, 0.1}) {
            metrics.push_back({.key = "odd", .value = value, .timestamp = 1, .step = -1});
        }
        metrics.push_back({.key = "f1",
                           .value = 0.5,
                           .timestamp = 1,
                           .model_id = model,
                           .dataset_name = "iris",
                           .dataset_digest = "d"});
        tracking->log(child, {.metrics = metrics,
                              .params = {{"empty", ""}, {"größe", "ä\n\"\\"}},
                              .tags = {{"mlflow.note.content", "# note"}},
                              .artifacts = {{"a/large", large.size(), put(large)},
                                            {"b", large.size(), put(large)},
                                            {"empty", 0, put("")}}});
        tracking->log_inputs(child,
                             {{{"iris", "d", "local", "here", "{}", "{\"n\": 1}"}, {{"mlflow.data.context", "train"}}}},
                             {"m-other"});
        tracking->log_outputs(child, {{model, 3}});
        tracking->put_document(child, "git", {{"commit", "abc"}, {"x", {1, 2.5, nullptr, true}}});
        tracking->update_run(child, RunStatus::failed, 99, std::nullopt);
    }
};

}  // namespace

TEST_CASE("everything of a run arrives in another store, equal") {
    Full from;
    Side to;
    to.tracking->create_experiment("in the way");
    const auto lines = from.exported({from.parent, from.child});
    const ImportResult result = to.import(lines);
    CHECK(result.added == std::vector<std::string>{from.parent, from.child});
    CHECK(result.missing_objects == 0);
    for (const std::string& id : {from.parent, from.child}) {
        Run there = *from.tracking->find_run(id);
        const Run here = *to.tracking->find_run(id);
        CHECK(to.tracking->find_experiment(here.info.experiment_id)->name == "churn");
        there.info.experiment_id = here.info.experiment_id;  // numbers are each store's own
        CHECK(here == there);
    }
    for (const char* key : {"loss", "odd", "f1"}) {
        CHECK(to.tracking->metric_history(from.child, key).items ==
              from.tracking->metric_history(from.child, key).items);
    }
    LoggedModel model = *from.tracking->find_logged_model(from.model);
    const LoggedModel copy = *to.tracking->find_logged_model(from.model);
    model.experiment_id = copy.experiment_id;
    CHECK(copy == model);
    CHECK(to.tracking->find_document(from.child, "git") == from.tracking->find_document(from.child, "git"));
    CHECK(to.tracking->list_artifacts(from.child).size() == 3);
    CHECK(to.objects.read(*base::Digest::parse(to.tracking->find_artifact(from.child, "b")->digest)) == from.large);
    CHECK(to.exported({from.parent, from.child})[2] == lines[2]);
    CHECK(to.tracking->find_experiment_by_name("churn")->tags == std::vector<Tag>{{"owner", "ada"}});
}

TEST_CASE("lines are short, content is written once") {
    Full from;
    std::size_t contents = 0;
    for (const std::string& line : from.exported({from.child})) {
        CHECK(line.size() <= (64U << 10) + 200);
        if (line.find("\"content\"") != std::string::npos) ++contents;
    }
    CHECK(contents == 3);
    for (const std::string& line : from.exported({from.child}, false)) CHECK(line.find("base64") == std::string::npos);
}

TEST_CASE("an import can be repeated; another content under the same id is a conflict") {
    Full from;
    Side to;
    auto lines = from.exported({from.parent, from.child});
    to.import(lines);
    const ImportResult again = to.import(lines);
    CHECK(again.added.empty());
    CHECK(again.unchanged.size() == 2);
    CHECK(from.import(lines).unchanged.size() == 2);
    to.tracking->log(from.child, {.tags = {{"changed", "x"}}});
    CHECK(to.refused(lines) == Kind::conflict);
    const ImportResult fresh = to.import(lines, true);
    CHECK(fresh.added.size() == 2);
    const std::string child = fresh.renamed.at(from.child);
    CHECK(to.tracking->find_run(child)->info.parent_id == fresh.renamed.at(from.parent));
    const std::string model = to.tracking->find_run(child)->model_outputs.at(0).model_id;
    CHECK(model != from.model);
    CHECK(to.tracking->find_logged_model(model)->source_run_id == child);
    CHECK(to.tracking->metric_history(child, "f1").items.at(0).model_id == model);
}

TEST_CASE("deleted runs and experiments arrive deleted") {
    Full from;
    from.tracking->delete_run(from.child);
    Side to;
    to.import(from.exported({from.parent, from.child}));
    CHECK(to.tracking->find_run(from.child)->info.lifecycle == Lifecycle::deleted);
    CHECK(to.tracking->find_run(from.parent)->info.lifecycle == Lifecycle::active);
    from.tracking->delete_experiment(from.tracking->find_experiment_by_name("churn")->id);
    Side other;
    other.import(from.exported({from.parent}));
    CHECK(other.tracking->find_experiment_by_name("churn")->lifecycle == Lifecycle::deleted);
}

TEST_CASE("a bad line, a missing line, a cut: nothing is kept") {
    Full from;
    const auto lines = from.exported({from.parent, from.child});
    Side to;
    for (std::size_t i = 0; i < lines.size(); i += 97) {
        CHECK(to.refused({lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(i) + 3}) == Kind::invalid);
    }
    const auto changed = [&](std::string_view what, const std::string& with) {
        auto copy = lines;
        for (std::string& line : copy) {
            if (line.find(what) == std::string::npos) continue;
            line = with;
            break;
        }
        return copy;
    };
    CHECK(to.refused(changed("\"type\":\"metric\"", "{\"type\":\"metric\"")) == Kind::invalid);
    CHECK(to.refused(changed("\"type\":\"metric\"", R"({"type":"metric","run_id":"other","key":"a"})")) ==
          Kind::invalid);
    CHECK(to.refused(changed("\"type\":\"experiment\"", "")) == Kind::invalid);
    CHECK(to.refused(changed("\"type\":\"export\"", R"({"type":"export","version":99})")) == Kind::invalid);
    CHECK(to.refused(changed("\"type\":\"export\"", R"({"type":"unknown"})")) == Kind::invalid);
    CHECK(to.refused(changed("\"offset\":49152", R"({"type":"export","version":1})")) == Kind::invalid);
    CHECK(to.refused({"{\"metric\": {\"a\": 1}}"}) == Kind::invalid);
    CHECK(to.refused({"[]"}) == Kind::invalid);
    CHECK(to.runs() == 0);
    CHECK_FALSE(to.tracking->find_experiment_by_name("churn"));
}

TEST_CASE("content that does not have its digest is refused") {
    Full from;
    auto lines = from.exported({from.child});
    for (std::string& line : lines) {
        const auto at = line.find("\"base64\":\"");
        if (at != std::string::npos) line[at + 12] = line[at + 12] == 'A' ? 'B' : 'A';
    }
    Side to;
    CHECK(to.refused(lines) == Kind::invalid);
    CHECK(to.runs() == 0);
}

TEST_CASE("without content the artifacts are named and counted as missing") {
    Full from;
    Side to;
    CHECK(to.import(from.exported({from.child}, false)).missing_objects == 2);
    CHECK(to.tracking->list_artifacts(from.child).size() == 3);
}

}  // namespace mlp::tracking
