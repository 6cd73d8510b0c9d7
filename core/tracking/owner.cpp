#include "core/tracking/owner.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string_view>

#include "core/base/env.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::tracking {
namespace {

/// Files in /proc may vanish between opening and reading, with errors of their own; all of them mean "not there".
std::optional<std::string> read_proc(const std::string& path) {
    try {
        return base::read_file_if_exists(path, 64U << 10);
    } catch (const Error&) {
        return std::nullopt;
    }
}

struct Stat {
    char state = 0;
    std::int64_t started = 0;
};

/// Fields 3 and 22 of /proc/PID/stat; the name in field 2 may hold anything, so counting begins behind its last ')'.
std::optional<Stat> stat_of(int pid) {
    const auto text = read_proc(fmt::format("/proc/{}/stat", pid));
    if (!text) return std::nullopt;
    const auto close = text->rfind(')');
    if (close == std::string::npos) return std::nullopt;
    std::string_view rest = std::string_view(*text).substr(close + 1);
    Stat stat;
    for (int field = 3; !rest.empty(); ++field) {
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        const std::string_view word = rest.substr(0, rest.find(' '));
        if (field == 3 && !word.empty()) stat.state = word[0];
        if (field == 22) {
            const auto end = std::from_chars(word.data(), word.data() + word.size(), stat.started);
            return end.ec == std::errc{} ? std::optional(stat) : std::nullopt;
        }
        rest.remove_prefix(word.size());
    }
    return std::nullopt;
}

bool is_alive(const Stat& stat) { return stat.state != 'Z' && stat.state != 'X'; }

}  // namespace

Surroundings Surroundings::here() {
    std::string boot = read_proc("/proc/sys/kernel/random/boot_id").value_or("");
    while (!boot.empty() && boot.back() == '\n') boot.pop_back();
    std::error_code ignored;
    return {.boot_id = boot,
            .pid_namespace = std::filesystem::read_symlink("/proc/self/ns/pid", ignored).string(),
            .host = base::host_name()};
}

std::optional<Owner> find_owner(int pid) {
    const auto stat = pid > 0 ? stat_of(pid) : std::nullopt;
    if (!stat || !is_alive(*stat)) return std::nullopt;
    static const Surroundings here = Surroundings::here();  // a run of a thousand stages asks a thousand times
    return Owner{.pid = pid,
                 .started = stat->started,
                 .boot_id = here.boot_id,
                 .pid_namespace = here.pid_namespace,
                 .host = here.host};
}

bool is_gone(const Owner& owner, const Surroundings& here) {
    if (owner.host != here.host) return false;
    if (owner.boot_id != here.boot_id) return true;
    if (owner.pid_namespace != here.pid_namespace) return false;
    const auto stat = stat_of(owner.pid);
    // /proc may hide the processes of other users (hidepid); a signal that may not be sent finds them all the same.
    if (!stat) return ::kill(owner.pid, 0) != 0 && errno == ESRCH;
    return !is_alive(*stat) || stat->started != owner.started;
}

}  // namespace mlp::tracking
