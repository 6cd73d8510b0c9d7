// The flags that every command takes, as data: read by the parser, help, man pages, completions and the reference.
#pragma once

#include <span>
#include <string_view>

namespace mlp::cli {

struct GlobalFlag {
    std::string_view long_name;   ///< "--json"
    std::string_view short_name;  ///< "-q", or empty
    std::string_view value;       ///< placeholder; empty for a switch
    std::string_view help;
};

std::span<const GlobalFlag> global_flags();

/// An environment variable that mlp reads itself.
struct Variable {
    std::string_view name;
    std::string_view help;
};

std::span<const Variable> variables();

}  // namespace mlp::cli
