#include "core/base/io_counters.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>

#include "core/base/io.hpp"

namespace mlp::base {

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

}  // namespace mlp::base
