// Writing objects: temporary names in the store's own folder, one sync for all, then the renames, then the folders.
// A kill leaves files in tmp/ alone, and those are swept by a later commit once nobody can be writing them any more.
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/object_writer.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

namespace {

/// Up to here each file is synced by itself; from here on one syncfs is cheaper (docs/decisions/0006).
constexpr std::size_t single_syncs = 8;
constexpr std::time_t stale_after_seconds = 24 * 60 * 60;

std::string random_name() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw system_error("get random bytes from", "the kernel", errno);
    }
    std::string name;
    for (const unsigned char byte : bytes) {
        name += fmt::format("{:02x}", byte);
    }
    return name;
}

Error unwritable(const fs::path& path, int number) {
    Error error = system_error("write to the object store at", path.string(), number);
    if (number == EACCES || number == EROFS || number == EPERM) {
        error.hint(
            "the store must be writable to add to it: check the owner and mode of this folder, or name another store");
    }
    return error;
}

/// A file under tmp/ that goes away again unless it was renamed into its place.
struct Temporary {
    fs::path path;
    base::Fd fd;

    Temporary(fs::path where, base::Fd open) : path(std::move(where)), fd(std::move(open)) {}
    Temporary(Temporary&& other) noexcept : path(std::exchange(other.path, {})), fd(std::move(other.fd)) {}
    Temporary& operator=(Temporary&& other) noexcept {
        std::swap(path, other.path);
        std::swap(fd, other.fd);
        return *this;
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    ~Temporary() {
        if (!path.empty()) {
            ::unlink(path.c_str());
        }
    }
};

}  // namespace

std::optional<std::uint64_t> object_size(const fs::path& path) {
    struct stat found {};
    if (::lstat(path.c_str(), &found) == 0) {
        return S_ISREG(found.st_mode) ? std::optional(static_cast<std::uint64_t>(found.st_size)) : std::nullopt;
    }
    if (errno == ENOENT || errno == ENOTDIR) {
        return std::nullopt;
    }
    throw system_error("look at the object", path.string(), errno);
}

bool is_untouched_object(const fs::path& path, std::uint64_t size) {
    struct stat found {};
    constexpr mode_t writable = S_IWUSR | S_IWGRP | S_IWOTH;
    return object_size(path) == size && ::lstat(path.c_str(), &found) == 0 && (found.st_mode & writable) == 0;
}

struct ObjectWriter::State {
    struct Pending {
        fs::path target;
        Temporary file;
        bool shared = false;  // with a file of the workspace
    };

    explicit State(Place where) : place(std::move(where)) {}

    Place place;
    std::mutex mutex;              // guards all below; never held while bytes are copied
    std::vector<Pending> pending;  // in order of arrival
    std::set<fs::path> targets;    // of `pending`

    Temporary create();
    std::optional<Temporary> link(const fs::path& path);
    void keep(Pending object, std::uint64_t size);
    void make_folders(const fs::path& folder);
    void sync_content();
    void move(const Pending& object);
    std::set<fs::path> move_into_place();
    void sync_folders(const std::set<fs::path>& folders) const;
    void sweep() const;
};

void ObjectWriter::State::make_folders(const fs::path& folder) { make_store_folders(folder, place.folder_mode); }

Temporary ObjectWriter::State::create() {
    while (true) {
        fs::path path = place.temporaries / random_name();
        base::Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (fd) {
            return {std::move(path), std::move(fd)};
        }
        if (errno != ENOENT) {
            throw unwritable(place.temporaries, errno);
        }
        make_folders(place.temporaries);  // the first time, or when another process tidied it away
    }
}

