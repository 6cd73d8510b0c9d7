// What is remembered of files: their digests by stat, and small values that are derived from them.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/digest.hpp"
#include "core/base/io.hpp"

namespace mlp::data {

using base::Digest;

/// stat → digest, in .mlp/index.db. May be deleted at any time; a damaged or older file is dropped and rebuilt, never
/// migrated. A file changed within the same clock tick as its hashing is never trusted (as git's index). Thread-safe.
class FileIndex {
public:
    /// Opens lazily. A folder that cannot be written: works in memory only.
    explicit FileIndex(std::filesystem::path database);
    ~FileIndex();
    FileIndex(const FileIndex&) = delete;
    FileIndex& operator=(const FileIndex&) = delete;

    // A path has one digest of each algorithm. Paths outside of the root are absolute.
    std::optional<Digest> find(const std::string& path, const base::Signature& signature,
                               base::Algorithm algorithm = base::Algorithm::sha256);
    /// @param signature taken before the hashing began and equal after it. One that is not yet settled is dropped.
    void remember(const std::string& path, const base::Signature& signature, const Digest& digest);
    /// For a file that this process wrote itself and whose mtime it set into the past: any later write shows, whatever
    /// its ctime.
    void remember_written(const std::string& path, const base::Signature& signature, const Digest& digest);
    void forget(const std::string& path);  ///< of every algorithm

    // Small named values that are derived from files and can be rebuilt: the "nothing to do" snapshot, parsed projects,
    // durations.
    std::optional<std::string> find_value(std::string_view name);
    void put_value(std::string_view name, std::string_view bytes);

    /// Writes everything remembered, in one transaction. Called by the destructor too; never throws for a full or
    /// read-only disk.
    void flush() noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// How long until any later change of a file with this signature must change the signature: zero when that is so
/// already. Nothing when no short wait can tell (times in the future, or a file system that keeps whole seconds).
std::optional<std::chrono::nanoseconds> time_to_settle(const base::Signature& signature);

}  // namespace mlp::data
