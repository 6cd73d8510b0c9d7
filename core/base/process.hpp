// Child processes: start in their own process group, read their output, wait with resource usage, stop them with everything they started.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/io.hpp"

namespace mlp::base {

struct ProcessSpec {
    std::vector<std::string> argv;  ///< argv[0] is looked for on PATH (of `environment`) unless it has a '/'
    std::filesystem::path working_directory;
    /// Complete environment of the child as NAME → value.
    std::map<std::string, std::string> environment;
    enum class Input { null, inherit } input = Input::null;
    /// pipe: read by the caller from `Process::output()`; inherit: the parent's own.
    enum class Output { pipe, inherit, null } output = Output::pipe;
    bool separate_error = false;  ///< own pipe for stderr, else both go to one pipe in order
    bool new_group = true;        ///< own process group, so that stop() reaches grandchildren
};

struct ProcessEnd {
    std::optional<int> exit_code;  ///< nothing when ended by a signal
    int signal = 0;
    std::chrono::milliseconds user_time{0};
    std::chrono::milliseconds system_time{0};
    std::uint64_t peak_memory_bytes = 0;
    bool ok() const { return exit_code == 0; }
    std::string to_string() const;  ///< "exit code 3", "killed by SIGKILL"
};

/// The environment of this process, to be extended for a child.
std::map<std::string, std::string> current_environment();

class Process {
public:
    /// Error{missing} when the program is not found, Error{invalid} when it cannot be run or the folder is absent
    /// (a failing exec in the child is known here too). The child has the default signal mask.
    static Process start(const ProcessSpec& spec);
    ~Process();  ///< kills the group if still running, and reaps
    Process(Process&&) noexcept;
    Process& operator=(Process&&) noexcept;

    int pid() const;
    int output() const;        ///< read end, non-blocking; -1 unless piped
    int error_output() const;  ///< -1 unless separate_error
    int pidfd() const;         ///< readable when the process has ended (for poll)
    /// The end if it has ended, without waiting.
    std::optional<ProcessEnd> poll();
    ProcessEnd wait();
    /// Whether others of its group are at work though it has ended itself. That reaps it: once they are gone as well its
    /// pid may become somebody else's, and no signal goes there any more.
    bool left_others();
    /// Sends the signal to the whole group (or to the process alone without new_group). Fine when already gone; what a
    /// finished process left behind in its group is still reached.
    void signal(int number);

private:
    struct State;
    explicit Process(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Runs to the end and collects output (bounded; more is cut and said so). For short helpers such as `python --version`.
/// After `timeout` the whole group is killed. `error` stays empty unless the spec asks for a separate_error.
struct Captured {
    ProcessEnd end;
    std::string output;
    std::string error;
    bool timed_out = false;
};
Captured run_captured(const ProcessSpec& spec, std::chrono::milliseconds timeout, std::size_t limit = 1 << 20);

/// Looks a program up on a PATH value.
std::optional<std::filesystem::path> find_program(std::string_view name, std::string_view path_value);

/// 'text' quoted for a POSIX shell, unchanged when it needs no quotes.
std::string shell_quote(std::string_view text);

}  // namespace mlp::base
