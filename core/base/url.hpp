// Addresses: their parts, and the escapes in them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mlp::base {

/// scheme://user:password@host:port/path?query, as written; what is not there is empty. The path keeps its slash.
struct Url {
    std::string scheme;  ///< lower case
    std::string user;    ///< "user" or "user:password", escapes kept
    std::string host;    ///< with its port
    std::string path;
    std::string query;

    /// scheme://host, where credentials may go.
    std::string origin() const { return scheme + "://" + host; }
};

/// Nothing for what has no scheme or no host, or holds white space, control characters or a fragment.
std::optional<Url> parse_url(std::string_view text);

/// Where a reference leads from an address (RFC 3986, 5.2): "http://…", "//host/…", "/path", "name".
std::string resolve(const Url& from, std::string_view reference);

/// Percent-encodes all but the unreserved characters of RFC 3986 and those in `keep`.
std::string url_encode(std::string_view text, std::string_view keep = {});
/// The reverse; a malformed escape stays as it is.
std::string url_decode(std::string_view text);

/// A url without user, password and query, as messages may show it. What is no url stays as it is.
std::string public_url(std::string_view url);

}  // namespace mlp::base
