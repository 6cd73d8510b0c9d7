#include "core/pipeline/scheduler.hpp"

#include <utility>

namespace mlp::pipeline {

Scheduler::Scheduler(const Graph& graph, const std::vector<std::size_t>& selected, std::vector<std::int64_t> priority)
    : graph_(graph),
      priority_(std::move(priority)),
      selected_(graph.size()),
      waiting_(graph.size()),
      ready_(Later{&priority_}),
      unsettled_(selected.size()) {
    for (const std::size_t index : selected) selected_[index] = true;
    for (const std::size_t index : selected) {
        for (const std::size_t up : graph.upstream(index)) waiting_[index] += selected_[up] ? 1U : 0U;
        if (waiting_[index] == 0) ready_.push(index);
    }
}

std::optional<std::size_t> Scheduler::next() {
    if (ready_.empty()) return std::nullopt;
    const std::size_t index = ready_.top();
    ready_.pop();
    return index;
}

void Scheduler::done(std::size_t index) {
    --unsettled_;
    for (const std::size_t next : graph_.downstream(index)) {
        if (selected_[next] && --waiting_[next] == 0) ready_.push(next);
    }
}

void Scheduler::failed(std::size_t) { --unsettled_; }

}  // namespace mlp::pipeline
