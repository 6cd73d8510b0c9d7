// Searches of all nouns, the history of a metric, and opening.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/tracking/page_token.hpp"
#include "core/tracking/rows.hpp"
#include "core/tracking/search.hpp"
#include "core/tracking/sqlite_tracking.hpp"

namespace mlp::tracking {
namespace {

constexpr std::int64_t most_points = 25'000;

}  // namespace

Page<Experiment> SqliteTracking::search_experiments(const Search& search) {
    const Page<std::int64_t> rows = find_rows(db_, searched_experiments, search);
    Page<Experiment> page{.items = {}, .next_page_token = rows.next_page_token};
    for (const std::int64_t row : rows.items) page.items.push_back(load_experiment(row));
    return page;
}

Page<Run> SqliteTracking::search_runs(const Search& search) {
    const Page<std::int64_t> rows = find_rows(db_, searched_runs, search);
    Page<Run> page{.items = {}, .next_page_token = rows.next_page_token};
    page.items.reserve(rows.items.size());
    for (const std::int64_t row : rows.items) page.items.push_back(load_run(row));
    return page;
}

Page<LoggedModel> SqliteTracking::search_logged_models(const Search& search) {
    const Page<std::int64_t> rows = find_rows(db_, searched_models, search);
    Page<LoggedModel> page{.items = {}, .next_page_token = rows.next_page_token};
    for (const std::int64_t row : rows.items) page.items.push_back(load_model(row));
    return page;
}

Page<Metric> SqliteTracking::metric_history(const std::string& run_id, const std::string& key, std::int64_t max_results,
                                            const std::string& page_token) {
    if (max_results < 1) {
        throw Error(
            Kind::usage,
            fmt::format("Invalid value {} for parameter 'max_results' supplied: it must be at least 1", max_results));
    }
    const std::int64_t run = run_row(run_id);
    const std::int64_t limit = std::min(max_results, most_points);
    const std::uint64_t query = query_hash(fmt::format("history\n{}\n{}", run_id, key));
    std::vector<Cell> from{std::int64_t{0}, std::int64_t{0}, 0.0, std::int64_t{0}, "", "", ""};
    if (!page_token.empty()) from = decode_token(page_token, query, from.size());
    Bound select{fmt::format("SELECT {} FROM metrics WHERE run = ? AND key = ?", metric_columns), {run, key}};
    if (!page_token.empty()) {
        select.add(
            " AND (timestamp, step, value, special, model_id, dataset_name, dataset_digest) > (?, ?, ?, ?, ?, ?, ?)");
        select.values.insert(select.values.end(), from.begin(), from.end());
    }
    select.add(Bound{" ORDER BY timestamp, step, value, special, model_id, dataset_name, dataset_digest LIMIT ?",
                     {limit + 1}});
    base::Statement statement = prepare(db_, select);
    Page<Metric> page{.items = all(statement, [](const base::Row& row) { return metric_of(row); }),
                      .next_page_token = {}};
    if (page.items.size() > static_cast<std::size_t>(limit)) {
        page.items.pop_back();
        const Metric& last = page.items.back();
        const StoredNumber number = StoredNumber::of(last.value);
        page.next_page_token = encode_token(
            query, {last.timestamp, last.step, number.value, std::int64_t{number.special}, last.model_id.value_or(""),
                    last.dataset_name.value_or(""), last.dataset_digest.value_or("")});
    }
    return page;
}

std::unique_ptr<TrackingStore> open_tracking(store::Store& store) { return std::make_unique<SqliteTracking>(store); }

}  // namespace mlp::tracking
