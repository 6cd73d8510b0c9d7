// An age on the command line: whole days, or a duration as everywhere else.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace mlp::cli {

/// "30d", "12h", "0s". Anything else: Error{usage} that names the flag.
std::chrono::milliseconds age_of(const std::string& text, std::string_view flag);

}  // namespace mlp::cli
