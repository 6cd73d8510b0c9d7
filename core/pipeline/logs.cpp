#include "core/pipeline/logs.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <charconv>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::pipeline {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view ending = ".log";

/// The reverse of log_name; a name that it never gave comes back as it is.
std::string stage_of(std::string_view name) {
    std::string stage;
    for (std::size_t at = 0; at < name.size(); ++at) {
        unsigned byte = 0;
        if (name[at] == '%' && at + 2 < name.size() &&
            std::from_chars(name.data() + at + 1, name.data() + at + 3, byte, 16).ptr == name.data() + at + 3) {
            stage += static_cast<char>(byte);
            at += 2;
        } else {
            stage += name[at];
        }
    }
    return stage;
}

std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        found.push_back(entry->path());
    }
    return found;
}

}  // namespace

std::string log_name(const std::string& stage) {
    std::string name;
    for (const char c : stage) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@' ||
                           c == '-' || c == '_' || (c == '.' && !name.empty());
        name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return name;
}

std::vector<LogFile> list_logs(const fs::path& root) {
    constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;
    std::vector<LogFile> logs;
    for (const fs::path& run : entries_of(root / logs_folder)) {
        for (const fs::path& file : entries_of(run)) {
            const std::string name = file.filename().string();
            const auto signature = base::signature_of(file);
            if (!name.ends_with(ending) || !signature || !signature->is_regular()) continue;
            logs.push_back({run.filename().string(),
                            stage_of(std::string_view(name).substr(0, name.size() - ending.size())),
                            fmt::format("{}/{}/{}", logs_folder, run.filename().string(), name), signature->size,
                            signature->mtime_ns / nanoseconds_per_millisecond});
        }
    }
    std::sort(logs.begin(), logs.end(), [](const LogFile& a, const LogFile& b) {
        return a.modified != b.modified ? a.modified > b.modified : a.path < b.path;
    });
    return logs;
}

bool being_written(const fs::path& log) {
    const base::Fd file(::open(log.c_str(), O_RDONLY | O_CLOEXEC));
    return file && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0;
}

void prune_logs(const fs::path& root, std::size_t keep) {
    std::vector<std::pair<std::int64_t, fs::path>> runs;
    for (const fs::path& run : entries_of(root / logs_folder)) {
        if (const auto signature = base::signature_of(run)) runs.emplace_back(signature->mtime_ns, run);
    }
    if (runs.size() <= keep) return;
    std::sort(runs.begin(), runs.end(), std::greater<>());
    for (auto run = runs.begin() + static_cast<std::ptrdiff_t>(keep); run != runs.end(); ++run) {
        try {
            base::remove_tree(run->second);
        } catch (const Error&) {
            // Tidying up is no reason to fail a run that went well.
        }
    }
}

}  // namespace mlp::pipeline
