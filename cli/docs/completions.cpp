// Completion scripts: a few lines of each shell that ask `mlp complete`; they stand in docs/shells/ as they are.
#include <array>

#include "cli/docs/docs.hpp"
#include "core/base/error.hpp"
#include "embedded/shell_scripts.hpp"

namespace mlp::cli {
namespace {

struct Shell {
    std::string_view name;
    std::string_view file;
};

constexpr std::array<Shell, 3> shells{{{"bash", "mlp.bash"}, {"zsh", "_mlp"}, {"fish", "mlp.fish"}}};

std::string_view content_of(std::string_view file) {
    for (const base::EmbeddedFile& embedded : scripts::files()) {
        if (embedded.name == file) return embedded.content;
    }
    throw Error(Kind::bug, "no completion script " + std::string(file) + " in the binary");
}

}  // namespace

std::string_view completion_script(std::string_view shell) {
    for (const Shell& known : shells) {
        if (known.name == shell) return content_of(known.file);
    }
    throw Error(Kind::usage, "no completions for the shell '" + std::string(shell) + "'")
        .hint("one of: bash, zsh, fish");
}

std::vector<GeneratedFile> completion_scripts() {
    std::vector<GeneratedFile> result;
    for (const Shell& shell : shells) {
        result.push_back({std::string(shell.file), std::string(content_of(shell.file))});
    }
    return result;
}

}  // namespace mlp::cli
