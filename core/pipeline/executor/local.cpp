#include "core/pipeline/executor/local.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <list>

#include "core/base/error.hpp"
#include "core/base/process.hpp"

namespace mlp::pipeline {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t block_bytes = 64 * 1024;

/// One running task: the process of its present command, and what must happen when.
struct Running {
    Task task;
    TaskEnd end;
    std::size_t next_command = 0;
    std::optional<base::Process> process;
    base::Fd log;
    bool output_open = false;
    bool leader_ended = false;  ///< the shell is gone, others of its group may still be at work
    bool done = false;
    Clock::time_point started;
    std::optional<Clock::time_point> timeout_at;
    std::optional<Clock::time_point> kill_at;
    std::optional<Clock::time_point> alone_until;  ///< others are at work without the shell: until when they may be

    bool stopping() const { return end.cancelled || end.timed_out; }
};

class Local final : public Executor {
public:
    Local(OutputSink sink, milliseconds grace) : sink_(std::move(sink)), grace_(grace) {}

    void submit(Task task) override;
    std::vector<TaskEnd> wait(std::span<const int> wake, std::optional<milliseconds> limit) override;
    void cancel(std::size_t id, Cancel how) override;

private:
    void open_log(Running& run);
    void start_next(Running& run);
    void stop(Running& run);
    bool poll_once(std::span<const int> wake, std::optional<Clock::time_point> until);
    void read_output(Running& run, std::size_t at_most);
    void keep(Running& run, std::string_view bytes);
    void take_waiting(Running& run);
    void command_ended(Running& run);
    bool others_at_work(Running& run);
    void check_clock(Running& run);
    std::optional<Clock::time_point> next_alarm() const;
    std::vector<TaskEnd> collect();

