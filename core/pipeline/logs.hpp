// The logs of stages: .mlp/logs/<run>/<stage>.log, everything a stage printed, byte for byte.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mlp::pipeline {

inline constexpr std::string_view logs_folder = ".mlp/logs";

/// A stage's name as a file name: bytes other than letters, digits, '@', '-', '_' and '.' (not at the beginning) become
/// %XX.
std::string log_name(const std::string& stage);

struct LogFile {
    std::string run;  ///< id of the pipeline's run
    std::string stage;
    std::string path;  ///< relative to the root
    std::uint64_t size = 0;
    std::int64_t modified = 0;  ///< milliseconds UTC
};

/// All logs, newest first.
std::vector<LogFile> list_logs(const std::filesystem::path& root);

/// Whether the stage that prints into this log is still at work.
bool being_written(const std::filesystem::path& log);

/// Removes the logs of all but the newest `keep` runs; what cannot be removed stays. Tracked runs hold their own
/// copies.
void prune_logs(const std::filesystem::path& root, std::size_t keep);

}  // namespace mlp::pipeline
