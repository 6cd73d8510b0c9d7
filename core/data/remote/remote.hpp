// Where content lies besides this machine: a place of blobs named by their digests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/digest.hpp"

namespace mlp::data {

/// What a blob is called in every remote. DVC's folder listings carry ".dir" after their digest.
struct BlobName {
    base::Digest digest;
    bool is_listing = false;
    auto operator<=>(const BlobName&) const = default;
};

/// The path of a blob below a remote's URL, '/' separators: ours as objects/sha256/ab/cdef…, DVC 3's as
/// files/md5/ab/cdef…[.dir], DVC 2's as ab/cdef…[.dir]. One remote can hold all of them, and DVC reads its own.
std::string blob_key(const BlobName& name);
/// The reverse; nothing for what is no blob.
std::optional<BlobName> parse_blob_key(std::string_view key);
/// "abcd….dir" or "sha256:…", for messages.
std::string to_string(const BlobName& name);

/// One kind of remote is one implementation. Thread-safe: several blobs are moved at once. Every failure of the remote
/// is Error{remote}; the caller verifies what arrives (transfer.hpp), so an implementation need not.
class BlobRemote {
public:
    using Sink = std::function<void(std::string_view bytes)>;

    virtual ~BlobRemote() = default;

    /// Where it is, for messages, without what opens the door.
    virtual std::string address() const = 0;
    /// Size of a blob, nothing when it is not there.
    virtual std::optional<std::uint64_t> size_of(const BlobName& name) = 0;
    bool has(const BlobName& name) { return size_of(name).has_value(); }
    /// Hands over the bytes from `offset` on, in order. Absent: Error{missing}. An offset at the end gives nothing.
    virtual void get(const BlobName& name, std::uint64_t offset, const Sink& sink) = 0;
    /// Stores the file under the name: whole or not at all, durable when it returns. There already: nothing is done.
    /// A file that does not hold what the name says: Error{damaged}.
    virtual void put(const BlobName& name, const std::filesystem::path& file) = 0;
    /// Every blob that is there, in no order. What else lies in the remote is passed over.
    virtual void list(const std::function<void(const BlobName&, std::uint64_t size)>& visit) = 0;

    // Small texts under names of their own ("runs/ab/cdef…"): what is not content, such as which run made what.
    virtual std::optional<std::string> find_text(const std::string& name) = 0;
    virtual void put_text(const std::string& name, std::string_view text) = 0;
};

/// @param address  a folder, absolute or relative to `root`; later s3:// and others. One that is not known:
///                 Error{invalid}. Nothing is opened or made yet.
std::unique_ptr<BlobRemote> open_remote(const std::string& address, const std::filesystem::path& root);

}  // namespace mlp::data
