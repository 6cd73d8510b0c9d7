// One line of a terminal that is written over and over.
#pragma once

#include <chrono>
#include <string_view>

namespace mlp::cli {

inline constexpr std::string_view erase_line = "\r\x1b[K";
inline constexpr std::chrono::milliseconds frame{100};  ///< between two of its states

}  // namespace mlp::cli
