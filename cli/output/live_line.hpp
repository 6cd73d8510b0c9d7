// One line of a terminal that is written over and over.
#pragma once

#include <chrono>
#include <string_view>

namespace mlp::cli {

inline constexpr std::string_view erase_line = "\r\x1b[K";
inline constexpr std::chrono::milliseconds frame{100};            ///< between two of its states
inline constexpr std::chrono::milliseconds plain_pause{10'000};  ///< between two lines where there is no terminal

}  // namespace mlp::cli
