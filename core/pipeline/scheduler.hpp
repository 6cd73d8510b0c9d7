// Which stage starts next: those whose needs are met, longest way to the end first.
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "core/pipeline/graph.hpp"

namespace mlp::pipeline {

class Scheduler {
public:
    /// @param selected  only these run, and only edges among them count
    /// @param priority  by stage; greater starts earlier, among equals the order of the file
    Scheduler(const Graph& graph, const std::vector<std::size_t>& selected, std::vector<std::int64_t> priority);

    /// A stage whose upstream stages are all done; it counts as started.
    std::optional<std::size_t> next();
    /// Its downstream stages may start when their other needs are met.
    void done(std::size_t index);
    /// Its downstream stages will not start.
    void failed(std::size_t index);
    /// Stages neither done nor failed.
    std::size_t unsettled() const { return unsettled_; }

private:
    struct Later {
        const std::vector<std::int64_t>* priority;
        bool operator()(std::size_t a, std::size_t b) const {
            const auto left = (*priority)[a];
            const auto right = (*priority)[b];
            return left != right ? left < right : a > b;
        }
    };

    const Graph& graph_;
    std::vector<std::int64_t> priority_;
    std::vector<bool> selected_;
    std::vector<std::size_t> waiting_;  ///< selected upstream stages that are not done
    std::priority_queue<std::size_t, std::vector<std::size_t>, Later> ready_;
    std::size_t unsettled_;
};

}  // namespace mlp::pipeline
