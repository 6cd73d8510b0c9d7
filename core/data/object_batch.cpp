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
#include "core/data/object_store.hpp"

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

struct ObjectStore::Batch::State {
    struct Pending {
        Digest digest;
        std::uint64_t size = 0;
        Temporary file;
    };

    explicit State(ObjectStore& owner) : store(owner), temporaries(owner.folder() / "tmp") {}

    ObjectStore& store;
    fs::path temporaries;
    std::mutex mutex;              // guards all below; never held while bytes are copied
    std::vector<Pending> pending;  // in order of arrival
    std::set<Digest> names;        // of `pending`
    bool prepared = false;

    void prepare();
    Temporary create();
    bool stored(const Digest& digest, std::uint64_t size) const { return store.size_of(digest) == size; }
    void keep(Temporary file, const Digest& digest, std::uint64_t size);
    void sync_content();
    std::set<fs::path> move_into_place();
    void sync_folders(const std::set<fs::path>& folders) const;
    void sweep() const;
};

void ObjectStore::Batch::State::prepare() {
    const std::scoped_lock lock(mutex);
    if (!prepared) {
        base::make_folders(temporaries);
        prepared = true;
    }
}

Temporary ObjectStore::Batch::State::create() {
    prepare();
    fs::path path = temporaries / random_name();
    base::Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!fd) {
        throw unwritable(temporaries, errno);
    }
    return {std::move(path), std::move(fd)};
}

void ObjectStore::Batch::State::keep(Temporary file, const Digest& digest, std::uint64_t size) {
    if (stored(digest, size)) {
        return;
    }
    if (::fchmod(file.fd.get(), 0444) != 0) {
        throw unwritable(file.path, errno);
    }
    const std::scoped_lock lock(mutex);
    if (names.insert(digest).second) {
        // Thousands may be pending: only the few that are synced one by one keep their descriptor.
        if (pending.size() >= single_syncs) {
            file.fd.reset();
        }
        pending.push_back({digest, size, std::move(file)});
    }
}

void ObjectStore::Batch::State::sync_content() {
    if (pending.size() > single_syncs) {
        base::sync_file_system(store.folder());
        return;
    }
    for (const Pending& object : pending) {
        if (::fdatasync(object.file.fd.get()) != 0) {
            throw unwritable(object.file.path, errno);
        }
    }
}

std::set<fs::path> ObjectStore::Batch::State::move_into_place() {
    std::set<fs::path> changed;
    for (Pending& object : pending) {
        const fs::path target = store.path_of(object.digest);
        const fs::path folder = target.parent_path();
        if (changed.insert(folder).second && !fs::is_directory(folder)) {
            base::make_folders(folder);
            changed.insert(folder.parent_path());
            changed.insert(store.folder());
            changed.insert(store.folder().parent_path());
        }
        // Also over an object of the wrong size: that one is damaged, and this is its content.
        if (::rename(object.file.path.c_str(), target.c_str()) != 0) {
            throw unwritable(target, errno);
        }
        object.file.path.clear();
    }
    return changed;
}

void ObjectStore::Batch::State::sync_folders(const std::set<fs::path>& folders) const {
    if (folders.size() > single_syncs) {
        base::sync_file_system(store.folder());
        return;
    }
    for (const fs::path& folder : folders) {
        base::sync_folder(folder.empty() ? fs::path(".") : folder);
    }
}

void ObjectStore::Batch::State::sweep() const {
    const std::time_t now = ::time(nullptr);
    std::error_code problem;
    for (fs::directory_iterator files(temporaries, problem), end; !problem && files != end; files.increment(problem)) {
        struct stat found {};
        if (::lstat(files->path().c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
            found.st_mtime + stale_after_seconds < now && found.st_ctime + stale_after_seconds < now) {
            ::unlink(files->path().c_str());
        }
    }
}

ObjectStore::Batch::Batch(ObjectStore& store) : state_(std::make_unique<State>(store)) {}

ObjectStore::Batch::~Batch() = default;

base::HashedFile ObjectStore::Batch::put_file(const fs::path& path, const std::optional<Digest>& known) {
    base::Fd from = base::open_read(path);
    struct stat found {};
    if (::fstat(from.get(), &found) != 0) {
        throw system_error("look at", path.string(), errno);
    }
    if (!S_ISREG(found.st_mode)) {
        throw Error(Kind::invalid, fmt::format("cannot store '{}': it is not a regular file", path.string()));
    }
    const auto size = static_cast<std::uint64_t>(found.st_size);
    if (known && state_->stored(*known, size)) {
        return {*known, size};
    }
    Temporary file = state_->create();
    base::HashedFile made;
    if (::ioctl(file.fd.get(), FICLONE, from.get()) == 0) {
        made = base::hash_file(file.path);  // of the clone: the source may change meanwhile
    } else {
        made = base::hash_and_copy(path, file.fd.get());
    }
    state_->keep(std::move(file), made.digest, made.size);
    return made;
}

Digest ObjectStore::Batch::put_bytes(std::string_view bytes) {
    const Digest digest = base::sha256(bytes);
    if (!state_->stored(digest, bytes.size())) {
        Temporary file = state_->create();
        base::write_all(file.fd.get(), bytes, file.path);
        state_->keep(std::move(file), digest, bytes.size());
    }
    return digest;
}

void ObjectStore::Batch::commit() {
    const std::scoped_lock lock(state_->mutex);
    if (state_->pending.empty()) {
        return;
    }
    state_->sync_content();
    const auto changed = state_->move_into_place();
    state_->sync_folders(changed);
    state_->pending.clear();
    state_->names.clear();
    state_->sweep();
}

}  // namespace mlp::data
