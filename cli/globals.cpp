#include "cli/globals.hpp"

#include <array>

namespace mlp::cli {
namespace {

constexpr auto flags = std::to_array<GlobalFlag>({
    {"--json", "", "", "Print one JSON document on standard output; errors are JSON on standard error"},
    {"", "-C", "DIR", "Work as if started in DIR (repeatable, each from the one before)"},
    {"--quiet", "-q", "", "Print no notes and no progress, only results, warnings and errors"},
    {"--verbose", "-v", "", "Say more on standard error (repeatable)"},
    {"--no-color", "", "", "Write no colours (as NO_COLOR=1 does)"},
    {"--help", "-h", "", "Print help and exit"},
    {"--version", "", "", "Print the version and exit"},
});

constexpr auto environment = std::to_array<Variable>({
    {"MLP_PROJECT", "Folder of the project, instead of looking upwards from the working directory"},
    {"MLP_STORE", "Path of the store of runs, models and releases, instead of .mlp/store.db in the project"},
    {"MLP_RUN_ID", "The run that `mlp track` commands write to when --run is not given"},
    {"MLP_SECTION_KEY", "Any setting: MLP_ and its name in capitals, dots as underscores"},
    {"XDG_CONFIG_HOME, XDG_CACHE_HOME, XDG_DATA_HOME", "Where the user's settings, caches and store live"},
    {"MLP_SYSTEM_CONFIG_DIR", "Folder of the settings for all users of the machine, instead of /etc/mlp"},
    {"NO_COLOR", "Not empty: no colours"},
    {"FORCE_COLOR, CLICOLOR_FORCE", "Not empty and not 0: colours even without a terminal"},
    {"CI", "Not empty: no colours, no progress line, no prompts"},
    {"TERM", "dumb: no colours, no progress line"},
    {"COLUMNS", "Width of help and tables, instead of the terminal's own"},
});

}  // namespace

std::span<const GlobalFlag> global_flags() { return flags; }
std::span<const Variable> variables() { return environment; }

}  // namespace mlp::cli
