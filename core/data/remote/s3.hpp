// A bucket of S3, or of anything that speaks its protocol, as a remote.
#pragma once

#include <memory>

#include "core/base/patience.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::data {

/// @param settings  url s3://bucket/prefix; the keys of DVC's S3 remotes, and addressing_style (path, virtual)
/// Buckets whose versions carry the history (version_aware, worktree) and customer keys (sse_customer_key) are not
/// supported: Error{invalid}.
std::unique_ptr<BlobRemote> open_s3(const RemoteSettings& settings, const base::Env& env);
/// As above, with rules of one's own for failures: for tests.
std::unique_ptr<BlobRemote> open_s3(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules);

}  // namespace mlp::data
