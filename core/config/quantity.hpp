// Quantities as they are written in mlp.yaml.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mlp::config {

/// "2GiB", "512MB", "1.5 GB", "4096" as bytes; nothing when malformed, negative or beyond 64 bits.
/// Units: B, kB KB MB GB TB (powers of 1000), KiB MiB GiB TiB (powers of 1024).
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace mlp::config
