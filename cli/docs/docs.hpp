// What is generated from the table of commands: man pages, completion scripts, the reference. Pure functions of the
// binary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlp::cli {

struct GeneratedFile {
    std::string name;  ///< below the output folder
    std::string content;
};

/// mlp.1 and one page for each group and command that is not hidden.
std::vector<GeneratedFile> man_pages();
/// mlp.bash, _mlp (zsh) and mlp.fish.
std::vector<GeneratedFile> completion_scripts();
/// reference.md.
std::vector<GeneratedFile> reference_pages();

/// The script for "bash", "zsh" or "fish".
std::string_view completion_script(std::string_view shell);

}  // namespace mlp::cli