/// A second name for a file of the workspace, in a folder that is there; nothing when file systems or permissions do
/// not allow it.
std::optional<Temporary> ObjectWriter::State::link(const fs::path& path) {
    fs::path name = place.temporaries / random_name();
    if (::linkat(AT_FDCWD, path.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) {
        return std::nullopt;
    }
    Temporary made(std::move(name), base::Fd());
    made.fd = base::open_read(made.path);
    return made;
}

void ObjectWriter::State::keep(Pending object, std::uint64_t size) {
    if (is_untouched_object(object.target, size)) {
        return;
    }
    if (!object.shared && ::fchmod(object.file.fd.get(), 0444) != 0) {
        throw unwritable(object.file.path, errno);
    }
    const std::scoped_lock lock(mutex);
    if (targets.insert(object.target).second) {
        // Thousands may be pending: only the few that are synced one by one keep their descriptor.
        if (pending.size() >= single_syncs) {
            object.file.fd.reset();
        }
        pending.push_back(std::move(object));
    }
}

void ObjectWriter::State::sync_content() {
    if (pending.size() > single_syncs) {
        base::sync_file_system(place.folder);
        return;
    }
    for (const Pending& object : pending) {
        if (::fdatasync(object.file.fd.get()) != 0) {
            throw unwritable(object.file.path, errno);
        }
    }
}

/// Also over an object of the wrong size, or that somebody made writable: it may be damaged, and this is its content.
void ObjectWriter::State::move(const Pending& object) {
    const auto renamed = [&] { return ::rename(object.file.path.c_str(), object.target.c_str()) == 0; };
    if (renamed()) return;
    if (errno == ENOENT && !fs::is_directory(object.target.parent_path())) {
        make_folders(object.target.parent_path());  // a clean-up took it when it was empty
        if (renamed()) return;
    }
    const int problem = errno;
    // Two processes that fetch one blob share its part: the other may have moved it already.
    if (problem != ENOENT || !object_size(object.target)) throw unwritable(object.target, problem);
}

std::set<fs::path> ObjectWriter::State::move_into_place() {
    std::set<fs::path> changed;
    for (Pending& object : pending) {
        const fs::path folder = object.target.parent_path();
        if (changed.insert(folder).second && !fs::is_directory(folder)) {
            make_folders(folder);
            changed.insert(folder.parent_path());
            changed.insert(place.folder);
            changed.insert(place.folder.parent_path());
        }
        if (object.shared && ::chmod(object.file.path.c_str(), 0444) != 0) {
            throw unwritable(object.file.path, errno);
        }
        move(object);
        object.file.path.clear();
    }
    return changed;
}

void ObjectWriter::State::sync_folders(const std::set<fs::path>& folders) const {
    if (folders.size() > single_syncs) {
        base::sync_file_system(place.folder);
        return;
    }
    for (const fs::path& folder : folders) {
        base::sync_folder(folder.empty() ? fs::path(".") : folder);
    }
}

void ObjectWriter::State::sweep() const {
    const std::time_t now = ::time(nullptr);
    std::error_code problem;
    for (fs::directory_iterator files(place.temporaries, problem), end; !problem && files != end;
         files.increment(problem)) {
        struct stat found {};
        if (::lstat(files->path().c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
            found.st_mtime + stale_after_seconds < now && found.st_ctime + stale_after_seconds < now) {
            ::unlink(files->path().c_str());
        }
    }
}

ObjectWriter::ObjectWriter(Place place) : state_(std::make_unique<State>(std::move(place))) {}

ObjectWriter::~ObjectWriter() {
    const fs::path temporaries = state_->place.temporaries;
    state_.reset();
    ::rmdir(temporaries.c_str());  // fails where others are at work, or a fetch is to be taken up again
}

base::HashedFile ObjectWriter::put_file(const fs::path& path, base::Algorithm algorithm, const Target& target,
                                        Take take, const std::optional<base::Digest>& known) {
    base::Fd from = base::open_read(path);
    struct stat found {};
    if (::fstat(from.get(), &found) != 0) {
        throw system_error("look at", path.string(), errno);
    }
    if (!S_ISREG(found.st_mode)) {
        throw Error(Kind::invalid, fmt::format("cannot store '{}': it is not a regular file", path.string()));
    }
    const auto size = static_cast<std::uint64_t>(found.st_size);
    if (known && is_untouched_object(target(*known), size)) {
        return {*known, size};
    }
    Temporary file = state_->create();
    bool shared = false;
    base::HashedFile made;
    if (::ioctl(file.fd.get(), FICLONE, from.get()) == 0) {
        made = base::hash_file(file.path, algorithm);  // of the clone: the source may change meanwhile
    } else if (auto linked = take == Take::link && size > 0 ? state_->link(path) : std::nullopt) {
        file = *std::move(linked);
        shared = true;
        made = base::hash_file(file.path, algorithm);
    } else {
        made = base::hash_and_copy(path, file.fd.get(), algorithm);
    }
    state_->keep({target(made.digest), std::move(file), shared}, made.size);
    return made;
}

void ObjectWriter::put_bytes(std::string_view bytes, const fs::path& target) {
    if (!is_untouched_object(target, bytes.size())) {
        Temporary file = state_->create();
        base::write_all(file.fd.get(), bytes, file.path);
        state_->keep({target, std::move(file)}, bytes.size());
    }
}

void ObjectWriter::adopt(const fs::path& temporary, const fs::path& target) {
    Temporary file(temporary, base::open_read(temporary));
    const std::uint64_t size = object_size(temporary).value_or(0);
    state_->keep({target, std::move(file)}, size);
}

void ObjectWriter::commit() {
    const std::scoped_lock lock(state_->mutex);
    if (state_->pending.empty()) {
        return;
    }
    state_->sync_content();
    const auto changed = state_->move_into_place();
    state_->sync_folders(changed);
    state_->pending.clear();
    state_->targets.clear();
    state_->sweep();
}

void make_store_folders(const fs::path& folder, std::optional<unsigned> mode) {
    if (!mode || fs::is_directory(folder)) return base::make_folders(folder);
    make_store_folders(folder.parent_path(), mode);
    base::make_folders(folder);
    ::chmod(folder.c_str(), *mode);  // a file system without modes has no groups to share with
}

}  // namespace mlp::data
