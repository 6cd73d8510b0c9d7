// Where content lies besides this machine: a place of blobs named by their digests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/env.hpp"

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
/// The folder of that path, without the '/' at its end.
std::string blob_folder(const BlobName& name);
/// What stands before the two digits of such folders: "objects/sha256", "files/md5", "".
std::vector<std::string> blob_folders();
/// The blob of such a path; nothing for what is no blob.
std::optional<BlobName> parse_blob_key(std::string_view key);
/// "abcd….dir" or "sha256:…", for messages.
std::string to_string(const BlobName& name);

/// Small texts under names of their own ("runs/ab/cdef…"): what is not content, such as which run made what.
/// Thread-safe; every failure is Error{remote}.
class TextStore {
public:
    virtual ~TextStore() = default;
    virtual std::optional<std::string> find_text(const std::string& name) = 0;
    virtual void put_text(const std::string& name, std::string_view text) = 0;
    /// Whole names of the texts that lie directly in a folder ("runs/ab/key"), the newest first, of the same time by
    /// name; none where there is no such folder, and in remotes that cannot tell.
    virtual std::vector<std::string> list_texts(const std::string&) { return {}; }
};

/// One kind of remote is one implementation. Thread-safe: several blobs are moved at once. Every failure of the remote
/// is Error{remote}; the caller verifies what arrives (transfer.hpp), so an implementation need not.
class BlobRemote {
public:
    using Sink = std::function<void(std::string_view bytes)>;
    /// Told of bytes as they leave, from several threads; bytes sent again after a failure count again.
    using Moved = std::function<void(std::uint64_t bytes)>;
    using Visit = std::function<void(const BlobName& name, std::uint64_t size)>;

    virtual ~BlobRemote() = default;

    /// Where it is, for messages, without what opens the door.
    virtual std::string address() const = 0;
    /// False where the place itself is not there: a folder that nobody made yet, a disk that is not mounted. What lies
    /// behind a network says so when it is asked for something.
    virtual bool exists() { return true; }
    /// Size of a blob, nothing when it is not there.
    virtual std::optional<std::uint64_t> size_of(const BlobName& name) = 0;
    bool has(const BlobName& name) { return size_of(name).has_value(); }
    /// Hands over the bytes from `offset` on, in order. Absent: Error{missing}. An offset at the end gives nothing.
    virtual void get(const BlobName& name, std::uint64_t offset, const Sink& sink) = 0;
    /// Stores the file under the name, also over what is there: whole or not at all, durable when it returns. A file
    /// that does not hold what the name says: Error{damaged}.
    virtual void put(const BlobName& name, const std::filesystem::path& file, const Moved& moved) = 0;
    void put(const BlobName& name, const std::filesystem::path& file) { put(name, file, {}); }
    /// Takes blobs away for good. What is not there is fine.
    virtual void remove(const std::vector<BlobName>& names) = 0;
    /// Every blob that is there, in no order. What else lies in the remote is passed over.
    virtual void list(const Visit& visit) = 0;
    /// Those whose keys lie in one folder with this one's, a thousand a request. False, and none visited, where that is
    /// not possible, or where asking for each costs as little.
    virtual bool list_beside(const BlobName&, const Visit&) { return false; }

    /// Where it keeps texts beside the content; nullptr: this kind has no place for them.
    virtual TextStore* texts() { return nullptr; }
    /// Asks for something that is not there: whether it answers, and lets us in. Error{remote} otherwise.
    void reach();
};

/// A remote as its project's settings describe it.
struct RemoteSettings {
    std::string name = {};  ///< empty: named by its url alone
    std::string url = {};   ///< s3://bucket/prefix, http(s)://host/path, or a folder, relative to the project's root
    /// What else is set, under DVC's names ("endpointurl", "profile", "access_key_id", "ssl_verify", …).
    std::map<std::string, std::string, std::less<>> options = {};

    std::optional<std::string> option(std::string_view key) const;
    /// "true" and "false" in any case; absent: `otherwise`.
    bool flag(std::string_view key, bool otherwise) const;
};

/// The remote behind the settings. A kind that is not known, or a setting that does not fit: Error{invalid}. Nothing is
/// opened, asked or made yet; credentials are looked for when the first request needs them.
std::unique_ptr<BlobRemote> open_remote(const RemoteSettings& settings, const std::filesystem::path& root,
                                        const base::Env& env);

}  // namespace mlp::data
