// What this process has read so far, as the system counts it.
#pragma once

#include <cstdint>
#include <optional>

namespace mlp::base {

/// Bytes that all threads together took from files, pipes and sockets, whether they were in memory or on a disk.
/// Nothing where the system does not tell.
std::optional<std::uint64_t> bytes_read();

}  // namespace mlp::base
