// Words about commands and arguments that help, man pages, completions and the parser share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace mlp::cli {

/// The row with exactly this path, or nullptr.
const CommandRow* find_row(std::string_view path);
/// The rows one word below `path` ("" = the top level), hidden ones left out.
std::vector<const CommandRow*> children_of(std::string_view path);
/// "track log" → "log".
std::string_view last_word(std::string_view path);
/// "track log" → "mlp track log"; "" → "mlp".
std::string full_name(std::string_view path);

bool is_flag(const Argument& argument);
/// A flag without a value.
bool is_switch(const Argument& argument);
/// Takes any number of values.
bool is_list(const Argument& argument);
/// The spellings of a flag: "-j,--jobs" → {"-j", "--jobs"}; of a positional its name.
std::vector<std::string> spellings(const Argument& argument);
/// What stands for the value: the argument's own placeholder, its choices, or one from the target's type.
/// For a positional its name in capitals.
std::string placeholder(const Argument& argument);
/// "-j, --jobs N" or "STAGE..." as help and man pages show it.
std::string signature(const Argument& argument);
/// "mlp track log [FLAGS] KEY [VALUE...]".
std::string usage_line(std::string_view path, const Command& command);

}  // namespace mlp::cli
