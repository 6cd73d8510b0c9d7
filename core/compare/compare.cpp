#include "core/compare/compare.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace mlp::compare {

namespace {

void flatten(const std::string& prefix, const Json& value, Values& into) {
    if (!value.is_object() || value.empty()) {
        into[prefix] = value;
        return;
    }
    for (const auto& [key, member] : value.items()) flatten(prefix.empty() ? key : prefix + "." + key, member, into);
}

bool same_value(const Json& a, const Json& b) { return base::canonical_json(a) == base::canonical_json(b) || a == b; }

std::optional<double> difference_of(const std::optional<Json>& before, const std::optional<Json>& after) {
    if (!before || !after || !before->is_number() || !after->is_number()) return std::nullopt;
    // Whole numbers beyond 2^53 are no doubles, their difference mostly is.
    const bool whole = before->is_number_integer() && after->is_number_integer();
    const double difference = whole ? static_cast<double>(after->get<long double>() - before->get<long double>())
                                    : after->get<double>() - before->get<double>();
    return std::isfinite(difference) ? std::optional(difference) : std::nullopt;
}

template <class Map>
auto found(const Map& map, const std::string& key) {
    const auto at = map.find(key);
    return at == map.end() ? std::nullopt : std::optional(at->second);
}

template <class Map>
std::set<std::string> keys_of(const Map& a, const Map& b) {
    std::set<std::string> keys;
    for (const auto& [key, value] : a) keys.insert(key);
    for (const auto& [key, value] : b) keys.insert(key);
    return keys;
}

template <class Value, class Same>
Change change_of(const std::optional<Value>& before, const std::optional<Value>& after, Same same) {
    if (!before) return Change::added;
    if (!after) return Change::deleted;
    return same(*before, *after) ? Change::same : Change::modified;
}

using Files = std::map<std::string, Values>;

/// What only the fuller side can know says nothing.
Files known_to(const Files& full, const Files& partial) {
    Files kept;
    for (const auto& [file, values] : full) {
        const auto known = partial.find(file);
        if (known == partial.end()) continue;
        for (const auto& [key, value] : values) {
            if (known->second.contains(key)) kept[file][key] = value;
        }
    }
    return kept;
}

std::vector<ValueChange> compare_values(const Files& before, const Files& after, bool all) {
    std::vector<ValueChange> changes;
    for (const std::string& file : keys_of(before, after)) {
        const Values old_values = found(before, file).value_or(Values());
        const Values new_values = found(after, file).value_or(Values());
        for (const std::string& key : keys_of(old_values, new_values)) {
            ValueChange change{.file = file,
                               .key = key,
                               .before = found(old_values, key),
                               .after = found(new_values, key),
                               .difference = {}};
            change.change = change_of(change.before, change.after, same_value);
            change.difference = difference_of(change.before, change.after);
            if (all || change.change != Change::same) changes.push_back(std::move(change));
        }
    }
    return changes;
}

/// Values that the other side has no place for say nothing either.
Files comparable(const Files& files, const State& other) {
    Files kept = files;
    if (!other.logged_known) kept.erase("");
    return kept;
}

std::vector<ValueChange> compare_params(const State& before, const State& after, bool all) {
    const Files old_files = comparable(before.params, after);
    const Files new_files = comparable(after.params, before);
    if (before.declared_params_only == after.declared_params_only) return compare_values(old_files, new_files, all);
    if (before.declared_params_only) return compare_values(old_files, known_to(new_files, old_files), all);
    return compare_values(known_to(old_files, new_files), new_files, all);
}

/// Equal by digests of one kind. DVC looks at bytes alone, and its locks need not tell more.
bool equal_content(const Content& a, const Content& b) {
    return a.digest.algorithm() == base::Algorithm::sha256 ? a == b : a.digest == b.digest;
}

bool same_content(const Content& a, const Content& b) {
    if (a.digest.algorithm() == b.digest.algorithm()) return equal_content(a, b);
    return a.kind == b.kind && a.size == b.size;
}

/// Pairs each deleted path with an added one of the same content; the added ones that were paired go.
void join_renamed(std::vector<DataChange>& changes) {
    std::set<const DataChange*> joined;
    for (DataChange& gone : changes) {
        if (gone.change != Change::deleted || gone.before->size == 0) continue;
        const auto come = std::find_if(changes.begin(), changes.end(), [&](const DataChange& other) {
            return other.change == Change::added && !joined.contains(&other) && equal_content(*other.after, *gone.before);
        });
        if (come == changes.end()) continue;
        come->change = Change::renamed;
        come->from = gone.path;
        come->before = gone.before;
        joined.insert(&gone);
    }
    std::vector<DataChange> rest;
    for (DataChange& change : changes) {
        if (!joined.contains(&change)) rest.push_back(std::move(change));
    }
    changes = std::move(rest);
}

std::vector<DataChange> compare_data(const State& before, const State& after, bool all) {
    std::vector<DataChange> changes;
    for (const std::string& path : keys_of(before.data, after.data)) {
        DataChange change{.path = path, .before = found(before.data, path), .after = found(after.data, path)};
        change.change = change_of(change.before, change.after, same_content);
        if (all || change.change != Change::same) changes.push_back(std::move(change));
    }
    join_renamed(changes);
    return changes;
}

std::vector<PlotChange> compare_plots(const State& before, const State& after, bool all) {
    std::vector<PlotChange> changes;
    for (const std::string& path : keys_of(before.plots, after.plots)) {
        PlotChange change{.path = path, .before = found(before.plots, path), .after = found(after.plots, path)};
        // How it is drawn is no part of what was measured.
        change.change =
            change_of(change.before, change.after, [](const Plot& a, const Plot& b) { return a.files == b.files; });
        if (all || change.change != Change::same) changes.push_back(std::move(change));
    }
    return changes;
}

template <class Changes>
bool any_of(const Changes& changes) {
    return std::any_of(changes.begin(), changes.end(),
                       [](const auto& change) { return change.change != Change::same; });
}

}  // namespace

Values flattened(const Json& value) {
    Values values;
    flatten("", value, values);
    return values;
}

std::string_view change_name(Change change) {
    static constexpr std::array<std::string_view, 5> names{"same", "added", "modified", "deleted", "renamed"};
    return names.at(static_cast<std::size_t>(change));
}

bool Difference::any() const { return any_of(params) || any_of(metrics) || any_of(plots) || any_of(data); }

Difference compare(const State& before, const State& after, bool all) {
    return {.params = compare_params(before, after, all),
            .metrics = compare_values(comparable(before.metrics, after), comparable(after.metrics, before), all),
            .plots = compare_plots(before, after, all),
            .data = compare_data(before, after, all)};
}

}  // namespace mlp::compare
