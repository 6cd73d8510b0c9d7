#include "core/base/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <utility>

#include "core/base/error.hpp"

namespace mlp::base {

namespace {

constexpr std::string_view fallback_path = "/usr/local/bin:/usr/bin:/bin";

struct SpawnActions {
    SpawnActions() { posix_spawn_file_actions_init(&value); }
    ~SpawnActions() { posix_spawn_file_actions_destroy(&value); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
    posix_spawn_file_actions_t value{};
};

struct SpawnAttributes {
    SpawnAttributes() { posix_spawnattr_init(&value); }
    ~SpawnAttributes() { posix_spawnattr_destroy(&value); }
    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;
    posix_spawnattr_t value{};
};

void check(int error, std::string_view what) {
    if (error != 0) throw system_error(what, "a child process", error);
}

struct Pipe {
    Fd read;
    Fd write;
};

/// Above the standard three, so that redirecting one end never hits another when the parent has some of them closed.
Fd lifted(int fd) {
    if (fd > STDERR_FILENO) return Fd(fd);
    const Fd low(fd);
    return Fd(fcntl(low.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) check(errno, "make a pipe to");
    Pipe pipe{lifted(ends[0]), lifted(ends[1])};
    if (!pipe.read || !pipe.write) check(errno, "make a pipe to");
    // Only our end: the flag belongs to the open file, and the child must not meet EAGAIN.
    fcntl(pipe.read.get(), F_SETFL, O_NONBLOCK);
    return pipe;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

bool is_program(const fs::path& path) {
    // Asked first: a folder of PATH that this user may not search has no program, and is no failure.
    if (faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) != 0) return false;
    const auto signature = signature_of(path, true);
    return signature && signature->is_regular();
}

/// Empty and relative parts of PATH count from `folder`.
std::optional<fs::path> find_from(std::string_view name, std::string_view path_value, const fs::path& folder) {
    if (name.empty()) return std::nullopt;
    while (true) {
        const auto colon = path_value.find(':');
        const auto part = path_value.substr(0, colon);
        auto candidate = folder / fs::path(part) / fs::path(name);
        if (is_program(candidate)) return candidate;
        if (colon == std::string_view::npos) return std::nullopt;
        path_value.remove_prefix(colon + 1);
    }
}

fs::path program_of(const ProcessSpec& spec) {
    if (spec.argv.empty() || spec.argv.front().empty()) throw Error(Kind::bug, "a command without a program");
    const auto& name = spec.argv.front();
    if (name.find('/') != std::string::npos) return name;
    const auto variable = spec.environment.find("PATH");
    const auto path_value = variable == spec.environment.end() ? fallback_path : std::string_view(variable->second);
    auto found = find_from(name, path_value, fs::absolute(spec.working_directory));
    if (found) return *found;
    throw Error(Kind::missing, fmt::format("the program '{}' was not found on PATH", name))
        .hint(fmt::format("install it, or add its folder to PATH (now: {})", path_value));
}

void check_texts(const ProcessSpec& spec) {
    for (const auto& text : spec.argv) {
        if (text.find('\0') != std::string::npos)
            throw Error(Kind::invalid, fmt::format("an argument of '{}' contains a NUL byte", spec.argv.front()));
    }
    for (const auto& [name, value] : spec.environment) {
        if (name.empty() || name.find('=') != std::string::npos || (name + value).find('\0') != std::string::npos)
            throw Error(Kind::invalid, fmt::format("the environment variable '{}' cannot be passed on", name))
                .hint("names are not empty and have no '='; values have no NUL byte");
    }
}

void check_folder(const ProcessSpec& spec) {
    const auto signature = signature_of(spec.working_directory, true);
    if (signature && signature->is_folder()) return;
    throw Error(Kind::invalid,
                fmt::format("cannot start '{}' in '{}': {}", spec.argv.front(), spec.working_directory.native(),
                            signature ? "this is not a folder" : "there is no such folder"));
}

[[noreturn]] void fail_start(const fs::path& program, const ProcessSpec& spec, int error) {
    const auto full = program.is_absolute() ? program : fs::absolute(spec.working_directory) / program;
    if (error == ENOENT && !signature_of(full, true))
        throw Error(Kind::missing, fmt::format("the program '{}' does not exist", full.native()));
    auto failure = Error(Kind::invalid, fmt::format("cannot run '{}': {}", full.native(), strerrordesc_np(error)));
    if (error == ENOENT) failure.hint("the interpreter that its first line names does not exist");
    if (error == ENOEXEC) failure.hint("a script needs a first line such as '#!/bin/sh'");
    if (error == EACCES) failure.hint(fmt::format("make it executable: chmod +x {}", shell_quote(full.native())));
    if (error == E2BIG) failure.hint("arguments and environment are too long together: pass some of them in a file");
    throw failure;
}

void redirect(SpawnActions& actions, const ProcessSpec& spec, const Pipe& output, const Pipe& error) {
    auto* value = &actions.value;
    const auto null_to = [&](int fd, int mode) {
        check(posix_spawn_file_actions_addopen(value, fd, "/dev/null", mode, 0), "prepare");
    };
    const auto pipe_to = [&](int fd, const Pipe& pipe) {
        check(posix_spawn_file_actions_adddup2(value, pipe.write.get(), fd), "prepare");
    };
    if (spec.input == ProcessSpec::Input::null) null_to(STDIN_FILENO, O_RDONLY);
    if (spec.output == ProcessSpec::Output::null) {
        null_to(STDOUT_FILENO, O_WRONLY);
        null_to(STDERR_FILENO, O_WRONLY);
    }
    if (spec.output == ProcessSpec::Output::pipe) {
        pipe_to(STDOUT_FILENO, output);
        pipe_to(STDERR_FILENO, spec.separate_error ? error : output);
    }
    check(posix_spawn_file_actions_addchdir_np(value, spec.working_directory.c_str()), "prepare");
}

void set_attributes(SpawnAttributes& attributes, bool new_group) {
    sigset_t none;
    sigemptyset(&none);
    // Ours are blocked while an InterruptGuard lives, and SIGPIPE may be ignored: the child starts with neither.
    sigset_t restored;
    sigemptyset(&restored);
    sigaddset(&restored, SIGPIPE);
    sigaddset(&restored, SIGCHLD);
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (new_group) flags |= POSIX_SPAWN_SETPGROUP;
    check(posix_spawnattr_setsigmask(&attributes.value, &none), "prepare");
    check(posix_spawnattr_setsigdefault(&attributes.value, &restored), "prepare");
    check(posix_spawnattr_setpgroup(&attributes.value, 0), "prepare");
    check(posix_spawnattr_setflags(&attributes.value, static_cast<short>(flags)), "prepare");
}

/// "pid (name) state parent group …"; the name may hold anything, so the last ')' counts. Gone: state 'X'.
struct ProcessRow {
    char state = 'X';
    pid_t parent = 0;
    pid_t group = 0;
};

ProcessRow row_of_process(const std::filesystem::path& folder) {
    ProcessRow row;
    std::ifstream file(folder / "stat");
    std::string text;
    std::getline(file, text, '\0');
    const std::size_t close = text.rfind(')');
    if (close == std::string::npos) return row;
    std::istringstream rest(text.substr(close + 1));
    rest >> row.state >> row.parent >> row.group;
    return row;
}

/// Whether a group has members that are no zombies. All of /proc is only read where the group is not empty.
bool group_at_work(pid_t group) {
    if (::kill(-group, 0) != 0) return false;
    std::error_code problem;
    for (std::filesystem::directory_iterator entry("/proc", problem), end; !problem && entry != end;
         entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const ProcessRow row = row_of_process(entry->path());
        if (row.group == group && row.state != 'Z' && row.state != 'X') return true;
    }
    return false;
}

std::chrono::milliseconds time_of(const timeval& value) {
    return std::chrono::milliseconds(value.tv_sec * 1000 + value.tv_usec / 1000);
}

}  // namespace

struct Process::State {
    ~State();
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    /// The child stays a zombie until this object goes, so that its pid and group cannot become somebody else's
    /// while signals are still sent to them.
    std::optional<ProcessEnd> look(int flags);
    void signal(int number) const {
        if (!reaped || group_at_work(pid)) ::kill(grouped ? -pid : pid, number);
    }
    void reap() {
        siginfo_t info{};
        while (!reaped && waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED) != 0 && errno == EINTR) {
        }
        reaped = true;
    }

