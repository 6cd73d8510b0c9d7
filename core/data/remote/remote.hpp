// Content kept somewhere else, named by its digest: has, get, put, list. A new kind of remote is one more
// implementation and one line in open_remote.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/digest.hpp"

namespace mlp::data {

/// Calls may come from several threads. Whatever goes wrong with the remote itself is Error{remote}.
class BlobRemote {
public:
    virtual ~BlobRemote() = default;
    virtual std::string address() const = 0;  ///< for messages, without what opens the door

    virtual bool has(const base::Digest& digest) = 0;
    /// Writes the content to `to`, which must not exist, and checks it on arrival: what does not match its name is
    /// Error{damaged} and nothing is left. Absent: Error{missing}.
    virtual void get(const base::Digest& digest, const std::filesystem::path& to) = 0;
    /// Keeps the file's content under the digest, whole or not at all. One that is there already is left alone.
    virtual void put(const base::Digest& digest, const std::filesystem::path& from) = 0;
    virtual void list(const std::function<void(const base::Digest&)>& visit) = 0;

    // Small texts under names of their own ("runs/ab/cdef…"): what is not content, such as which run made what.
    virtual std::optional<std::string> find_text(const std::string& name) = 0;
    virtual void put_text(const std::string& name, std::string_view text) = 0;
};

/// @param address  a folder, absolute or relative to `root`; later s3:// and others. One that is not known:
///                 Error{invalid}. Nothing is opened or made yet.
std::unique_ptr<BlobRemote> open_remote(const std::string& address, const std::filesystem::path& root);

}  // namespace mlp::data
