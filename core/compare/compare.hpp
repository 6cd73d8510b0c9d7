// What differs between two states of a project.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/compare/state.hpp"

namespace mlp::compare {

enum class Change { same, added, modified, deleted, renamed };
std::string_view change_name(Change change);  ///< "same", "added" …

struct ValueChange {
    Change change = Change::same;
    std::string file;
    std::string key;
    std::optional<Json> before;
    std::optional<Json> after;
    std::optional<double> difference;  ///< after - before, where both are numbers and it is finite
};

struct DataChange {
    Change change = Change::same;
    std::string path;
    std::string from = {};  ///< for renamed: where the same content was before
    std::optional<Content> before;
    std::optional<Content> after;
};

struct PlotChange {
    Change change = Change::same;
    std::string path;
    std::optional<Plot> before;
    std::optional<Plot> after;
};

struct Difference {
    std::vector<ValueChange> params;
    std::vector<ValueChange> metrics;
    std::vector<PlotChange> plots;
    std::vector<DataChange> data;
    bool any() const;  ///< anything but Change::same
};

/// Sorted by path and key. NaN equals NaN; 1 equals 1.0; the order of keys within a value does not count. Content that
/// left one path and came to another is renamed. Contents with digests of different kinds are told apart by size alone.
/// @param all  also what is the same
Difference compare(const State& before, const State& after, bool all);

}  // namespace mlp::compare
