#include "core/data/remote/transfer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include "core/base/io.hpp"
#include "core/data/object_writer.hpp"
#include "core/data/parallel.hpp"
#include "core/data/remote/arrival.hpp"
#include "core/data/remote/presence.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

namespace {

enum class How { moved, present };

struct Outcome {
    How how;
    std::uint64_t size;  ///< as an observer is told
};

Error wrong_bytes(const BlobRemote& remote, const BlobName& name) {
    return Error(Kind::damaged, fmt::format("{} in the remote does not hold what its name says", to_string(name)))
        .at(remote.address())
        .hint(fmt::format("remove '{}' there; `mlp data push` of whoever has the content puts it there again",
                          blob_key(name)));
}

/// Twice, and other bytes each time: what lies in the remote may be right.
Error bad_line(const BlobRemote& remote, const BlobName& name) {
    return Error(Kind::remote, fmt::format("{} arrives with other bytes each time", to_string(name)))
        .at(remote.address())
        .hint("run again; when it stays so, something on the way to the remote changes what it sends");
}

/// Counts what several threads did.
class Tally {
public:
    explicit Tally(TransferObserver* observer) : observer_(observer) {}

    void bytes(const BlobName& name, std::uint64_t count) {
        {
            const std::scoped_lock lock(mutex_);
            result_.bytes += count;
        }
        if (observer_ != nullptr) observer_->on_bytes(name, count);
    }

    /// Moves one blob; its failure is noted.
    template <class Move>
    void run(const BlobName& name, const Move& move) {
        Outcome outcome{};
        try {
            outcome = move();
            const std::scoped_lock lock(mutex_);
            ++(outcome.how == How::moved ? result_.moved : result_.present);
        } catch (const Error& error) {
            const std::scoped_lock lock(mutex_);
            result_.failed.push_back({name, error});
            return;
        }
        if (observer_ != nullptr) observer_->on_done(name, outcome.size);
    }

    Transferred& result() { return result_; }

private:
    TransferObserver* observer_;
    std::mutex mutex_;  // guards the one below
    Transferred result_;
};

/// A blob on its way: a file under tmp/ that one process at a time goes on with.
class Part {
public:
    Part(const fs::path& folder, const BlobName& name)
        : path_(folder / fmt::format("{}{}.part", name.digest.hex(), name.is_listing ? ".dir" : "")) {
        constexpr std::chrono::milliseconds pause{10};
        const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (!open_alone(folder)) {
            if (std::chrono::steady_clock::now() > patience) {
                throw Error(Kind::conflict, fmt::format("{} is being fetched by another process", to_string(name)))
                    .at(path_.string())
                    .hint("run again when it has ended");
            }
            std::this_thread::sleep_for(pause);
        }
    }

    const fs::path& path() const { return path_; }
    std::uint64_t size() const {
        struct stat found {};
        if (::fstat(fd_.get(), &found) != 0) throw system_error("look at", path_.string(), errno);
        return static_cast<std::uint64_t>(found.st_size);
    }
    void append(std::string_view bytes) const {
        if (::lseek(fd_.get(), 0, SEEK_END) < 0) throw system_error("write", path_.string(), errno);
        base::write_all(fd_.get(), bytes, path_);
    }
    void clear() const {
        if (::ftruncate(fd_.get(), 0) != 0) throw system_error("write", path_.string(), errno);
    }
    void drop() const { ::unlink(path_.c_str()); }

private:
    /// False while another process has it, or has just moved it away.
    bool open_alone(const fs::path& folder) {
        ::chmod(path_.c_str(), 0600);  // one that was whole when its process was killed is read-only
        constexpr int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
        fd_ = base::Fd(::open(path_.c_str(), flags, 0600));
        if (!fd_ && errno == ENOENT) {  // another process tidied the folder away
            base::make_folders(folder);
            fd_ = base::Fd(::open(path_.c_str(), flags, 0600));
        }
        if (!fd_) throw system_error("write", path_.string(), errno);
        if (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0) return false;
        struct stat opened {};
        struct stat there {};
        return ::fstat(fd_.get(), &opened) == 0 && ::lstat(path_.c_str(), &there) == 0 && opened.st_ino == there.st_ino;
    }

