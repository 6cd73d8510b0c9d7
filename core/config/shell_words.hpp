// The words of a shell command, as far as they can be told without running it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlp::config {

struct ShellWord {
    enum class Role {
        program,   ///< the first word of a command
        argument,
        written,   ///< behind '>' or a flag such as --output: a file that the command makes
    };
    std::string text;  ///< quotes removed
    Role role = Role::argument;
    std::string program;  ///< of the command that it belongs to
    std::string before;   ///< the word before it, for flags that say what follows
};

/// In order. Words with '$', '`' or a pattern in them are left out: what they stand for is not known here. Behind a
/// `cd` nothing is known about relative names any more, and the list ends.
std::vector<ShellWord> shell_words(std::string_view command);

}  // namespace mlp::config
