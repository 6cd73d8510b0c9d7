// What a command is: data. Its arguments, and one function that does the work. Parser, help, man pages, completions and
// the reference all read the same records (see cli/parse.cpp, cli/docs/).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/output/report.hpp"

namespace mlp::cli {

class Invocation;

/// Where the parser writes what the user asked for. Visited once, by the parser.
using Target = std::variant<bool*, std::string*, std::optional<std::string>*, std::int64_t*,
                            std::optional<std::int64_t>*, double*, std::optional<double>*, std::vector<std::string>*>;

/// Live values that a shell can complete for an argument (answered by `mlp complete`, from local state, in
/// milliseconds).
enum class Live {
    none,
    files,
    folders,
    stages,
    runs,
    experiments,
    models,
    versions,
    aliases,
    environments,
    templates,
    datasets
};

struct Argument {
    std::string name;  ///< "stage" is a positional; "--step" or "-j,--jobs" a flag
    std::string help;  ///< one line
    Target target;
    bool required = false;
    std::string value = {};  ///< placeholder in help: "N", "KEY=VALUE"; default from the target's type
    Live live = Live::none;
    std::vector<std::string> choices = {};  ///< the only values allowed
    bool trailing = false;                  ///< takes everything after `--` (a command to run), as it is
    bool empty = false;                     ///< an empty text is a value too
    bool hidden = false;                    ///< parsed, but in no help (an alias for other tools' users)
};

struct Command {
    std::vector<Argument> arguments;
    std::function<Report(Invocation&)> run;
};

/// One row of the table of all commands. A group ("track") has no maker; a command's long description, examples and
/// exit codes stand in cli/commands/<path with _>.md.
struct CommandRow {
    std::string_view path;     ///< "track log"
    std::string_view summary;  ///< one line, imperative, no full stop
    Command (*make)() = nullptr;
    bool hidden = false;  ///< serves shells and the build (`complete`, `docs`)
};

/// All commands in the order of help: everyday ones first.
std::span<const CommandRow> commands();

}  // namespace mlp::cli
