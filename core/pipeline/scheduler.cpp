#include "core/pipeline/scheduler.hpp"

#include <utility>

namespace mlp::pipeline {

Scheduler::Scheduler(const Graph& graph, const std::vector<std::size_t>& selected, std::vector<std::int64_t> priority)
    : graph_(graph),
      priority_(std::move(priority)),
      selected_(graph.size()),
      waiting_(graph.size()),
      unsettled_(selected.size()) {
    for (const std::size_t index : selected) selected_[index] = true;
    for (const std::size_t index : selected) {
        for (const std::size_t up : graph.upstream(index)) waiting_[index] += selected_[up] ? 1U : 0U;
        if (waiting_[index] == 0) ready_.insert(place_of(index));
    }
}

std::optional<Scheduler::Start> Scheduler::next(Tokens& tokens) {
    tokens.begin_pass();
    for (auto place = ready_.begin(); place != ready_.end(); ++place) {
        const std::size_t index = place->second;
        const config::Resources& asked = graph_.stage(index).resources;
        if (tokens.held_back(asked)) continue;
        if (auto grant = tokens.take(asked)) {
            ready_.erase(place);
            return Start{index, *std::move(grant)};
        }
        tokens.hold_for(asked);
    }
    return std::nullopt;
}

void Scheduler::done(std::size_t index) {
    --unsettled_;
    for (const std::size_t next : graph_.downstream(index)) {
        if (selected_[next] && --waiting_[next] == 0) ready_.insert(place_of(next));
    }
}

void Scheduler::failed(std::size_t) { --unsettled_; }

}  // namespace mlp::pipeline
