// How long stages took last time: an estimate kept in the index, for starting the longest chain first.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/data/file_index.hpp"
#include "core/pipeline/graph.hpp"

namespace mlp::pipeline {

class Durations {
public:
    explicit Durations(data::FileIndex& index);
    /// Milliseconds by stage; one that never ran counts as the mean of the others, at least 1.
    std::vector<std::int64_t> of(const Graph& graph) const;
    void note(const std::string& stage, std::int64_t milliseconds);
    /// Into the index, when anything was noted.
    void keep();

private:
    data::FileIndex& index_;
    std::map<std::string, std::int64_t> known_;
    bool changed_ = false;
};

}  // namespace mlp::pipeline
