// Blobs between a remote and this machine: several at once, verified on arrival, taken up again where they stopped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/error.hpp"
#include "core/data/dvc/cache.hpp"
#include "core/data/object_store.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::data {

/// Where blobs lie on this machine.
struct BlobSpace {
    std::filesystem::path folder;         ///< all of them lie below it; unfinished ones in its tmp/
    std::optional<unsigned> folder_mode;  ///< of folders that are made
    std::function<std::filesystem::path(const BlobName&)> path_of;
};
BlobSpace space_of(const ObjectStore& store);
BlobSpace space_of(const dvc::Cache& cache);

/// Told of the bytes that move, from several threads.
class TransferObserver {
public:
    virtual ~TransferObserver() = default;
    virtual void on_bytes(const BlobName& name, std::uint64_t count) = 0;
    /// It is where it should be, moved now or there before.
    /// @param size  of all of it; 0 for one that is in the remote alone and was to be pushed there
    virtual void on_done(const BlobName& name, std::uint64_t size) = 0;
};

constexpr std::size_t usual_jobs = 8;

/// How many blobs move at once: as asked, else as the remote's `jobs` says, else the usual number; at least one.
std::size_t jobs_of(const RemoteSettings& settings, std::optional<std::int64_t> asked);

struct TransferOptions {
    std::size_t jobs = usual_jobs;  ///< blobs at once
    TransferObserver* observer = nullptr;
};

/// What came of it. A blob that failed does not keep the others from arriving.
struct Transferred {
    struct Failure {
        BlobName name;
        Error error;
    };
    std::size_t moved = 0;
    std::size_t present = 0;  ///< were there already
    std::uint64_t bytes = 0;  ///< moved
    std::vector<Failure> failed;
};

/// Writes one blob to `to`, which must not exist, and checks it on arrival: the same wrong bytes twice are
/// Error{damaged}, other ones each time Error{remote}, and nothing is left. Absent: Error{missing}. Not synced.
/// @param moved  told of bytes as they arrive
void fetch_file(BlobRemote& remote, const BlobName& name, const std::filesystem::path& to,
                const BlobRemote::Moved& moved = {});

/// Brings blobs from the remote. Each is written under tmp/ first; what a process that was killed left there is
/// continued. Only what holds what its name says gets its place: anything else is a failure of kind damaged, and
/// nothing of it is kept. All that arrived is durable on return.
Transferred fetch_blobs(BlobRemote& remote, const std::vector<BlobName>& names, const BlobSpace& into,
                        const TransferOptions& options = {});

/// Brings blobs to the remote, listings after the files, and none of them when a file failed: a listing in a remote
/// promises its files. A blob that is not here must be there already: else it is a failure of kind missing.
Transferred push_blobs(BlobRemote& remote, const std::vector<BlobName>& names, const BlobSpace& from,
                       const TransferOptions& options = {});

/// Takes blobs away from the remote, listings before files: a listing in a remote promises its files.
void remove_blobs(BlobRemote& remote, const std::vector<BlobName>& names);

}  // namespace mlp::data
