// Where a bucket is reached: endpoint, region, and how the bucket's name goes into the address.
#pragma once

#include <string>
#include <string_view>

#include "core/base/env.hpp"
#include "core/data/remote/remote.hpp"
#include "core/data/remote/s3/profile.hpp"

namespace mlp::data::s3 {

struct Address {
    std::string bucket;
    std::string prefix;  ///< of all keys: empty, or ends with '/'
    std::string scheme;  ///< of the endpoint: "https"
    std::string host;    ///< of the endpoint, with its port
    std::string path;    ///< of the endpoint: empty, or begins with '/'
    std::string region;
    bool path_style = false;  ///< https://host/bucket/key instead of https://bucket.host/key
    bool is_amazon = false;   ///< no endpoint was named: the host follows from the region

    /// Host and percent-encoded path of an object, or of the bucket for an empty key.
    std::string request_host() const;
    std::string request_path(std::string_view key) const;
    /// The same bucket in another region.
    Address in_region(std::string_view other) const;
};

/// From the remote's url and settings (endpointurl, region, use_ssl, addressing_style), the environment
/// (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION) and the profile (endpoint_url, region,
/// s3.addressing_style), in this order. A wrong one: Error{invalid}.
Address find_address(const RemoteSettings& settings, const Profile& profile, const base::Env& env);

}  // namespace mlp::data::s3
