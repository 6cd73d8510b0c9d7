#include "core/pipeline/orphans.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::pipeline {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mark_name = ".mlp/at-work";

fs::path process_folder(int pid) { return fs::path("/proc") / std::to_string(pid); }

std::optional<int> pid_of(const std::string& name) {
    int pid = 0;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), pid);
    return problem == std::errc{} && end == name.data() + name.size() ? std::optional(pid) : std::nullopt;
}

/// Files of /proc say size 0, so they are read until their end. Gone or not ours: empty.
std::string read_all(const fs::path& path) {
    const base::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text;
    std::string block(64 * 1024, '\0');
    ssize_t count = 0;
    while (file && (count = ::read(file.get(), block.data(), block.size())) > 0) {
        text.append(block, 0, static_cast<std::size_t>(count));
    }
    return text;
}

struct Status {
    char state = 'X';
    int parent = 0;
};

/// From /proc/<pid>/stat: "pid (name) state parent …"; the name may hold anything, so the last ')' counts.
Status status_of(int pid) {
    const std::string text = read_all(process_folder(pid) / "stat");
    const std::size_t close = text.rfind(')');
    Status status;
    if (close == std::string::npos || close + 4 >= text.size()) return status;
    status.state = text[close + 2];
    std::from_chars(text.data() + close + 4, text.data() + text.size(), status.parent);
    return status;
}

bool runs(int pid) {
    const char state = status_of(pid).state;
    return state != 'X' && state != 'Z';
}

/// Each of `marks` is "NAME=" or "NAME=VALUE" with its end.
bool has_in_environment(int pid, const std::vector<std::string>& marks) {
    const std::string text = '\0' + read_all(process_folder(pid) / "environ");
    return std::all_of(marks.begin(), marks.end(),
                       [&](const std::string& mark) { return text.find('\0' + mark) != std::string::npos; });
}

/// This process and all above it: a run that was started from within a stage must not end itself.
std::set<int> own_line() {
    std::set<int> line;
    for (int pid = ::getpid(); pid > 0 && line.insert(pid).second;) pid = status_of(pid).parent;
    return line;
}

std::vector<int> processes_with(const std::vector<std::string>& marks) {
    const std::set<int> spared = own_line();
    std::vector<int> found;
    std::error_code problem;
    for (fs::directory_iterator entry("/proc", problem), end; !problem && entry != end; entry.increment(problem)) {
        const auto pid = pid_of(entry->path().filename().string());
        if (pid && !spared.contains(*pid) && has_in_environment(*pid, marks) && runs(*pid)) found.push_back(*pid);
    }
    return found;
}

/// Gives their number.
int end_all_with(const std::vector<std::string>& marks) {
    constexpr std::chrono::milliseconds pause{10};
    constexpr int patience = 500;
    std::set<int> ended;
    // Again until none is left: one may have started another while we looked.
    for (int round = 0; round < patience; ++round) {
        const std::vector<int> found = processes_with(marks);
        if (found.empty()) break;
        for (const int pid : found) {
            // With its group where it leads one: what runs in it with an environment of its own is told by nothing else.
            ::kill(::getpgid(pid) == pid ? -pid : pid, SIGKILL);
            ended.insert(pid);
        }
        std::this_thread::sleep_for(pause);
    }
    return static_cast<int>(ended.size());
}

std::string with_value(std::string_view name, const std::string& value) {
    return fmt::format("{}={}", name, value) + '\0';
}

void wait_for_end(int parent) {
    const base::Fd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, parent, 0)));
    // Asked after it was opened: until here the pid could have become somebody else's.
    if (!pidfd || ::getppid() != parent) return;
    pollfd wait{pidfd.get(), POLLIN, 0};
    while (::poll(&wait, 1, -1) < 0 && errno == EINTR) {
    }
}

}  // namespace

AtWork::AtWork(const fs::path& root, std::string id, std::vector<std::string> guard)
    : mark_(root / mark_name), id_(std::move(id)) {
    base::create_file(mark_, id_);
    if (guard.empty()) return;
    base::ProcessSpec spec;
    spec.argv = std::move(guard);
    spec.argv.insert(spec.argv.end(), {std::to_string(::getpid()), id_, root.string()});
    spec.working_directory = "/";
    spec.environment = base::current_environment();
    spec.environment.erase("MLP_WORK_ID");  // within another run its guard must not end this one
    spec.output = base::ProcessSpec::Output::null;
    guard_.emplace(base::Process::start(spec));
}

AtWork::~AtWork() { ::unlink(mark_.c_str()); }

void guard_work(int parent, const std::string& id, const fs::path& root) {
    wait_for_end(parent);
    constexpr std::size_t longest_id = 256;
    if (base::read_file_if_exists(root / mark_name, longest_id) == id) end_all_with({with_value("MLP_WORK_ID", id)});
}

int end_orphans(const fs::path& root) {
    const fs::path mark = root / mark_name;
    if (!base::signature_of(mark)) return 0;
    const int ended = end_all_with({with_value("DVC_ROOT", root.string()), "MLP_RUN_ID="});
    ::unlink(mark.c_str());
    return ended;
}

}  // namespace mlp::pipeline
