#include "core/pipeline/orphans.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

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

bool is_stage_of(int pid, const std::string& root_variable) {
    const std::string text = '\0' + read_all(process_folder(pid) / "environ");
    return text.find(root_variable) != std::string::npos &&
           text.find(std::string("\0MLP_RUN_ID=", 12)) != std::string::npos;
}

/// This process and all above it: a run that was started from within a stage must not end itself.
std::set<int> own_line() {
    std::set<int> line;
    for (int pid = ::getpid(); pid > 0 && line.insert(pid).second;) pid = status_of(pid).parent;
    return line;
}

std::vector<int> stages_of(const fs::path& root) {
    const std::string variable = std::string("\0DVC_ROOT=", 10) + root.string() + '\0';
    const std::set<int> spared = own_line();
    std::vector<int> found;
    std::error_code problem;
    for (fs::directory_iterator entry("/proc", problem), end; !problem && entry != end; entry.increment(problem)) {
        const auto pid = pid_of(entry->path().filename().string());
        if (pid && !spared.contains(*pid) && is_stage_of(*pid, variable) && runs(*pid)) found.push_back(*pid);
    }
    return found;
}

}  // namespace

AtWork::AtWork(const fs::path& root) : mark_(root / mark_name) { base::create_file(mark_, ""); }

AtWork::~AtWork() { ::unlink(mark_.c_str()); }

int end_orphans(const fs::path& root) {
    constexpr std::chrono::milliseconds pause{10};
    constexpr int patience = 500;
    const fs::path mark = root / mark_name;
    if (!base::signature_of(mark)) return 0;
    std::set<int> ended;
    // Again until none is left: one may have started another while we looked.
    for (int round = 0; round < patience; ++round) {
        const std::vector<int> found = stages_of(root);
        if (found.empty()) break;
        for (const int pid : found) {
            ::kill(pid, SIGKILL);
            ended.insert(pid);
        }
        std::this_thread::sleep_for(pause);
    }
    ::unlink(mark.c_str());
    return static_cast<int>(ended.size());
}

}  // namespace mlp::pipeline
