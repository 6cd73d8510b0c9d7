// Which stages a change affects: those whose definition, parameters or files differ from an earlier state, and all
// behind them. Told from what is declared; nothing is hashed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/pipeline/graph.hpp"
#include "core/pipeline/lock.hpp"

namespace mlp::pipeline {

/// The project as it was.
struct EarlierState {
    const config::Project* project = nullptr;  ///< nullptr: there was none, so every stage is new
    std::filesystem::path root;                ///< where its parameter files can be read
    Lock lock;
    std::vector<std::string> changed;  ///< files that differ now, relative to the root, sorted
};

struct Affected {
    std::size_t index = 0;
    std::string why;  ///< "data/raw.csv changed", "params train.lr changed", "stage prepare is affected" …
};

/// In an order in which they could run. Files that a stage makes are left to that stage; of other files that git does
/// not know (data kept elsewhere), the entries of the two locks tell whether they changed.
std::vector<Affected> affected_since(const Graph& graph, const Lock& lock, const EarlierState& before);

}  // namespace mlp::pipeline