    fs::path path_;
    base::Fd fd_;
};

class Fetch {
public:
    Fetch(BlobRemote& remote, const BlobSpace& into, Tally& tally)
        : remote_(remote), into_(into), tally_(tally), writer_({into.folder, into.folder / "tmp", into.folder_mode}) {
        base::make_folders(into.folder / "tmp");
    }

    /// Another process that fetches the same may be the first to put it there: that is as good.
    Outcome one(const BlobName& name) {
        try {
            return fetch(name);
        } catch (const Error&) {
            if (const auto size = object_size(into_.path_of(name))) return {How::present, *size};
            throw;
        }
    }
    void commit() { writer_.commit(); }

private:
    Outcome fetch(const BlobName& name);
    base::Digest bring(const BlobName& name, const Part& part, std::uint64_t offset);
    void keep_some(std::uint64_t bytes);

    BlobRemote& remote_;
    const BlobSpace& into_;
    Tally& tally_;
    ObjectWriter writer_;
    std::atomic<std::size_t> waiting_blobs_ = 0;  // that arrived and are not durable yet
    std::atomic<std::uint64_t> waiting_bytes_ = 0;
};

/// Digest of the whole file, with what is fetched from `offset` on.
base::Digest Fetch::bring(const BlobName& name, const Part& part, std::uint64_t offset) {
    base::Hasher hasher(name.digest.algorithm());
    remote_.get(name, offset, [&](std::string_view bytes) {
        part.append(bytes);
        hasher.update(bytes);
        tally_.bytes(name, bytes.size());
    });
    // A part of before must be read for its hash; and DVC 2's hash depends on how the bytes are cut.
    const bool again = offset > 0 || name.digest.algorithm() == base::Algorithm::md5_text;
    return again ? base::hash_file(part.path(), name.digest.algorithm()).digest : hasher.finish();
}

Outcome Fetch::fetch(const BlobName& name) {
    const fs::path target = into_.path_of(name);
    if (const auto size = object_size(target)) return {How::present, *size};
    const Part part(into_.folder / "tmp", name);
    // What was there from before may have been wrong, or what the line made of the bytes.
    std::optional<base::Digest> found = bring(name, part, part.size());
    std::optional<base::Digest> before;
    for (int again = 0; again < 2 && *found != name.digest && found != before; ++again) {
        before = found;
        part.clear();
        found = bring(name, part, 0);
    }
    if (*found != name.digest) {
        part.drop();
        throw found == before ? wrong_bytes(remote_, name) : bad_line(remote_, name);
    }
    writer_.adopt(part.path(), target);
    const std::uint64_t size = part.size();
    keep_some(size);
    return {How::moved, size};
}

/// A fetch of days is not kept in temporaries to its end: what a kill would cost stays small.
void Fetch::keep_some(std::uint64_t bytes) {
    constexpr std::size_t most_blobs = 1000;
    constexpr std::uint64_t most_bytes = 4ULL << 30;
    const bool enough = ++waiting_blobs_ >= most_blobs;
    if ((waiting_bytes_ += bytes) < most_bytes && !enough) return;
    waiting_blobs_ = 0;
    waiting_bytes_ = 0;
    writer_.commit();
}

void for_all(const std::vector<BlobName>& names, std::size_t jobs, const std::function<void(const BlobName&)>& work) {
    in_parallel(names.size(), std::min(std::max<std::size_t>(jobs, 1), names.size()),
                [&](std::size_t at) { work(names[at]); });
}

std::vector<BlobName> once_each(const std::vector<BlobName>& names) {
    const std::set<BlobName> unique(names.begin(), names.end());
    return {unique.begin(), unique.end()};
}

}  // namespace

