#include "core/tracking/types.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <utility>

namespace mlp::tracking {
namespace {

constexpr auto statuses = std::to_array<std::pair<RunStatus, std::string_view>>({
    {RunStatus::running, "RUNNING"},
    {RunStatus::scheduled, "SCHEDULED"},
    {RunStatus::finished, "FINISHED"},
    {RunStatus::failed, "FAILED"},
    {RunStatus::killed, "KILLED"},
});

constexpr auto model_statuses = std::to_array<std::pair<LoggedModelStatus, std::string_view>>({
    {LoggedModelStatus::pending, "PENDING"},
    {LoggedModelStatus::ready, "READY"},
    {LoggedModelStatus::upload_failed, "UPLOAD_FAILED"},
});

template <class Value, std::size_t Count>
std::string_view name_in(const std::array<std::pair<Value, std::string_view>, Count>& table, Value wanted) {
    for (const auto& [value, name] : table) {
        if (value == wanted) return name;
    }
    return {};
}

template <class Value, std::size_t Count>
std::optional<Value> value_in(const std::array<std::pair<Value, std::string_view>, Count>& table,
                              std::string_view wanted) {
    for (const auto& [value, name] : table) {
        if (name == wanted) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view status_name(RunStatus status) { return name_in(statuses, status); }
std::optional<RunStatus> parse_status(std::string_view name) { return value_in(statuses, name); }
std::string_view status_name(LoggedModelStatus status) { return name_in(model_statuses, status); }
std::optional<LoggedModelStatus> parse_model_status(std::string_view name) { return value_in(model_statuses, name); }
std::string_view lifecycle_name(Lifecycle lifecycle) { return lifecycle == Lifecycle::active ? "active" : "deleted"; }

bool is_ended(RunStatus status) {
    return status == RunStatus::finished || status == RunStatus::failed || status == RunStatus::killed;
}

bool same_number(double a, double b) {
    return std::isnan(a) ? std::isnan(b) : std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool Metric::operator==(const Metric& other) const {
    return key == other.key && same_number(value, other.value) && timestamp == other.timestamp && step == other.step &&
           model_id == other.model_id && dataset_name == other.dataset_name && dataset_digest == other.dataset_digest;
}

}  // namespace mlp::tracking
