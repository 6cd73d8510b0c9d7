#include "core/base/io_counters.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <string_view>

#include "core/base/io.hpp"

namespace mlp::base {

namespace {

std::atomic<std::uint64_t> ahead_times = 0;
std::atomic<std::uint64_t> ahead_bytes = 0;

}  // namespace

std::optional<std::uint64_t> bytes_read() {
    // The first line of this file, "rchar: 12345".
    const Fd fd(::open("/proc/self/io", O_RDONLY | O_CLOEXEC));
    if (!fd) return std::nullopt;
    std::array<char, 64> text{};
    const ssize_t count = ::read(fd.get(), text.data(), text.size());
    constexpr std::string_view key = "rchar: ";
    if (count <= 0 || !std::string_view(text.data(), static_cast<std::size_t>(count)).starts_with(key)) return std::nullopt;
    std::uint64_t bytes = 0;
    const auto parsed = std::from_chars(text.data() + key.size(), text.data() + count, bytes);
    return parsed.ec == std::errc() ? std::optional(bytes) : std::nullopt;
}

void read_ahead(std::uint64_t bytes) {
    ahead_bytes += bytes;
    ++ahead_times;  // last: who sees the time sees its bytes
}

ReadingAhead reading_ahead() {
    const std::uint64_t times = ahead_times;
    return {times, ahead_bytes};
}

}  // namespace mlp::base
