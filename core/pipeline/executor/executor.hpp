// Where stages run: submit, wait, cancel. A new backend is one more implementation of this.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::pipeline {

/// One attempt at a stage.
struct Task {
    std::size_t id = 0;                 ///< the caller's; unique among running tasks
    /// In order, each a call of the shell, stop at the first failure. A command ends with what it left in the background.
    std::vector<std::string> commands;
    std::vector<std::string> shell;     ///< what stands before the command: {"/bin/sh", "-c"}
    std::filesystem::path folder;  ///< absolute
    std::map<std::string, std::string> environment;
    std::filesystem::path log;  ///< everything printed is appended, byte for byte; its folder exists
    std::optional<std::chrono::milliseconds> timeout;
    bool terminal = false;  ///< keeps standard input and stays in the foreground, for a debugger
};

struct TaskEnd {
    std::size_t id = 0;
    std::optional<int> exit_code;  ///< of the last command; nothing when a signal ended it or it never started
    int signal = 0;
    bool timed_out = false;
    bool cancelled = false;
    bool left_others = false;  ///< what it had left in the background was still at work, and was ended
    std::string problem;      ///< why it could not be started, or where its work went; empty: it ran
    std::string log_problem;  ///< why the log is not complete; empty: it is
    std::chrono::milliseconds duration{0};
    std::chrono::milliseconds user_time{0};  ///< with all that the commands waited for
    std::chrono::milliseconds system_time{0};
    std::uint64_t peak_memory_bytes = 0;  ///< of the largest process
    bool ok() const { return exit_code == 0 && !timed_out && !cancelled && problem.empty(); }
};

enum class Cancel { ask, force };

class Executor {
public:
    virtual ~Executor() = default;
    /// Never throws for a task that cannot be started: that is how it ends.
    virtual void submit(Task task) = 0;
    /// Returns when a task has ended, one of `wake` is readable, or `limit` has passed; the tasks that ended, if any.
    virtual std::vector<TaskEnd> wait(std::span<const int> wake, std::optional<std::chrono::milliseconds> limit) = 0;
    /// Stops a task with everything it started: `ask` leaves it a grace period, `force` none. It ends through wait().
    virtual void cancel(std::size_t id, Cancel how) = 0;
};

/// Receives what a task prints, as it comes.
using OutputSink = std::function<void(std::size_t id, std::string_view bytes)>;

}  // namespace mlp::pipeline
