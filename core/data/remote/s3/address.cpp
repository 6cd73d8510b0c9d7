#include "core/data/remote/s3/address.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"

namespace mlp::data::s3 {

namespace {

/// Names that can stand in a host name, and under its certificate.
bool fits_host(std::string_view bucket) {
    return bucket.size() >= 3 && bucket.size() <= 63 && std::all_of(bucket.begin(), bucket.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

/// The first of the texts that is there.
template <class... Found>
std::optional<std::string> first_of(Found... found) {
    std::optional<std::string> result;
    ((result ? void() : void(result = found)), ...);
    return result;
}

std::string amazon_host(std::string_view region) {
    return fmt::format("s3.{}.amazonaws.com{}", region, region.starts_with("cn-") ? ".cn" : "");
}

void take_endpoint(const std::string& endpoint, Address& address) {
    const auto url = base::parse_url(endpoint);
    if (!url || (url->scheme != "http" && url->scheme != "https") || !url->user.empty() || !url->query.empty()) {
        throw Error(Kind::invalid, fmt::format("the S3 endpoint '{}' is not an address", base::public_url(endpoint)))
            .hint("write it as http(s)://host[:port], without user, password or '?'");
    }
    address.scheme = url->scheme;
    address.host = url->host;
    address.path = url->path;
    while (address.path.ends_with('/')) address.path.pop_back();
}

}  // namespace

std::string Address::request_host() const { return path_style ? host : fmt::format("{}.{}", bucket, host); }

std::string Address::request_path(std::string_view key) const {
    const std::string start = path_style ? fmt::format("{}/{}", path, bucket) : path;
    if (key.empty() && path_style) return start;
    return fmt::format("{}/{}", start, base::url_encode(key, "/"));
}

Address Address::in_region(std::string_view other) const {
    Address moved = *this;
    moved.region = other;
    if (is_amazon) moved.host = amazon_host(other);
    return moved;
}

Address find_address(const RemoteSettings& settings, const Profile& profile, const base::Env& env) {
    const auto url = base::parse_url(settings.url);
    if (!url || !url->user.empty() || !url->query.empty()) {
        throw Error(Kind::invalid, fmt::format("'{}' does not name a bucket", base::public_url(settings.url)))
            .hint("write it as s3://bucket/prefix; credentials go elsewhere");
    }
    Address address;
    address.bucket = url->host;
    const auto start = url->path.find_first_not_of('/');
    address.prefix = start == std::string::npos ? "" : url->path.substr(start);
    while (address.prefix.ends_with('/')) address.prefix.pop_back();
    if (!address.prefix.empty()) address.prefix += '/';

    address.region = first_of(settings.option("region"), env.variable("AWS_REGION"), env.variable("AWS_DEFAULT_REGION"),
                              profile.get("region"))
                         .value_or("us-east-1");
    const auto endpoint = first_of(settings.option("endpointurl"), env.variable("AWS_ENDPOINT_URL_S3"),
                                   env.variable("AWS_ENDPOINT_URL"), profile.get("endpoint_url"));
    if (endpoint) {
        take_endpoint(*endpoint, address);
    } else {
        address.is_amazon = true;
        address.scheme = settings.flag("use_ssl", true) ? "https" : "http";
        address.host = amazon_host(address.region);
    }
    const auto style = first_of(settings.option("addressing_style"), profile.get("s3.addressing_style"));
    if (style && *style != "path" && *style != "virtual" && *style != "auto") {
        throw Error(Kind::invalid,
                    fmt::format("'addressing_style' of remote '{}' is '{}'; path, virtual or auto is expected",
                                settings.name, base::printable(*style)));
    }
    address.path_style =
        style == "path" || (style != "virtual" && (endpoint.has_value() || !fits_host(address.bucket)));
    return address;
}

}  // namespace mlp::data::s3
