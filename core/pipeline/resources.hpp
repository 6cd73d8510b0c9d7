// Processors, memory and GPUs as tokens: a stage takes what it declares while it runs and gives it back.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config/project.hpp"

namespace mlp::pipeline {

/// What stages share.
struct Totals {
    double cpus = 0;
    std::uint64_t memory_bytes = 0;  ///< 0: unknown, so memory is not counted
    std::vector<std::string> gpus;   ///< as CUDA_VISIBLE_DEVICES names them: "0", "1", or UUIDs
};

/// @param gpu_count    what the settings say; wins
/// @param environment  of the stages: CUDA_VISIBLE_DEVICES names the devices, an empty value means none; without it
///                     the device files of this machine are counted
Totals totals_of_machine(std::optional<std::int64_t> gpu_count, const std::map<std::string, std::string>& environment);

/// What of `asked` is more than there is at all: "8 GPUs, and there are 2"; empty when it fits.
std::string excess(const config::Resources& asked, const Totals& totals);

/// What one stage holds.
struct Grant {
    double cpus = 0;
    std::uint64_t memory_bytes = 0;
    double share = 0;               ///< of each device in `gpus`: 1, or less of a single one
    std::vector<std::size_t> gpus;  ///< indexes into Totals::gpus
};

class Tokens {
public:
    explicit Tokens(Totals totals);
    const Totals& totals() const { return totals_; }

    /// Nothing when it does not fit now. What is more than there is at all takes all there is: such a stage is refused
    /// by excess() before it runs, but may well be up to date.
    /// GPUs: a number below 1 is a share of one device, the fullest that still has room; others are whole devices.
    std::optional<Grant> take(const config::Resources& asked);
    void give_back(const Grant& grant);

    /// In a pass over stages in order of their priority: what a stage lacks now is kept for it, so that smaller ones
    /// behind it do not starve it. `begin_pass` forgets that.
    void begin_pass() { held_ = {}; }
    void hold_for(const config::Resources& asked);
    bool held_back(const config::Resources& asked) const;

    /// "0,2" for CUDA_VISIBLE_DEVICES.
    std::string device_names(const Grant& grant) const;

private:
    struct Held {
        bool cpus = false;
        bool memory = false;
        bool gpus = false;
    };
    config::Resources clamped(const config::Resources& asked) const;
    std::optional<std::vector<std::size_t>> free_devices(double asked) const;

    Totals totals_;
    double cpus_;
    std::uint64_t memory_;
    std::vector<double> devices_;  ///< free share of each
    Held held_;
};

}  // namespace mlp::pipeline
