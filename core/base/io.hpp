// Files: whole reads with a bound, atomic replacement, clones, locks, stat signatures. All failures are Errors that
// name the path.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::base {

namespace fs = std::filesystem;

/// Owns a file descriptor.
class Fd {
public:
    Fd() = default;
    explicit Fd(int fd) : fd_(fd) {}
    ~Fd();
    Fd(Fd&& other) noexcept;
    Fd& operator=(Fd&& other) noexcept;
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }
    int release();
    void reset();

private:
    int fd_ = -1;
};

Fd open_read(const fs::path& path);  ///< O_RDONLY|O_CLOEXEC; throws
void write_all(int fd, std::string_view bytes, const fs::path& name_for_errors);

/// Whole content. Larger than `limit` bytes, or not a regular file: Error{invalid}. Absent: Error{missing}.
std::string read_file(const fs::path& path, std::uint64_t limit = 64ULL << 20);
/// As read_file, but nothing when the file does not exist.
std::optional<std::string> read_file_if_exists(const fs::path& path, std::uint64_t limit = 64ULL << 20);

/// Atomic and durable: temporary name in the same folder, fsync, rename, fsync of the folder. Makes parent folders.
/// A symbolic link at `path` is followed, the mode of an existing file is kept. A pipe or device (/dev/stdout) is
/// written to as it is.
void replace_file(const fs::path& path, std::string_view content, unsigned mode = 0644);

/// Creates a file that must not exist yet (O_EXCL). False when it does. Not synced; gone again when it cannot be
/// written whole, as with clone_file.
bool create_file(const fs::path& path, std::string_view content, unsigned mode = 0644);

/// Clones by reflink where the file system can, else copies. `to` must not exist. Returns the number of bytes.
/// Keeps the executable bit, nothing else of the mode. Not synced.
std::uint64_t clone_file(const fs::path& from, const fs::path& to, unsigned mode = 0644);

void sync_file(const fs::path& path);
void sync_folder(const fs::path& path);
/// One sync for everything written to the file system that holds `path` (syncfs).
void sync_file_system(const fs::path& path);

/// mkdir -p. Error names the first part that fails.
void make_folders(const fs::path& path);
/// Removes a file or tree, read-only parts included. Absent is fine. Never follows links.
void remove_tree(const fs::path& path);

/// What stat says, as far as it tells whether content changed. Times in nanoseconds.
struct Signature {
    std::uint64_t size = 0;
    std::int64_t mtime_ns = 0;
    std::int64_t ctime_ns = 0;
    std::uint64_t inode = 0;
    std::uint32_t mode = 0;  ///< st_mode: kind and permission bits
    bool is_folder() const;
    bool is_regular() const;
    bool is_link() const;
    bool is_executable() const;
    bool operator==(const Signature&) const = default;
};
/// lstat (or stat when `follow`); nothing when the path does not exist.
std::optional<Signature> signature_of(const fs::path& path, bool follow = false);

/// A folder that is removed with everything in it when the object goes out of scope.
class TemporaryFolder {
public:
    /// Made below `parent` with a random name.
    explicit TemporaryFolder(const fs::path& parent, std::string_view prefix = "tmp");
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// Exclusive advisory lock (flock) on a file, held while the object lives. The file holds the pid of its holder.
class FileLock {
public:
    /// Nothing when another process holds it.
    static std::optional<FileLock> try_acquire(const fs::path& path);
    /// The pid written by the present holder, if it can be read.
    static std::optional<int> holder(const fs::path& path);

private:
    explicit FileLock(Fd fd) : fd_(std::move(fd)) {}
    Fd fd_;
};

}  // namespace mlp::base
