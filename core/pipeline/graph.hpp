// The stages as a graph: who makes what whom needs. Stages are numbered by their place in the project.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/project.hpp"

namespace mlp::pipeline {

struct Edge {
    std::size_t from = 0;  ///< makes the path
    std::size_t to = 0;    ///< needs it
    std::string path;      ///< as the needing stage names it
};

class Graph {
public:
    /// A dependency, parameter file or Python lock meets an output when they are equal or one lies inside the other.
    /// A cycle: Error{invalid} that shows it as a path. The project must outlive the graph.
    explicit Graph(const config::Project& project);

    const config::Project& project() const { return *project_; }
    const config::Stage& stage(std::size_t index) const { return project_->stages[index]; }
    std::size_t size() const { return project_->stages.size(); }
    const std::vector<Edge>& edges() const { return edges_; }
    /// Direct neighbours, ascending, each once.
    const std::vector<std::size_t>& upstream(std::size_t index) const { return up_[index]; }
    const std::vector<std::size_t>& downstream(std::size_t index) const { return down_[index]; }
    /// Every stage after all it needs; among free ones the order of the file.
    const std::vector<std::size_t>& order() const { return order_; }

    /// The order in which DVC runs them, one after the other, and first writes them into dvc.lock: depth first, what a
    /// stage needs in the order in which it names it.
    std::vector<std::size_t> depth_first() const;

    /// The stages a word names: an address, or what all of a foreach or matrix have in common ("train" for train@1,
    /// train@2); else all of a file ("sub/dvc.yaml", "raw.csv.dvc"); else the stage that makes a path. None of them:
    /// Error{missing} with a suggestion.
    /// @param folder  relative to the root: a word is meant from there ("train" in sub is sub/dvc.yaml:train), else from
    ///                the root
    std::vector<std::size_t> named(std::string_view word, const std::string& folder = ".") const;
    /// The named stages with all they need, ascending; all stages when nothing is named.
    std::vector<std::size_t> targets(const std::vector<std::string>& words, const std::string& folder = ".") const;
    /// What a run of `seeds` brings up to date, ascending: with what they need, but not what only a frozen stage needs.
    std::vector<std::size_t> needed(std::vector<std::size_t> seeds) const;
    /// `seeds` and everything that needs them, ascending.
    std::vector<std::size_t> reachable_down(std::vector<std::size_t> seeds) const;

    /// For each stage the longest sum of `cost` from it to an end of the graph: what is started first.
    std::vector<std::int64_t> critical_path(const std::vector<std::int64_t>& cost) const;

private:
    void connect();
    void sort();
    std::vector<std::size_t> closure(std::vector<std::size_t> seeds,
                                     const std::vector<std::vector<std::size_t>>& neighbours) const;

    const config::Project* project_;
    std::vector<Edge> edges_;
    std::vector<std::vector<std::size_t>> up_;
    std::vector<std::vector<std::size_t>> down_;
    std::vector<std::size_t> order_;
};

}  // namespace mlp::pipeline
