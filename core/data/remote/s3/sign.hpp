// Signatures of requests to S3: AWS Signature Version 4, by ourselves (docs/decisions/0021-s3-by-ourselves.md).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/env.hpp"
#include "core/data/remote/s3/credentials.hpp"

namespace mlp::data::s3 {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Unsigned {
    std::string method;
    std::string path;            ///< as it is sent: percent-encoded once
    Pairs query;                 ///< names and values as they are meant, not encoded
    Pairs headers;               ///< names in lower case; host and all that are sent
    std::string payload_sha256;  ///< hex
};

/// "a=1&b=%2F": sorted by encoded name and value, each with its '='. Also what has to be sent.
std::string canonical_query(const Pairs& query);

/// "20130524T000000Z".
std::string amz_date(base::Millis time);

/// Value of the `authorization` header. `headers` must hold x-amz-date.
/// @param date  as amz_date gives it, the same as in the headers
std::string authorization(const Unsigned& request, const Credentials& credentials, std::string_view region,
                          std::string_view date);

}  // namespace mlp::data::s3
