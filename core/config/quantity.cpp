#include "core/config/quantity.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace mlp::config {

namespace {

constexpr auto units = std::to_array<std::pair<std::string_view, double>>({
    {"", 1.0},
    {"B", 1.0},
    {"kB", 1e3},
    {"KB", 1e3},
    {"MB", 1e6},
    {"GB", 1e9},
    {"TB", 1e12},
    {"KiB", 1024.0},
    {"MiB", 1048576.0},
    {"GiB", 1073741824.0},
    {"TiB", 1099511627776.0},
});

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc() || value < 0) return std::nullopt;
    std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    while (unit.starts_with(' ')) unit.remove_prefix(1);
    for (const auto& [name, factor] : units) {
        if (name != unit) continue;
        const double bytes = value * factor;
        if (!(bytes < 1.8e19)) return std::nullopt;  // also NaN and infinity
        return static_cast<std::uint64_t>(bytes);
    }
    return std::nullopt;
}

}  // namespace mlp::config
