// Text for people: UTF-8 checks, display width, sizes, durations, nearest matches.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::base {

/// Byte offset of the first invalid sequence, or nothing for valid UTF-8 (no surrogates, no overlong forms).
std::optional<std::size_t> invalid_utf8(std::string_view text);
/// Code points; invalid bytes count one each.
std::size_t character_count(std::string_view text);
/// Columns on a terminal (wide characters count 2, combining ones 0).
std::size_t display_width(std::string_view text);
/// For terminals and messages: control characters and invalid bytes shown as \xNN, newline as \n.
std::string printable(std::string_view text);

/// The text with each `what` replaced.
std::string replaced(std::string_view text, char what, std::string_view with);

/// "1.5 MiB", "312 B".
std::string size_text(std::uint64_t bytes);
/// "85 ms", "3.2 s", "4 min 05 s", "1 h 12 min".
std::string duration_text(std::chrono::milliseconds duration);
/// "90s", "5m", "1h30m", "250ms", plain seconds; nothing when malformed or negative.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The candidate that a typo most likely meant (Damerau–Levenshtein, at most a third of the length), or nothing.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);
/// ". Did you mean 'x'?" or "".
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace mlp::base
