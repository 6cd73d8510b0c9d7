// Keeps outputs of DVC's stages out of git while a run goes on: lines in .gitignore, written for several stages at once.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/pipeline/contents.hpp"
#include "core/pipeline/graph.hpp"

namespace mlp::pipeline {

class IgnoreUpkeep {
public:
    IgnoreUpkeep(const Graph& graph, Contents& contents) : graph_(graph), contents_(contents) {}

    /// The stage's outputs are there; its lines are written with the next write().
    void add(const config::Stage& stage);
    /// Whether a folder that the stage reads holds a .gitignore whose lines are not written yet.
    bool concerns(const config::Stage& stage) const;
    /// Brings every .gitignore up to date. Lines that came in this run stand as if the stages had run one after the
    /// other, however long each of them took.
    void write();

private:
    std::size_t rank_of(const std::string& output);
    void order(const std::vector<std::string>& added);

    const Graph& graph_;
    Contents& contents_;
    std::vector<const config::Stage*> waiting_;
    std::map<std::string, std::size_t> ranks_;                         ///< of outputs in DVC's order; filled when needed
    std::map<std::string, std::map<std::size_t, std::string>> added_;  ///< folder → rank → output that came in this run
};

}  // namespace mlp::pipeline
