// What this process has read so far, as the system counts it, and what it is about to read.
#pragma once

#include <cstdint>
#include <optional>

namespace mlp::base {

/// Bytes that all threads together took from files, pipes and sockets, whether they were in memory or on a disk.
/// Nothing where the system does not tell.
std::optional<std::uint64_t> bytes_read();

/// What was told of before it was read, by all threads together.
struct ReadingAhead {
    std::uint64_t times = 0;
    std::uint64_t bytes = 0;
};
/// Tells that so many bytes of files will be read now; none is worth telling, too: whoever waits knows that then.
void read_ahead(std::uint64_t bytes);
ReadingAhead reading_ahead();

}  // namespace mlp::base