    pid_t pid = 0;
    bool grouped = false;
    bool reaped = false;
    Fd pidfd;
    Fd output;
    Fd error;
    std::optional<ProcessEnd> end;
};

Process::State::~State() {
    if (pid <= 0) return;
    if (!look(WNOHANG)) signal(SIGKILL);
    reap();
}

std::optional<ProcessEnd> Process::State::look(int flags) {
    if (end) return end;
    siginfo_t info{};
    rusage usage{};
    // The system call itself also gives the resources used; the C library's waitid hides them.
    while (syscall(SYS_waitid, P_PID, pid, &info, WEXITED | WNOWAIT | flags, &usage) != 0) {
        if (errno == EINTR) continue;
        return end = ProcessEnd{};  // reaped by somebody else (SIGCHLD ignored): ended, no more is known
    }
    if (info.si_pid == 0) return std::nullopt;
    ProcessEnd result;
    if (info.si_code == CLD_EXITED) {
        result.exit_code = info.si_status;
    } else {
        result.signal = info.si_status;
    }
    result.user_time = time_of(usage.ru_utime);
    result.system_time = time_of(usage.ru_stime);
    result.peak_memory_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    return end = result;
}

Process Process::start(const ProcessSpec& asked) {
    auto spec = asked;
    if (spec.working_directory.empty()) spec.working_directory = ".";
    const auto program = program_of(spec);
    check_texts(spec);
    check_folder(spec);
    std::vector<std::string> environment;
    for (const auto& [name, value] : spec.environment) environment.push_back(name + "=" + value);

    const bool piped = spec.output == ProcessSpec::Output::pipe;
    Pipe output = piped ? make_pipe() : Pipe{};
    Pipe error = piped && spec.separate_error ? make_pipe() : Pipe{};
    SpawnActions actions;
    SpawnAttributes attributes;
    redirect(actions, spec, output, error);
    set_attributes(attributes, spec.new_group);

    auto state = std::make_unique<State>();
    pid_t pid = 0;
    // glibc starts the child as by vfork and hands back the error of its exec.
    const int failed = posix_spawn(&pid, program.c_str(), &actions.value, &attributes.value,
                                   pointers_to(spec.argv).data(), pointers_to(environment).data());
    if (failed != 0) fail_start(program, spec, failed);
    state->pid = pid;
    state->grouped = spec.new_group;
    state->output = std::move(output.read);
    state->error = std::move(error.read);
    // By its number: the header of glibc 2.36 declares the function with C++ linkage.
    state->pidfd = Fd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (!state->pidfd) throw system_error("watch", spec.argv.front(), errno);
    return Process(std::move(state));
}

Process::Process(std::unique_ptr<State> state) : state_(std::move(state)) {}
Process::~Process() = default;
Process::Process(Process&&) noexcept = default;
Process& Process::operator=(Process&&) noexcept = default;

int Process::pid() const { return state_->pid; }
int Process::output() const { return state_->output.get(); }
int Process::error_output() const { return state_->error.get(); }
int Process::pidfd() const { return state_->pidfd.get(); }
std::optional<ProcessEnd> Process::poll() { return state_->look(WNOHANG); }
ProcessEnd Process::wait() { return *state_->look(0); }
void Process::signal(int number) { state_->signal(number); }

bool Process::left_others() {
    if (!state_->grouped || !poll()) return false;
    state_->reap();
    return group_at_work(state_->pid);
}

std::string ProcessEnd::to_string() const {
    if (exit_code) return fmt::format("exit code {}", *exit_code);
    if (signal == 0) return "ended, how is not known";
    const char* name = sigabbrev_np(signal);
    return name != nullptr ? fmt::format("killed by SIG{}", name) : fmt::format("killed by signal {}", signal);
}

std::map<std::string, std::string> current_environment() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals == 0 || equals == std::string_view::npos) continue;
        variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

std::optional<std::filesystem::path> find_program(std::string_view name, std::string_view path_value) {
    return find_from(name, path_value, {});
}

namespace {

/// One stream of a captured process: what fits below the limit is kept, the rest counted.
class Collected {
public:
    Collected(int fd, std::size_t limit) : fd_(fd), limit_(limit) {}

