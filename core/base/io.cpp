#include "core/base/io.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <utility>

#include "core/base/env.hpp"
#include "core/base/error.hpp"

namespace mlp::base {

namespace {

constexpr std::size_t read_block = std::size_t{1} << 20;

std::string random_suffix() {
    static constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string suffix;
    for (const char byte : Env::of_process().random_bytes(12))
        suffix += digits[static_cast<unsigned char>(byte) % digits.size()];
    return suffix;
}

struct stat stat_of(int fd, const fs::path& path) {
    struct stat info {};
    if (fstat(fd, &info) != 0) throw system_error("look at", path.native(), errno);
    return info;
}

std::string read_open_file(int fd, const fs::path& path, std::uint64_t limit) {
    const auto info = stat_of(fd, path);
    if (S_ISDIR(info.st_mode)) {
        throw Error(Kind::invalid, fmt::format("'{}' is a folder, a file was expected", path.native()));
    }
    if (!S_ISREG(info.st_mode)) {
        throw Error(Kind::invalid, fmt::format("'{}' is not a regular file", path.native()));
    }
    const auto refuse_size = [&] {
        throw Error(Kind::invalid,
                    fmt::format("'{}' is larger than {} bytes, the most that is read here", path.native(), limit));
    };
    // Before any memory is asked for: a sparse file may claim any size.
    if (static_cast<std::uint64_t>(info.st_size) > limit) refuse_size();
    // One byte more than there is, so that the next read finds the end; a file of /proc has no size.
    constexpr std::size_t least = 4096;
    std::string content(std::max(static_cast<std::size_t>(info.st_size) + 1, least), '\0');
    std::size_t used = 0;
    while (true) {
        const auto got = ::read(fd, content.data() + used, content.size() - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw system_error("read", path.native(), errno);
        if (got == 0) break;
        used += static_cast<std::size_t>(got);
        if (used > limit) refuse_size();
        if (used == content.size()) content.resize(2 * used);
    }
    content.resize(used);
    return content;
}

void copy_blocks(int from, int to, const fs::path& from_path, const fs::path& to_path) {
    std::string block(read_block, '\0');
    while (true) {
        const auto got = ::read(from, block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw system_error("read", from_path.native(), errno);
        if (got == 0) return;
        write_all(to, std::string_view(block).substr(0, static_cast<std::size_t>(got)), to_path);
    }
}

/// In the kernel where the file systems allow it; false when nothing was copied and the slow way must do it.
bool copy_in_kernel(int from, int to, const fs::path& to_path) {
    bool any = false;
    while (true) {
        const auto copied = copy_file_range(from, nullptr, to, nullptr, std::size_t{1} << 30, 0);
        if (copied > 0) {
            any = true;
            continue;
        }
        if (copied == 0) return any;
        if (errno == EINTR) continue;
        if (any || errno == ENOSPC || errno == EDQUOT || errno == EIO)
            throw system_error("write", to_path.native(), errno);
        return false;
    }
}

/// Removes a new file again unless it was completed: half a file must not be taken for a whole one.
class Unfinished {
public:
    explicit Unfinished(const fs::path& path) : path_(path) {}
    ~Unfinished() {
        if (!done_) ::unlink(path_.c_str());
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    void done() { done_ = true; }

private:
    const fs::path& path_;
    bool done_ = false;
};

/// What a chain of symbolic links names in the end; that need not exist.
fs::path behind_links(fs::path path) {
    for (int links = 0; links < 40; ++links) {
        const auto found = signature_of(path);
        if (!found || !found->is_link()) return path;
        path = path.parent_path() / fs::read_symlink(path);
    }
    throw system_error("follow the links of", path.native(), ELOOP);
}

/// Pipes and devices, such as what /dev/stdout leads to: they take bytes and are not to be replaced.
bool wrote_to_stream(const fs::path& path, std::string_view content) {
    const auto found = signature_of(path, true);
    if (!found || found->is_regular()) return false;
    if (found->is_folder())
        throw Error(Kind::invalid, fmt::format("'{}' is a folder, a file was expected", path.native()));
    const Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd) throw system_error("write", path.native(), errno);
    write_all(fd.get(), content, path);
    return true;
}

/// Opens the folder behind `place` (an O_PATH descriptor) for reading, with the right to change what is in it.
Fd open_to_empty(int place, const fs::path& shown) {
    const auto mode = stat_of(place, shown).st_mode;
    // chmod has no variant that does not follow links; the descriptor's own name is none.
    if ((mode & 0700U) != 0700U) ::chmod(fmt::format("/proc/self/fd/{}", place).c_str(), (mode | 0700U) & 07777U);
    Fd folder(::openat(place, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) throw system_error("open", shown.native(), errno);
    return folder;
}

struct CloseStream {
    void operator()(DIR* stream) const noexcept { closedir(stream); }
};

std::vector<std::string> names_in(int folder, const fs::path& shown) {
    // The stream closes the descriptor it is given, which is still needed.
    const int copy = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, CloseStream> stream(copy < 0 ? nullptr : fdopendir(copy));
    if (!stream) throw system_error("read folder", shown.native(), errno);
    std::vector<std::string> names;
    errno = 0;
    while (const auto* entry = readdir(stream.get())) {
        const std::string_view name(entry->d_name);
        if (name != "." && name != "..") names.emplace_back(name);
    }
    if (errno != 0) throw system_error("read folder", shown.native(), errno);
    return names;
}

/// Removes trees by descriptors: no link that is put in the way meanwhile is followed.
class TreeRemover {
public:
    void remove(int parent, const std::string& name, const fs::path& shown, int depth = 0) {
        if (::unlinkat(parent, name.c_str(), 0) == 0 || errno == ENOENT || errno == ENOTDIR) return;
        const int refused = errno;
        const Fd place(::openat(parent, name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!place) throw system_error("remove", shown.native(), refused);
        const auto folder = open_to_empty(place.get(), shown);
        // Each level holds descriptors: what lies deeper is moved to the top and removed from there.
        if (depth == deepest && ::renameat(parent, name.c_str(), top_, random_suffix().c_str()) == 0) return;
        if (depth == 0) top_ = folder.get();
        do {
            for (const auto& below : names_in(folder.get(), shown))
                remove(folder.get(), below, shown / below, depth + 1);
        } while (depth == 0 && !names_in(folder.get(), shown).empty());
        if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
            throw system_error("remove", shown.native(), errno);
    }

private:
    static constexpr int deepest = 64;
    int top_ = -1;
};

}  // namespace

Fd::~Fd() { reset(); }
Fd::Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
Fd& Fd::operator=(Fd&& other) noexcept {
    if (this != &other) {
        reset();
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}
int Fd::release() { return std::exchange(fd_, -1); }
void Fd::reset() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Fd open_read(const fs::path& path) {
    // Without O_NONBLOCK a named pipe in the way would hang the open.
    Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd) throw system_error("open", path.native(), errno);
    return fd;
}

void write_all(int fd, std::string_view bytes, const fs::path& name_for_errors) {
    while (!bytes.empty()) {
        const auto written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw system_error("write", name_for_errors.native(), errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string read_file(const fs::path& path, std::uint64_t limit) {
    const auto fd = open_read(path);
    return read_open_file(fd.get(), path, limit);
}

std::optional<std::string> read_file_if_exists(const fs::path& path, std::uint64_t limit) {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    if (!fd) throw system_error("open", path.native(), errno);
    return read_open_file(fd.get(), path, limit);
}

void replace_file(const fs::path& path, std::string_view content, unsigned mode) {
    if (wrote_to_stream(path, content)) return;
    const auto target = behind_links(path);
    const auto folder = target.parent_path();
    make_folders(folder);
    // The longest file name allowed leaves no room for the suffix.
    const auto temporary = folder / fmt::format(".{}.{}", target.filename().native().substr(0, 200), random_suffix());
    const auto old = signature_of(target);
    Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!fd) throw system_error("write", target.native(), errno);
    Unfinished unfinished(temporary);
    // Asked for separately: the mode given to open() is cut by the umask.
    if (old && ::fchmod(fd.get(), old->mode & 0777U) != 0) throw system_error("write", target.native(), errno);
    write_all(fd.get(), content, target);
    if (fsync(fd.get()) != 0) throw system_error("sync", target.native(), errno);
    fd.reset();
    if (::rename(temporary.c_str(), target.c_str()) != 0) throw system_error("replace", target.native(), errno);
    unfinished.done();
    sync_folder(folder);
}

bool create_file(const fs::path& path, std::string_view content, unsigned mode) {
    make_folders(path.parent_path());
    const Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!fd && errno == EEXIST) return false;
    if (!fd) throw system_error("create", path.native(), errno);
    Unfinished unfinished(path);
    write_all(fd.get(), content, path);
    unfinished.done();
    return true;
}

std::uint64_t clone_file(const fs::path& from, const fs::path& to, unsigned mode) {
    const auto source = open_read(from);
    const auto info = stat_of(source.get(), from);
    if (!S_ISREG(info.st_mode)) throw Error(Kind::invalid, fmt::format("'{}' is not a regular file", from.native()));
    if ((info.st_mode & 0100U) != 0) mode |= 0111U;
    const Fd target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!target) throw system_error("create", to.native(), errno);
    Unfinished unfinished(to);
    if (ioctl(target.get(), FICLONE, source.get()) != 0 && !copy_in_kernel(source.get(), target.get(), to)) {
        copy_blocks(source.get(), target.get(), from, to);
    }
    const auto size = static_cast<std::uint64_t>(stat_of(target.get(), to).st_size);
    unfinished.done();
    return size;
}

void sync_file(const fs::path& path) {
    const auto fd = open_read(path);
    if (fsync(fd.get()) != 0) throw system_error("sync", path.native(), errno);
}

void sync_folder(const fs::path& path) {
    const Fd fd(::open(path.empty() ? "." : path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) throw system_error("open", path.native(), errno);
    // Some file systems cannot sync a folder and say EINVAL: there is nothing more to be done there.
    if (fsync(fd.get()) != 0 && errno != EINVAL) throw system_error("sync", path.native(), errno);
}

void sync_file_system(const fs::path& path) {
    const Fd fd(::open(path.empty() ? "." : path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) throw system_error("open", path.native(), errno);
    if (syncfs(fd.get()) != 0) throw system_error("sync", path.native(), errno);
}

void make_folders(const fs::path& path) {
    if (path.empty()) return;
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0) {
        if (S_ISDIR(info.st_mode)) return;
        throw Error(Kind::invalid, fmt::format("'{}' is a file, a folder was expected", path.native()));
    }
    if (path.has_parent_path() && path.parent_path() != path) make_folders(path.parent_path());
    if (::mkdir(path.c_str(), 0777) != 0 && errno != EEXIST) throw system_error("make folder", path.native(), errno);
}

void remove_tree(const fs::path& path) {
    // "link/" means the folder behind the link to every system call.
    const auto named = path.has_filename() ? path : path.parent_path();
    TreeRemover().remove(AT_FDCWD, named.native(), named);
}

bool Signature::is_folder() const { return S_ISDIR(mode); }
bool Signature::is_regular() const { return S_ISREG(mode); }
bool Signature::is_link() const { return S_ISLNK(mode); }
bool Signature::is_executable() const { return S_ISREG(mode) && (mode & 0100U) != 0; }

std::optional<Signature> signature_of(const fs::path& path, bool follow) {
    struct stat info {};
    if ((follow ? ::stat(path.c_str(), &info) : ::lstat(path.c_str(), &info)) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        throw system_error("look at", path.native(), errno);
    }
    const auto nanoseconds = [](const timespec& time) {
        return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
    };
    return Signature{.size = static_cast<std::uint64_t>(info.st_size),
                     .mtime_ns = nanoseconds(info.st_mtim),
                     .ctime_ns = nanoseconds(info.st_ctim),
                     .inode = info.st_ino,
                     .mode = info.st_mode};
}

TemporaryFolder::TemporaryFolder(const fs::path& parent, std::string_view prefix) {
    make_folders(parent);
    path_ = parent / fmt::format("{}-{}", prefix, random_suffix());
    if (::mkdir(path_.c_str(), 0700) != 0) throw system_error("make folder", path_.native(), errno);
}

TemporaryFolder::~TemporaryFolder() {
    try {
        remove_tree(path_);
    } catch (const Error&) {
        // A destructor cannot report; what stays behind lies in a temporary folder.
    }
}

std::optional<FileLock> FileLock::try_acquire(const fs::path& path) {
    make_folders(path.parent_path());
    Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (!fd) throw system_error("lock", path.native(), errno);
    if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK || errno == EINTR) return std::nullopt;
        throw system_error("lock", path.native(), errno);
    }
    const auto pid = fmt::format("{}\n", getpid());
    // The pid is for messages only: a full disk must not stop anybody from locking.
    const bool told = ftruncate(fd.get(), 0) == 0 && ::pwrite(fd.get(), pid.data(), pid.size(), 0) > 0;
    static_cast<void>(told);
    return FileLock(std::move(fd));
}

std::optional<int> FileLock::holder(const fs::path& path) {
    const auto text = read_file_if_exists(path, 64);
    int pid = 0;
    const auto start = text ? text->find_first_not_of(' ') : std::string::npos;  // others write spaces before it
    if (start == std::string::npos) return std::nullopt;
    if (std::from_chars(text->data() + start, text->data() + text->size(), pid).ec != std::errc{}) return std::nullopt;
    return pid;
}

}  // namespace mlp::base