    OutputSink sink_;
    milliseconds grace_;
    std::list<Running> running_;
};

void Local::submit(Task task) {
    Running& run = running_.emplace_back();
    run.task = std::move(task);
    run.end.id = run.task.id;
    run.started = Clock::now();
    if (run.task.timeout) run.timeout_at = run.started + *run.task.timeout;
    open_log(run);
    start_next(run);
}

void Local::open_log(Running& run) {
    run.log = base::Fd(::open(run.task.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    // Held until the task ends: how others see that more will come (see being_written).
    if (run.log) static_cast<void>(::flock(run.log.get(), LOCK_EX | LOCK_NB));
    if (!run.log) run.end.log_problem = system_error("cannot write the log", run.task.log.string(), errno).message();
}

void Local::start_next(Running& run) {
    base::ProcessSpec spec;
    spec.argv = run.task.shell;
    spec.argv.push_back(run.task.commands[run.next_command++]);
    spec.working_directory = run.task.folder;
    spec.environment = run.task.environment;
    if (run.task.terminal) {
        // A background group may not read from the terminal.
        spec.input = base::ProcessSpec::Input::inherit;
        spec.new_group = false;
    }
    try {
        run.process.emplace(base::Process::start(spec));
        run.output_open = true;
        run.leader_ended = false;
        run.alone_until.reset();
        run.kill_at.reset();
    } catch (const Error& error) {
        run.end.problem = error.message();
        run.end.exit_code.reset();
        run.done = true;
    }
}

void Local::stop(Running& run) {
    if (run.kill_at || run.done) return;
    run.process->signal(SIGTERM);
    run.process->signal(SIGCONT);  // a stopped process would never see the first
    run.kill_at = Clock::now() + grace_;
}

void Local::cancel(std::size_t id, Cancel how) {
    for (Running& run : running_) {
        if (run.task.id != id || run.done) continue;
        run.end.cancelled = true;
        if (how == Cancel::ask) {
            stop(run);
        } else {
            run.kill_at = Clock::now();
        }
    }
}

void Local::keep(Running& run, std::string_view bytes) {
    if (run.end.log_problem.empty()) {
        try {
            base::write_all(run.log.get(), bytes, run.task.log);
        } catch (const Error& error) {
            run.end.log_problem = error.message();
        }
    }
    if (sink_) sink_(run.task.id, bytes);
}

void Local::read_output(Running& run, std::size_t at_most) {
    std::array<char, block_bytes> block;
    while (run.output_open && at_most > 0) {
        const ssize_t count = ::read(run.process->output(), block.data(), std::min(block.size(), at_most));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) {
            run.output_open = false;
            return;
        }
        keep(run, {block.data(), static_cast<std::size_t>(count)});
        at_most -= static_cast<std::size_t>(count);
    }
}

/// What a command left in the background may still write outputs, or copy what was printed (`> >(tee log)`): it has the
/// grace period to come to its end, and is ended then.
bool Local::others_at_work(Running& run) {
    if (!run.process->left_others()) return false;
    const auto now = Clock::now();
    if (!run.alone_until) run.alone_until = now + grace_;
    if (now >= *run.alone_until) {
        run.end.left_others = true;
        stop(run);
    }
    return !run.kill_at || now < *run.kill_at + grace_;  // what not even a kill ends is left
}

void Local::take_waiting(Running& run) {
    int waiting = 0;
    if (run.output_open && ::ioctl(run.process->output(), FIONREAD, &waiting) == 0 && waiting > 0) {
        read_output(run, static_cast<std::size_t>(waiting));
    }
}

/// Called when the shell is gone, and then until the rest of its group is: what is in the pipe now is taken.
void Local::command_ended(Running& run) {
    run.leader_ended = true;
    take_waiting(run);
    if (run.stopping()) {
        const bool late = !run.kill_at || Clock::now() >= *run.kill_at;
        if (run.output_open && !late && !run.task.terminal) {
            read_output(run, block_bytes);
            if (run.output_open) return;
        }
        if (!run.task.terminal) run.process->signal(SIGKILL);
    }
    const auto ended = run.process->poll();
    if (!ended || (!run.stopping() && others_at_work(run))) return;
    take_waiting(run);  // the last of them may have written since
    run.end.exit_code = ended->exit_code;
    run.end.signal = ended->signal;
    run.end.user_time += ended->user_time;
    run.end.system_time += ended->system_time;
    run.end.peak_memory_bytes = std::max(run.end.peak_memory_bytes, ended->peak_memory_bytes);
    if (ended->ok() && !run.stopping() && run.next_command < run.task.commands.size()) {
        run.process.reset();
        start_next(run);
    } else {
        run.done = true;
    }
}

void Local::check_clock(Running& run) {
    if (run.done) return;
    const auto now = Clock::now();
    if (run.timeout_at && now >= *run.timeout_at && !run.stopping()) {
        run.end.timed_out = true;
        stop(run);
    }
    if (run.kill_at && now >= *run.kill_at) {
        run.process->signal(SIGKILL);
        if (run.leader_ended) command_ended(run);
    }
}

std::optional<Clock::time_point> Local::next_alarm() const {
    std::optional<Clock::time_point> first;
    const auto consider = [&](const std::optional<Clock::time_point>& at) {
        if (at && (!first || *at < *first)) first = at;
    };
    for (const Running& run : running_) {
        // A group that was killed says so itself; its alarm has rung.
        const bool rung = run.kill_at && Clock::now() >= *run.kill_at;
        if (!rung) consider(run.kill_at ? run.kill_at : run.timeout_at);
        // The end of what is not our child is told by nobody.
        if (run.alone_until) consider(Clock::now() + milliseconds(20));
    }
    return first;
}

/// One round of poll. False when nothing that the caller waits for can have happened.
bool Local::poll_once(std::span<const int> wake, std::optional<Clock::time_point> until) {
    std::vector<pollfd> waits;
    for (const int fd : wake) waits.push_back({fd, POLLIN, 0});
    for (const Running& run : running_) {
        waits.push_back({run.leader_ended ? -1 : run.process->pidfd(), POLLIN, 0});
        waits.push_back({run.output_open ? run.process->output() : -1, POLLIN, 0});
    }
    if (const auto alarm = next_alarm(); alarm && (!until || *alarm < *until)) until = alarm;
    int timeout = -1;
    if (until) {
        const auto left = std::chrono::ceil<milliseconds>(*until - Clock::now()).count();
        timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000));
    }
    while (::poll(waits.data(), waits.size(), timeout) < 0) {
        if (errno != EINTR && errno != EAGAIN) throw system_error("cannot wait for", "the stages", errno);
    }
    std::size_t at = wake.size();
    for (Running& run : running_) {
        const bool leader = waits[at].revents != 0;
        const bool output = waits[at + 1].revents != 0;
        at += 2;
        if (output) read_output(run, block_bytes);
        if (leader || run.alone_until || (run.leader_ended && !run.output_open)) command_ended(run);
    }
    return std::any_of(waits.begin(), waits.begin() + static_cast<std::ptrdiff_t>(wake.size()),
                       [](const pollfd& wait) { return wait.revents != 0; });
}

std::vector<TaskEnd> Local::collect() {
    std::vector<TaskEnd> ended;
    for (auto run = running_.begin(); run != running_.end();) {
        check_clock(*run);
        if (!run->done) {
            ++run;
            continue;
        }
        run->end.duration = std::chrono::duration_cast<milliseconds>(Clock::now() - run->started);
        ended.push_back(std::move(run->end));
        run = running_.erase(run);
    }
    return ended;
}

std::vector<TaskEnd> Local::wait(std::span<const int> wake, std::optional<milliseconds> limit) {
    const auto until = limit ? std::optional(Clock::now() + *limit) : std::nullopt;
    while (true) {
        if (auto ended = collect(); !ended.empty()) return ended;
        const bool woken = poll_once(wake, until);
        auto ended = collect();
        if (woken || !ended.empty() || (until && Clock::now() >= *until)) return ended;
    }
}

}  // namespace

std::unique_ptr<Executor> local_executor(OutputSink sink, milliseconds grace) {
    return std::make_unique<Local>(std::move(sink), grace);
}

}  // namespace mlp::pipeline
