// Finds the command that the words name, reading the global flags before and between its words on the way.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/parse.hpp"

namespace mlp::cli {

struct Resolved {
    const CommandRow* row = nullptr;  ///< command or group; nullptr: mlp itself
    std::size_t next = 0;             ///< first word after the command's own
};

/// Writes what the global flags say into `request` and `globals`. Unknown commands and flags: Error{usage}.
Resolved resolve(const std::vector<std::string>& words, Request& request, Globals& globals);

/// A row by the words after `help`, so that every command's help is reachable both ways.
const CommandRow* row_for_help(const std::vector<std::string>& words);

/// Applies one global flag by its long (or only) name.
void apply_global(std::string_view name, const std::string& value, Request& request, Globals& globals);

/// Error{usage} for a flag that `candidates` does not hold.
Error unknown_flag(std::string_view flag, std::string_view path, const std::vector<std::string>& candidates);

}  // namespace mlp::cli
