#include "core/base/machine.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::base {

namespace {

std::string content(const fs::path& file) {
    try {
        return read_file_if_exists(file, 64 << 10).value_or("");
    } catch (const Error&) {
        return {};  // what cannot be read sets no limit
    }
}

/// A whole number at the beginning of a text: "max" and everything else that is no number is none.
std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end == text.data() || value <= 0) return std::nullopt;
    return value;
}

/// The path of the process's group for a controller: "" names the only hierarchy of version 2.
std::optional<std::string> group_of(const std::string& groups, std::string_view controller) {
    for (std::size_t at = 0; at < groups.size();) {
        const std::size_t end = std::min(groups.find('\n', at), groups.size());
        const std::string_view line = std::string_view(groups).substr(at, end - at);
        at = end + 1;
        const std::size_t first = line.find(':');
        const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
        if (second == std::string_view::npos) continue;
        const std::string names = "," + std::string(line.substr(first + 1, second - first - 1)) + ",";
        if (names == ",," ? controller.empty() : names.find("," + std::string(controller) + ",") != std::string::npos) {
            return std::string(line.substr(second + 1));
        }
    }
    return std::nullopt;
}

void limit_cpus(Machine& machine, std::optional<std::int64_t> quota, std::optional<std::int64_t> period) {
    if (quota && period)
        machine.cpus = std::min(machine.cpus, static_cast<double>(*quota) / static_cast<double>(*period));
}

void limit_memory(Machine& machine, std::optional<std::int64_t> bytes) {
    if (!bytes) return;
    const auto limit = static_cast<std::uint64_t>(*bytes);
    machine.memory_bytes = machine.memory_bytes == 0 ? limit : std::min(machine.memory_bytes, limit);
}

/// Calls `look` with the folder of a group and of every group above it. In a container the names may be those of the
/// host, and what is mounted is the container's own group.
template <class Look>
void each_group(const fs::path& mounted, const std::string& group, Look look) {
    look(mounted);
    fs::path folder = mounted;
    for (const fs::path& part : fs::path(group).relative_path()) {
        if (part == "..") return;
        look(folder /= part);
    }
}

}  // namespace

Machine machine(const fs::path& system) {
    Machine found;
    cpu_set_t set;
    const bool known = ::sched_getaffinity(0, sizeof set, &set) == 0;
    found.cpus = known ? static_cast<double>(CPU_COUNT(&set)) : std::max(1U, std::thread::hardware_concurrency());
    const auto pages = ::sysconf(_SC_PHYS_PAGES);
    const auto page_bytes = ::sysconf(_SC_PAGE_SIZE);
    if (pages > 0 && page_bytes > 0) {
        found.memory_bytes = static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes);
    }
    const fs::path mounts = system / "sys/fs/cgroup";
    const std::string groups = content(system / "proc/self/cgroup");
    if (const auto group = group_of(groups, "")) {
        each_group(mounts, *group, [&](const fs::path& folder) {
            const std::string cpu = content(folder / "cpu.max");  // "QUOTA PERIOD"
            const std::size_t space = std::min(cpu.find(' '), cpu.size());
            limit_cpus(found, number(cpu), number(cpu.substr(std::min(space + 1, cpu.size()))));
            limit_memory(found, number(content(folder / "memory.max")));
        });
    }
    if (const auto group = group_of(groups, "cpu")) {
        each_group(mounts / "cpu", *group, [&](const fs::path& folder) {
            limit_cpus(found, number(content(folder / "cpu.cfs_quota_us")),
                       number(content(folder / "cpu.cfs_period_us")));
        });
    }
    if (const auto group = group_of(groups, "memory")) {
        each_group(mounts / "memory", *group, [&](const fs::path& folder) {
            limit_memory(found, number(content(folder / "memory.limit_in_bytes")));
        });
    }
    return found;
}

}  // namespace mlp::base
