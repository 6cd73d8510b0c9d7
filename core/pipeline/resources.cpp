#include "core/pipeline/resources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/json.hpp"
#include "core/base/machine.hpp"
#include "core/base/text.hpp"

namespace mlp::pipeline {

namespace {

/// Sums of shares such as 0.1 are not exact.
constexpr double tolerance = 1e-9;

std::vector<std::string> numbered(std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) names.push_back(std::to_string(i));
    return names;
}

/// As CUDA reads it: names up to the first that is no device (-1, or nothing at all).
std::vector<std::string> named_devices(const std::string& list) {
    std::vector<std::string> names;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find(',', at), list.size());
        std::string name = list.substr(at, end - at);
        std::erase(name, ' ');
        if (name.empty() || name.starts_with('-')) break;
        names.push_back(std::move(name));
        at = end + 1;
    }
    return names;
}

std::size_t device_files() {
    std::size_t count = 0;
    std::error_code problem;
    while (std::filesystem::exists(fmt::format("/dev/nvidia{}", count), problem)) ++count;
    return count;
}

std::size_t whole_devices(double gpus) { return static_cast<std::size_t>(std::ceil(gpus - tolerance)); }

}  // namespace

Totals totals_of_machine(std::optional<std::int64_t> gpu_count, const std::map<std::string, std::string>& environment) {
    const base::Machine machine = base::machine();
    Totals totals{machine.cpus, machine.memory_bytes, {}};
    const auto visible = environment.find("CUDA_VISIBLE_DEVICES");
    if (visible != environment.end()) {
        totals.gpus = named_devices(visible->second);
    } else if (!gpu_count) {
        totals.gpus = numbered(device_files());
    }
    if (gpu_count) {
        const auto count = static_cast<std::size_t>(std::max<std::int64_t>(*gpu_count, 0));
        // Names that the caller chose stay, as far as they go.
        if (totals.gpus.size() < count) totals.gpus = numbered(count);
        totals.gpus.resize(count);
    }
    return totals;
}

std::string excess(const config::Resources& asked, const Totals& totals) {
    if (asked.cpus > totals.cpus + tolerance) {
        return fmt::format("{} processors, and there are {}", base::number_text(asked.cpus),
                           base::number_text(totals.cpus));
    }
    if (totals.memory_bytes != 0 && asked.memory_bytes > totals.memory_bytes) {
        return fmt::format("{} of memory, and there are {}", base::size_text(asked.memory_bytes),
                           base::size_text(totals.memory_bytes));
    }
    if (whole_devices(asked.gpus) > totals.gpus.size()) {
        return fmt::format("{} GPU{}, and there {} {}", base::number_text(asked.gpus), asked.gpus == 1 ? "" : "s",
                           totals.gpus.size() == 1 ? "is" : "are",
                           totals.gpus.empty() ? "none" : std::to_string(totals.gpus.size()));
    }
    return {};
}

Tokens::Tokens(Totals totals)
    : totals_(std::move(totals)),
      cpus_(totals_.cpus),
      memory_(totals_.memory_bytes),
      devices_(totals_.gpus.size(), 1) {}

config::Resources Tokens::clamped(const config::Resources& asked) const {
    return {.cpus = std::min(asked.cpus, totals_.cpus),
            .memory_bytes = std::min(asked.memory_bytes, totals_.memory_bytes),
            .gpus = std::min(asked.gpus, static_cast<double>(devices_.size()))};
}

std::optional<std::vector<std::size_t>> Tokens::free_devices(double asked) const {
    std::vector<std::size_t> chosen;
    if (asked <= 0) return chosen;
    if (asked < 1) {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < devices_.size(); ++i) {
            if (devices_[i] + tolerance >= asked && (!best || devices_[i] < devices_[*best])) best = i;
        }
        if (!best) return std::nullopt;
        return std::vector{*best};
    }
    for (std::size_t i = 0; i < devices_.size() && chosen.size() < whole_devices(asked); ++i) {
        if (devices_[i] + tolerance >= 1) chosen.push_back(i);
    }
    if (chosen.size() < whole_devices(asked)) return std::nullopt;
    return chosen;
}

std::optional<Grant> Tokens::take(const config::Resources& asked) {
    const config::Resources wanted = clamped(asked);
    if (wanted.cpus > cpus_ + tolerance || wanted.memory_bytes > memory_) return std::nullopt;
    auto gpus = free_devices(wanted.gpus);
    if (!gpus) return std::nullopt;
    const Grant grant{wanted.cpus, wanted.memory_bytes, std::min(wanted.gpus, 1.0), *std::move(gpus)};
    cpus_ -= grant.cpus;
    memory_ -= grant.memory_bytes;
    for (const std::size_t device : grant.gpus) devices_[device] -= grant.share;
    return grant;
}

void Tokens::give_back(const Grant& grant) {
    cpus_ += grant.cpus;
    memory_ += grant.memory_bytes;
    for (const std::size_t device : grant.gpus) devices_[device] += grant.share;
}

void Tokens::hold_for(const config::Resources& asked) {
    const config::Resources wanted = clamped(asked);
    if (wanted.cpus > cpus_ + tolerance) held_.cpus = true;
    if (wanted.memory_bytes > memory_) held_.memory = true;
    if (!free_devices(wanted.gpus)) held_.gpus = true;
}

bool Tokens::held_back(const config::Resources& asked) const {
    return (held_.cpus && asked.cpus > 0) || (held_.memory && asked.memory_bytes > 0) || (held_.gpus && asked.gpus > 0);
}

std::string Tokens::device_names(const Grant& grant) const {
    std::vector<std::string_view> names;
    for (const std::size_t device : grant.gpus) names.push_back(totals_.gpus[device]);
    return fmt::format("{}", fmt::join(names, ","));
}

}  // namespace mlp::pipeline
