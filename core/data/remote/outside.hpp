// What lies at an address that is no remote: a file, or a folder of files, that can be fetched, and told from what it was
// before without fetching it.
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
#include "core/base/env.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::data {

struct OutsideFile {
    std::string way;  ///< below the address; empty: the address itself is a file
    std::optional<std::uint64_t> size;
    std::string tag;  ///< changes with the content: the entity tag as the server gives it
    std::optional<base::Digest> md5 = {};  ///< of the content, where the server tells it
};

class Outside {
public:
    virtual ~Outside() = default;
    /// What stands there now, sorted by way. Nothing: Error{missing}; no way to tell its states apart: Error{invalid}.
    virtual std::vector<OutsideFile> look() = 0;
    virtual void get(const OutsideFile& file, const std::function<void(std::string_view bytes)>& sink) = 0;
    /// Whether `file.md5` is what it seems: asked only where something else arrived.
    virtual bool vouches_for_md5(const OutsideFile&) { return true; }
    /// Of one file, for messages: without what opens the door.
    virtual std::string address_of(const OutsideFile& file) const = 0;
    /// What DVC calls its tags: "etag" or "checksum".
    virtual std::string_view tag_name() const = 0;
};

/// @param settings  url s3://bucket/key or http(s)://host/path, with what else a remote may set. A folder is found
///                  where the store can list. Other kinds: Error{invalid}.
std::unique_ptr<Outside> open_outside(const RemoteSettings& settings, const base::Env& env);

/// Writes what look() saw to `to`, which must not exist. What arrives has the size that was told, and the MD5 where one
/// was; otherwise it is asked for once more, and then it is Error{damaged} or, cut short, Error{remote}, with nothing
/// left. A tag that is no MD5, such as that of an upload in parts, checks nothing: there the size alone counts.
/// @param moved  told of bytes as they arrive
void fetch_outside(Outside& outside, const OutsideFile& file, const std::filesystem::path& to,
                   const std::function<void(std::uint64_t bytes)>& moved = {});

}  // namespace mlp::data
