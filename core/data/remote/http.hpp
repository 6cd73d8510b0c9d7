// A web server that holds a remote's files, to read from: what DVC's http remotes hold, or any static copy of one.
#pragma once

#include <memory>

#include "core/base/patience.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::data {

/// @param settings  url http(s)://[user:password@]host/path; DVC's keys: auth (basic, custom), user, password,
///                  custom_auth_header, ssl_verify, connect_timeout, read_timeout. Wrong ones: Error{invalid}.
/// Nothing is ever written there, and a web server cannot be listed: both are Error{remote}.
std::unique_ptr<BlobRemote> open_http(const RemoteSettings& settings, const base::Env& env);
/// As above, with rules of one's own for failures: for tests.
std::unique_ptr<BlobRemote> open_http(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules);

}  // namespace mlp::data
