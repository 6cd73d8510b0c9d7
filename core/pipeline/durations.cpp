#include "core/pipeline/durations.hpp"

#include <algorithm>

#include "core/base/json.hpp"

namespace mlp::pipeline {

namespace {

constexpr std::string_view value_name = "durations";

}  // namespace

Durations::Durations(data::FileIndex& index) : index_(index) {
    const auto bytes = index.find_value(value_name);
    if (!bytes) return;
    const base::Json known = base::Json::parse(*bytes, nullptr, false);
    if (!known.is_object()) return;
    for (const auto& [stage, milliseconds] : known.items()) {
        if (milliseconds.is_number_integer())
            known_[stage] = std::max<std::int64_t>(milliseconds.get<std::int64_t>(), 0);
    }
}

std::vector<std::int64_t> Durations::of(const Graph& graph) const {
    constexpr std::int64_t longest = 1LL << 40;  // sums along any path stay far from overflow
    std::int64_t sum = 0;
    for (const auto& [stage, milliseconds] : known_) sum += std::min(milliseconds, longest) / 1024;
    const auto count = static_cast<std::int64_t>(known_.size());
    const std::int64_t mean = count == 0 ? 1 : std::max<std::int64_t>(sum / count * 1024, 1);
    std::vector<std::int64_t> costs;
    for (std::size_t index = 0; index < graph.size(); ++index) {
        const auto found = known_.find(graph.stage(index).name);
        costs.push_back(found == known_.end() ? mean : std::clamp<std::int64_t>(found->second, 1, longest));
    }
    return costs;
}

void Durations::note(const std::string& stage, std::int64_t milliseconds) {
    known_[stage] = milliseconds;
    changed_ = true;
}

void Durations::keep() {
    if (!changed_) return;
    base::Json::object_t value;
    for (const auto& [stage, milliseconds] : known_) value.push_back({stage, milliseconds});
    index_.put_value(value_name, base::Json(std::move(value)).dump());
    changed_ = false;
}

}  // namespace mlp::pipeline
