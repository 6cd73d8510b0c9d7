// A path with its content as dvc.lock and .dvc files record it: one item of `deps` or `outs`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.hpp"
#include "core/base/yaml.hpp"
#include "core/data/tree.hpp"

namespace mlp::data::dvc {

using base::Json;

struct Tracked {
    std::string path;  ///< as written: relative to the stage's working folder, absolute, or a URL; of a database none
    /// What has an MD5: a file, or a folder by its listing. Without `hash: md5` the digest is Algorithm::md5_text.
    std::optional<Content> content;
    bool has_size = true;  ///< DVC 1 wrote none; `content->size` is 0 then
    /// Everything else, in order: `cloud`, `version_id`, `files`; without an MD5 also `etag`, `checksum`, `size` …
    Json rest = Json::object();
    bool operator==(const Tracked&) const = default;
};

/// Reads the keys that say what content a map has (md5, hash, size, nfiles, isexec). What is left goes into `rest`;
/// whether it may stand there, the caller knows. A wrong type, or a digest that is none: Error{invalid} at its place.
Tracked read_tracked(const base::Yaml& node);

/// "<32 hex>", with ".dir" behind it for a folder.
std::string md5_text_of(const Content& content);

}  // namespace mlp::data::dvc