std::size_t jobs_of(const RemoteSettings& settings, std::optional<std::int64_t> asked) {
    if (!asked) {
        // Readers of settings allow nothing but whole numbers from 1 on.
        const std::string text = settings.option("jobs").value_or("");
        std::int64_t number = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
        asked = problem == std::errc{} && end == text.data() + text.size() ? number : std::int64_t{usual_jobs};
    }
    return static_cast<std::size_t>(std::max<std::int64_t>(1, *asked));
}

BlobSpace space_of(const ObjectStore& store) {
    return {store.folder(), {}, [&store](const BlobName& name) { return store.path_of(name.digest); }};
}

BlobSpace space_of(const dvc::Cache& cache) {
    return {cache.folder(), cache.folder_mode(),
            [&cache](const BlobName& name) { return cache.path_of(name.digest, name.is_listing); }};
}

void fetch_file(BlobRemote& remote, const BlobName& name, const fs::path& to, const BlobRemote::Moved& moved) {
    std::optional<base::Digest> found;
    bool same = false;  // both times
    const bool arrived = arrives(
        to, name.digest.algorithm(), [&](const BlobRemote::Sink& sink) { remote.get(name, 0, sink); }, moved,
        [&](const base::HashedFile& file) {
            same = found == file.digest;
            found = file.digest;
            return file.digest == name.digest;
        });
    if (!arrived) throw same ? wrong_bytes(remote, name) : bad_line(remote, name);
}

Transferred fetch_blobs(BlobRemote& remote, const std::vector<BlobName>& names, const BlobSpace& into,
                        const TransferOptions& options) {
    Tally tally(options.observer);
    Fetch fetch(remote, into, tally);
    for_all(once_each(names), options.jobs,
            [&](const BlobName& name) { tally.run(name, [&] { return fetch.one(name); }); });
    fetch.commit();
    return std::move(tally.result());
}

Transferred push_blobs(BlobRemote& remote, const std::vector<BlobName>& names, const BlobSpace& from,
                       const TransferOptions& options) {
    Tally tally(options.observer);
    std::vector<BlobName> files = once_each(names);
    const Presence presence(remote, files, options.jobs);
    const auto push = [&](const BlobName& name) {
        tally.run(name, [&] {
            const fs::path file = from.path_of(name);
            const auto here = object_size(file);
            const auto there = presence.size_of(name);
            if (there && there == here.value_or(*there)) return Outcome{How::present, here.value_or(0)};  // 0: never fetched
            if (!here) {
                throw Error(Kind::missing,
                            fmt::format("{} is neither on this machine nor in the remote", to_string(name)))
                    .at(from.folder.string())
                    .hint("fetch it from another remote, or produce it");
            }
            remote.put(name, file, [&](std::uint64_t count) { tally.bytes(name, count); });
            return Outcome{How::moved, *here};
        });
    };
    const auto listings_from =
        std::stable_partition(files.begin(), files.end(), [](const BlobName& name) { return !name.is_listing; });
    const std::vector<BlobName> listings(listings_from, files.end());
    files.erase(listings_from, files.end());
    for_all(files, options.jobs, push);
    if (tally.result().failed.empty()) for_all(listings, options.jobs, push);
    return std::move(tally.result());
}

void remove_blobs(BlobRemote& remote, const std::vector<BlobName>& names) {
    std::vector<BlobName> listings = once_each(names);
    const auto files_from =
        std::stable_partition(listings.begin(), listings.end(), [](const BlobName& name) { return name.is_listing; });
    const std::vector<BlobName> files(files_from, listings.end());
    listings.erase(files_from, listings.end());
    if (!listings.empty()) remote.remove(listings);
    if (!files.empty()) remote.remove(files);
}

}  // namespace mlp::data