    int fd() const { return fd_; }

    /// Reads what is there now; a closed or failed pipe is not polled again. A full pipe takes fewer rounds, and
    /// somebody who writes without end gets no more.
    void read_available() {
        std::array<char, 1 << 14> block{};
        for (int round = 0; round < 64 && fd_ >= 0; ++round) {
            const auto got = ::read(fd_, block.data(), block.size());
            if (got < 0 && errno == EINTR) continue;
            if (got < 0 && errno == EAGAIN) return;
            if (got <= 0) {
                fd_ = -1;
                return;
            }
            const auto count = static_cast<std::size_t>(got);
            const auto kept = std::min(count, limit_ - text_.size());
            text_.append(block.data(), kept);
            cut_ += count - kept;
        }
    }

    std::string text() && {
        if (cut_ > 0) text_ += fmt::format("\n[{} more bytes were cut]\n", cut_);
        return std::move(text_);
    }

private:
    int fd_;
    std::size_t limit_;
    std::size_t cut_ = 0;
    std::string text_;
};

}  // namespace

Captured run_captured(const ProcessSpec& asked, std::chrono::milliseconds timeout, std::size_t limit) {
    auto spec = asked;
    spec.output = ProcessSpec::Output::pipe;
    auto process = Process::start(spec);
    Collected output(process.output(), limit);
    Collected error(process.error_output(), limit);
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    bool timed_out = false;
    // The end of the process counts, not the end of its pipes: something it left behind may keep them open.
    while (!process.poll()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            timed_out = true;
            process.signal(SIGKILL);
            process.wait();
            break;
        }
        std::array<pollfd, 3> watched{
            {{process.pidfd(), POLLIN, 0}, {output.fd(), POLLIN, 0}, {error.fd(), POLLIN, 0}}};
        const auto longest = std::min<std::chrono::milliseconds::rep>(left.count(), 60'000);
        ::poll(watched.data(), watched.size(), static_cast<int>(longest));
        output.read_available();
        error.read_available();
    }
    output.read_available();
    error.read_available();
    return {process.wait(), std::move(output).text(), std::move(error).text(), timed_out};
}

std::string shell_quote(std::string_view text) {
    static constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
    if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') {
            quoted += "'\\''";
        } else {
            quoted += c;
        }
    }
    return quoted + "'";
}

}  // namespace mlp::base
