// One call of mlp: what surrounds it, what was asked globally, where results go, and the project and stores, opened
// when first needed.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/env.hpp"
#include "core/base/error.hpp"

namespace mlp::config {
struct Project;
class Settings;
}  // namespace mlp::config
namespace mlp::data {
class ObjectStore;
}
namespace mlp::store {
class Store;
}

namespace mlp::cli {

/// Flags that every command takes.
struct Globals {
    bool json = false;
    bool quiet = false;
    int verbose = 0;
    bool no_color = false;
};

struct Terminal {
    bool input = false;   ///< standard input is a terminal
    bool output = false;  ///< standard output is one
    bool error = false;   ///< standard error is one
    std::size_t width = 80;
};

class Invocation {
public:
    Invocation(base::Env env, Globals globals, Terminal terminal);
    ~Invocation();
    Invocation(const Invocation&) = delete;
    Invocation& operator=(const Invocation&) = delete;

    const base::Env& env() const { return env_; }
    const Globals& globals() const { return globals_; }
    const Terminal& terminal() const { return terminal_; }
    /// The folder that relative arguments are meant from (after -C).
    const std::filesystem::path& folder() const { return env_.working_directory; }
    /// True only with terminals on both sides, without --json, --quiet and CI: never a prompt otherwise.
    bool may_prompt() const;
    /// Animations and live lines on standard error: a terminal, no CI, no TERM=dumb, no --quiet.
    bool may_animate() const;
    bool colour_on_error() const;
    bool colour_on_output() const;

    // Standard error, made printable. `note` is silent with --quiet; `detail` speaks from -v on.
    void note(std::string_view text) const;
    void warn(std::string_view text) const;
    void detail(std::string_view text) const;

    /// Raw bytes to standard output, for streams; everything else comes back as a Report. A closed pipe ends the
    /// process with 141.
    void write(std::string_view bytes) const;
    /// Shows the question on standard error and reads one line; nothing at end of input. Only when may_prompt().
    std::optional<std::string> ask(std::string_view question) const;

    /// Root of the project around folder() (design: nearest mlp.yaml upwards, then .dvc, then topmost dvc.yaml;
    /// MLP_PROJECT).
    std::optional<std::filesystem::path> find_root();
    /// As find_root, but outside a project: Error{missing} with the way out.
    const std::filesystem::path& root();
    const config::Settings& settings();
    /// The project, parsed and checked; with errors in it: Error{invalid} that carries the first and the count of the
    /// others.
    const config::Project& project();
    /// The tracking and registry store of the project, or the user's own outside one (said once on standard error).
    store::Store& store();
    /// Content-addressed objects beside the store.
    data::ObjectStore& objects();

private:
    base::Env env_;
    Globals globals_;
    Terminal terminal_;
    struct Opened;
    std::unique_ptr<Opened> opened_;
};

}  // namespace mlp::cli
