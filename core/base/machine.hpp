// What this process may use of the machine: processors and memory, within its control group and affinity.
#pragma once

#include <cstdint>
#include <filesystem>

namespace mlp::base {

struct Machine {
    double cpus = 1;                 ///< a quota of a control group may be a fraction
    std::uint64_t memory_bytes = 0;  ///< 0: cannot be told
};

/// The least of what the kernel has, the scheduling affinity of this process, and the quotas of its control groups
/// (version 2 with all groups above it, or version 1).
/// @param system where proc/ and sys/ are looked for; for tests
Machine machine(const std::filesystem::path& system = "/");

}  // namespace mlp::base
