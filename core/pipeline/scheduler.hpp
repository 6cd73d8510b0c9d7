// Which stage starts next: those whose needs are met, longest way to the end first, as far as processors, memory and
// GPUs go.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "core/pipeline/graph.hpp"
#include "core/pipeline/resources.hpp"

namespace mlp::pipeline {

class Scheduler {
public:
    /// @param selected  only these run, and only edges among them count
    /// @param priority  by stage; greater starts earlier, among equals the order of the file
    Scheduler(const Graph& graph, const std::vector<std::size_t>& selected, std::vector<std::int64_t> priority);

    /// A stage that starts now, with what it may use until that is given back.
    struct Start {
        std::size_t index;
        Grant grant;
    };
    /// The first stage whose upstream stages are all done and that fits into what is free; it counts as started. What
    /// an earlier one lacks is not given to later ones.
    std::optional<Start> next(Tokens& tokens);
    /// A started stage waits for its turn again: after a failure that is retried.
    void again(std::size_t index) { ready_.insert(place_of(index)); }
    /// Its downstream stages may start when their other needs are met.
    void done(std::size_t index);
    /// Its downstream stages will not start.
    void failed(std::size_t index);
    /// Stages neither done nor failed.
    std::size_t unsettled() const { return unsettled_; }

private:
    /// Sorts by falling priority, then by the order of the file.
    using Place = std::pair<std::int64_t, std::size_t>;
    Place place_of(std::size_t index) const { return {-priority_[index], index}; }

    const Graph& graph_;
    std::vector<std::int64_t> priority_;
    std::vector<bool> selected_;
    std::vector<std::size_t> waiting_;  ///< selected upstream stages that are not done
    std::set<Place> ready_;
    std::size_t unsettled_;
};

}  // namespace mlp::pipeline
