// DVC's own locks, so that a `dvc` command at the same time waits or says that it cannot.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/io.hpp"
#include "core/data/dvc/config.hpp"

namespace mlp::data::dvc {

/// A lock file in DVC's manner, held while the object lives: flock, or with `core.hardlink_lock` a hard link of a claim
/// file, for file systems where flock does not work.
class LockFile {
public:
    /// Tries until `patience` has passed, as DVC does for three seconds. Then: Error{conflict} with the holder's pid.
    static LockFile acquire(const std::filesystem::path& path, const Config& config,
                            std::chrono::milliseconds patience);
    ~LockFile();
    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&& other) noexcept;

private:
    LockFile() = default;
    static std::optional<LockFile> try_link(const std::filesystem::path& path);

    std::optional<base::FileLock> flock_;
    std::vector<std::filesystem::path> links_;  // the lock and its claim, to be removed
};

constexpr std::chrono::milliseconds dvc_patience{3000};

/// The lock of the whole project, .dvc/tmp/lock: every DVC command that changes something takes it, and lets go while
/// a stage's command runs.
LockFile lock_project(const std::filesystem::path& root, const Config& config,
                      std::chrono::milliseconds patience = dvc_patience);

/// Entries of .dvc/tmp/rwlock whose processes are gone. A table of another shape than DVC's: Error{damaged}.
std::size_t count_stale_holders(const std::filesystem::path& root);

/// The paths that are read and written at the moment, in .dvc/tmp/rwlock: what DVC looks at before it touches one.
/// Thread-safe; within one process paths do not exclude each other.
class RwLock {
public:
    /// @param command what the entry tells others about this process
    RwLock(std::filesystem::path root, const Config& config, std::string command);

    /// Paths entered for as long as the object lives.
    class Hold {
    public:
        ~Hold();
        Hold(Hold&& other) noexcept;
        Hold& operator=(Hold&&) = delete;

    private:
        friend class RwLock;
        Hold(RwLock& owner, std::vector<std::string> reads, std::vector<std::string> writes);
        struct Release;
        std::unique_ptr<Release> release_;
    };

    /// Another living process writes to one of the paths (or below, or above), or reads what is to be written:
    /// Error{conflict} naming it, once `patience` has passed. Entries of processes that are gone are dropped.
    /// Paths are relative to the root, or absolute.
    Hold acquire(const std::vector<std::string>& reads, const std::vector<std::string>& writes,
                 std::chrono::milliseconds patience = std::chrono::milliseconds(0));

private:
    std::vector<std::string> absolute(const std::vector<std::string>& paths) const;
    void enter(const std::vector<std::string>& reads, const std::vector<std::string>& writes);
    void leave(const std::vector<std::string>& reads, const std::vector<std::string>& writes);

    std::filesystem::path root_;
    const Config& config_;
    std::string command_;
    std::mutex mutex_;                    // guards the two below
    std::map<std::string, int> reading_;  // how many of our holds hold it
    std::map<std::string, int> writing_;
};

}  // namespace mlp::data::dvc
