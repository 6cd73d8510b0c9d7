#include "core/template/download.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/http.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"

namespace mlp::tmpl {

namespace {

constexpr int most_redirects = 10;
constexpr std::size_t largest_archive = 512UL << 20U;

bool is_web(const std::string& address) {
    const auto url = base::parse_url(address);
    return url && (url->scheme == "https" || url->scheme == "http");
}

/// Where an answer sends on to: an address, or a path on the same server. What was asked for over TLS does not go on
/// without, and nothing leads to a file of this machine.
std::string next_address(const std::string& from, const std::string& location) {
    const auto url = base::parse_url(from);
    const bool is_path = location.starts_with('/') && !location.starts_with("//");
    auto next = url && is_path ? url->origin() + location : location;
    const bool loses_tls = from.starts_with("https:") && !next.starts_with("https:");
    if (is_web(next) && !loses_tls) return next;
    throw Error(Kind::remote, fmt::format("'{}' leads to '{}', which is not followed", base::public_url(from),
                                          base::printable(base::public_url(next))));
}

}  // namespace

void download(const std::string& url, const std::filesystem::path& file) {
    if (!is_web(url)) {
        throw Error(Kind::usage, fmt::format("'{}' cannot be fetched: archives come from https and http",
                                             base::printable(base::public_url(url))))
            .hint("name a file by its path");
    }
    base::HttpOptions options;
    options.longest_body = largest_archive;
    base::HttpClient client(options);
    base::HttpRequest request;
    request.url = url;
    auto answer = client.send(request);
    for (int hop = 0; hop < most_redirects && answer.status >= 300 && answer.status < 400; ++hop) {
        const auto location = answer.header("location");
        if (!location) break;
        request.url = next_address(request.url, *location);
        answer = client.send(request);
    }
    if (!answer.ok()) {
        const auto kind = answer.status == base::http_status::not_found ? Kind::missing : Kind::remote;
        throw Error(kind, fmt::format("'{}' answers {}, an archive was expected", base::public_url(url),
                                      answer.status));
    }
    base::make_folders(file.parent_path());
    base::replace_file(file, answer.body);
}

}  // namespace mlp::tmpl
