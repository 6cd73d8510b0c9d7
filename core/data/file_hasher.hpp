// Digests of workspace files: by the index when nothing moved, else by reading each once, several at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "core/data/walk.hpp"
#include "core/data/file_index.hpp"

namespace mlp::data {

/// Thread-safe; keeps a reference to the index.
class FileHasher {
public:
    /// How a file that must be read is read: hashed alone, or stored on the way.
    using Read = std::function<base::HashedFile(const std::filesystem::path&)>;
    struct Ask {
        base::Algorithm algorithm = base::Algorithm::sha256;
        bool follow = false;  ///< the signatures of the nodes are of what their links lead to
        Read read;
        /// Whether a digest that the index knows is enough; without it, it always is.
        std::function<bool(const Digest&, std::uint64_t size)> enough;
    };

    FileHasher(std::filesystem::path root, FileIndex& index);
    /// Hashes small files again that were too fresh to be remembered, so that the next process need not.
    ~FileHasher();
    FileHasher(const FileHasher&) = delete;
    FileHasher& operator=(const FileHasher&) = delete;

    /// Fills in digest and size of every node, each of a file with its path and signature. How many bytes must be read
    /// for it is told once, before any is (base::read_ahead).
    /// @return how many had to be read; the index knew the others
    std::size_t fill(const std::vector<Node*>& files, const Ask& ask);

private:
    struct Fresh {
        std::string path;
        base::Algorithm algorithm;
        bool follow;
    };
    base::HashedFile take(Node& node, const Ask& ask);
    void settle_fresh() noexcept;

    std::filesystem::path root_;
    FileIndex& index_;
    std::mutex mutex_;          // guards the one below
    std::vector<Fresh> fresh_;  // small files hashed too early to be remembered
};

}  // namespace mlp::data
