// The process that a run lives with, known beyond its pid, so that a pid given again is never taken for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace mlp::tracking {

struct Owner {
    int pid = 0;
    std::int64_t started = 0;        ///< clock ticks after boot
    std::string boot_id = {};        ///< changes with every boot
    std::string pid_namespace = {};  ///< pids mean something only inside one ("pid:[4026531836]")
    std::string host = {};
};

/// The running process with this pid; nothing when there is none.
std::optional<Owner> find_owner(int pid);

/// What find_owner compares: the surroundings of this process, without looking at any other.
struct Surroundings {
    std::string boot_id = {};
    std::string pid_namespace = {};
    std::string host = {};
    static Surroundings here();
};

/// True only when it is certain: same host and namespace, and the boot is over, or the process has ended (a zombie
/// has).
bool is_gone(const Owner& owner, const Surroundings& here);

}  // namespace mlp::tracking
