// Content-addressed objects: objects/sha256/ab/cdef…, read-only, never changed in place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"

namespace mlp::data {

using base::Digest;

class ObjectStore {
public:
    explicit ObjectStore(std::filesystem::path folder);  ///< nothing is touched before the first write

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path path_of(const Digest& digest) const;
    bool has(const Digest& digest) const;
    /// Size of an object, nothing when absent.
    std::optional<std::uint64_t> size_of(const Digest& digest) const;
    /// Small objects (trees, manifests) as a whole. Absent: Error{missing}; content that does not match:
    /// Error{damaged}.
    std::string read(const Digest& digest) const;
    /// Clones the object to `to` (which must not exist): reflink, else copy. Bytes are not re-hashed. Absent:
    /// Error{missing}.
    void clone_to(const Digest& digest, const std::filesystem::path& to, bool executable) const;
    /// Re-hashes one object; false when its content does not match its name.
    bool verify(const Digest& digest) const;
    void for_each(const std::function<void(const Digest&, std::uint64_t size)>& visit) const;

    /// Several objects made durable together: written to temporary names, one sync, then renamed. Thread-safe.
    class Batch {
    public:
        explicit Batch(ObjectStore& store);
        ~Batch();  ///< drops what was not committed
        Batch(const Batch&) = delete;
        Batch& operator=(const Batch&) = delete;
        /// Reads the file once: reflink or copy into the store's folder while hashing. A file whose digest is already
        /// known to be right (`known`, from the index) and stored is not read at all.
        base::HashedFile put_file(const std::filesystem::path& path, const std::optional<Digest>& known = std::nullopt);
        Digest put_bytes(std::string_view bytes);
        /// One sync for all, then the renames, then the folders. After this every object put is durable.
        void commit();

    private:
        struct State;
        std::unique_ptr<State> state_;
    };

private:
    std::filesystem::path folder_;
};

}  // namespace mlp::data
