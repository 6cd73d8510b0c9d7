// The blobs that a text names: a document of a run, a lock file, a tree. For the clean-up, which must keep them all.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/data/remote/remote.hpp"

namespace mlp::data {

/// Digests written as we and DVC write them: "sha256:<64 hex>", "md5:<32 hex>", and `md5: <32 hex>[.dir]` of YAML and
/// JSON. Rather one too many than one too few: an MD5 without a word about DVC 2 may be either kind, and both are told.
std::vector<BlobName> named_in_text(std::string_view text);

/// Whether a file with this beginning (some KiB of it) may be such a text at all, so that a large file of data need not
/// be read. Large ones are told by how we and DVC begin them; a small text may be a .dvc file, into which people write.
bool may_name_blobs(std::string_view beginning, std::uint64_t size);

}  // namespace mlp::data
