// Settings of a remote that are about HTTP itself: certificates and timeouts.
#pragma once

#include "core/base/env.hpp"
#include "core/base/http.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::data {

/// From `ssl_verify` (true, false, or a file of authorities), `connect_timeout` and `read_timeout` (seconds), and the
/// file that AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE or SSL_CERT_FILE names. A wrong one: Error{invalid}.
base::HttpOptions http_options(const RemoteSettings& settings, const base::Env& env);

}  // namespace mlp::data
