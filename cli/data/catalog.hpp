// The data sets that a project declares: who answers for them, who makes and uses them, and which are to go.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/env.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

/// A stage on the way from data to what comes of it.
struct LineageStep {
    std::string stage;
    std::vector<std::string> reads;
    std::vector<std::string> makes;
};

struct CatalogEntry {
    config::Dataset dataset;
    bool is_over = false;                 ///< its last day is past (in UTC)
    std::vector<std::string> makers;      ///< stages that write it, or a part of it
    std::vector<std::string> users;       ///< stages that read it, or a part of it
    std::vector<std::string> upstream;    ///< files and data that it is made of, however far up; sorted
    std::vector<std::string> downstream;  ///< outputs that come of it, however far down; sorted
    std::vector<std::string> models;      ///< models that are, or come of, it
    std::vector<LineageStep> steps_up = {};    ///< stages that lead to it, the nearest first
    std::vector<LineageStep> steps_down = {};  ///< stages that it leads to, the nearest first
};

/// In the order of the file; those that a dvc.yaml names (`ds://NAME` among dependencies) come last.
std::vector<CatalogEntry> catalog_of(const config::Project& project, base::Millis now);

/// Each word stands somewhere in the entry, in upper or lower case.
bool matches(const CatalogEntry& entry, const std::vector<std::string>& words);

/// A data set that is to go and is still read.
struct Deprecation {
    const config::Dataset* dataset = nullptr;
    std::vector<std::string> users;  ///< stages that read it
    bool over = false;               ///< its last day is past (in UTC)

    std::string message() const;
};

/// What to do when it is over.
inline constexpr std::string_view deprecation_way_out =
    "read its successor, or agree on a later day with its owner and write that into `deprecated`";

/// @param stages  only what these read counts; nothing: every stage. Costs nothing in projects that deprecate nothing.
std::vector<Deprecation> deprecations(const config::Project& project, base::Millis now,
                                      const std::optional<std::vector<std::string>>& stages = std::nullopt);

}  // namespace mlp::cli
