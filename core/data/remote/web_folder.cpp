#include "core/data/remote/web_folder.hpp"

#include <fmt/format.h>

#include "core/base/base64.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/data/remote/download.hpp"
#include "core/data/remote/http_settings.hpp"

namespace mlp::data {

namespace {

constexpr int most_redirects = 10;

/// The header that opens the door, or nothing.
std::optional<std::pair<std::string, std::string>> door_opener(const RemoteSettings& settings, const base::Url& url) {
    const auto basic = [](const std::string& pair) {
        return std::pair<std::string, std::string>("authorization", "Basic " + base::base64(pair));
    };
    const auto password = settings.option("password");
    const std::string how = settings.option("auth").value_or("");
    if (how == "basic") {
        const auto user = settings.option("user");
        if (user && password) return basic(*user + ":" + *password);
        throw Error(Kind::invalid,
                    fmt::format("remote '{}' has 'auth = basic' without user or password", settings.name))
            .hint(fmt::format("mlp config set --local remote.{}.password …", settings.name));
    }
    if (how == "custom") {
        const auto header = settings.option("custom_auth_header");
        if (header && password) return std::pair(*header, *password);
        throw Error(Kind::invalid, fmt::format("remote '{}' has 'auth = custom' without custom_auth_header or password",
                                               settings.name))
            .hint(fmt::format("mlp config set --local remote.{}.password …", settings.name));
    }
    if (!how.empty()) {
        throw Error(Kind::invalid, fmt::format("remote '{}' has 'auth = {}'; expected basic or custom", settings.name,
                                               base::printable(how)));
    }
    return url.user.empty() ? std::nullopt : std::optional(basic(base::url_decode(url.user)));
}

base::Url url_of(const RemoteSettings& settings) {
    const auto url = base::parse_url(settings.url);
    if (url) return *url;
    throw Error(Kind::invalid, fmt::format("'{}' is not an address", base::public_url(settings.url)))
        .hint("write it as http(s)://host/path");
}

}  // namespace

WebFolder::WebFolder(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules)
    : url_(url_of(settings)),
      folder_(url_.path.ends_with('/') ? url_.path : url_.path + "/"),
      opener_(door_opener(settings, url_)),
      http_(http_options(settings, env)),
      patience_(std::move(rules)) {}

/// Sends it, following where the server points; credentials stay at the origin they are for.
base::HttpResponse WebFolder::send(const std::string& name, base::HttpRequest&& request) {
    request.url = fmt::format("{}{}{}{}{}", url_.origin(), folder_, name, url_.query.empty() ? "" : "?", url_.query);
    const auto own_headers = request.headers;
    for (int hop = 0; hop <= most_redirects; ++hop) {
        const auto url = base::parse_url(request.url);
        if (!url || (url->scheme != "http" && url->scheme != "https")) {
            const std::string where = base::printable(base::public_url(request.url));
            throw base::HttpFailure(
                fmt::format("'{}{}' leads to '{}', which is no address of a web server", address(), name, where), true);
        }
        request.headers = own_headers;
        if (opener_ && url->origin() == url_.origin()) request.headers.push_back(*opener_);
        base::HttpResponse answer = http_.send(request);
        const auto location = answer.header("location");
        if (answer.status < 300 || answer.status >= 400 || !location) return answer;
        request.url = base::resolve(*url, *location);
    }
    throw base::HttpFailure(fmt::format("'{}{}' leads from one address to the next without end", address(), name),
                            true);
}

Error WebFolder::refusal(const std::string& name, const base::HttpResponse& answer) const {
    if (answer.status == base::http_status::not_found) {
        return Error(Kind::missing, fmt::format("'{}' is not in the remote", name)).at(address());
    }
    Error error(Kind::remote, fmt::format("'{}' could not be read: the answer is {}", name, answer.status));
    error.at(address());
    if (answer.status == 401 || answer.status == 403) {
        error.hint("set 'auth', 'user' and 'password' of the remote; the password at the local level");
    }
    return error;
}

base::HttpResponse WebFolder::ask(const std::string& name, const std::string& method) {
    base::HttpResponse answer;
    patience_.through([&]() -> std::optional<base::Patience::Setback> {
        base::HttpRequest request;
        request.method = method;
        answer = send(name, std::move(request));
        if (!base::is_passing(answer.status)) return std::nullopt;
        return base::Patience::Setback{refusal(name, answer), base::asked_wait(answer)};
    });
    return answer;
}

void WebFolder::get(const std::string& name, std::uint64_t offset,
                    const std::function<void(std::string_view bytes)>& sink) {
    const DownloadSource source{[&](base::HttpRequest&& request) { return send(name, std::move(request)); },
                                [](const base::HttpResponse& answer) { return base::is_passing(answer.status); },
                                [&](const base::HttpResponse& answer) { return refusal(name, answer); }};
    download(patience_, source, offset, sink);
}

}  // namespace mlp::data
