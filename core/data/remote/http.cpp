#include "core/data/remote/http.hpp"

#include <fmt/format.h>

#include <charconv>

#include "core/base/base64.hpp"
#include "core/base/error.hpp"
#include "core/base/http.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"
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

class HttpRemote final : public BlobRemote {
public:
    HttpRemote(const RemoteSettings& settings, const base::Url& url, const base::Env& env, base::PatienceRules rules)
        : origin_(url.origin()),
          folder_(url.path.ends_with('/') ? url.path : url.path + "/"),
          query_(url.query),
          opener_(door_opener(settings, url)),
          http_(http_options(settings, env)),
          patience_(std::move(rules)) {}

    std::string address() const override { return origin_ + folder_; }
    std::optional<std::uint64_t> size_of(const BlobName& name) override;
    void get(const BlobName& name, std::uint64_t offset, const Sink& sink) override;
    bool put(const BlobName& /*name*/, const std::filesystem::path& /*file*/, const Moved& /*moved*/) override {
        refuse_change();
    }
    void remove(const std::vector<BlobName>& /*names*/) override { refuse_change(); }
    void list(const std::function<void(const BlobName&, std::uint64_t size)>& visit) override;
    std::optional<std::string> find_text(const std::string& name) override;
    void put_text(const std::string& /*name*/, std::string_view /*text*/) override { refuse_change(); }

private:
    [[noreturn]] void refuse_change() const;
    base::HttpResponse send(const std::string& name, base::HttpRequest&& request);
    base::HttpResponse ask(const std::string& name, const std::string& method);
    Error refusal(const std::string& name, const base::HttpResponse& answer) const;

    const std::string origin_;
    const std::string folder_;
    const std::string query_;
    const std::optional<std::pair<std::string, std::string>> opener_;
    base::HttpClient http_;
    base::Patience patience_;
};

void HttpRemote::refuse_change() const {
    throw Error(Kind::remote, "a remote on a web server can only be read")
        .at(address())
        .hint("push to another one with --remote, such as the bucket or folder behind this one");
}

/// Sends it, following where the server points; credentials stay at the origin they are for.
base::HttpResponse HttpRemote::send(const std::string& name, base::HttpRequest&& request) {
    request.url = fmt::format("{}{}{}{}{}", origin_, folder_, name, query_.empty() ? "" : "?", query_);
    const auto own_headers = request.headers;
    for (int hop = 0; hop <= most_redirects; ++hop) {
        const auto url = base::parse_url(request.url);
        if (!url || (url->scheme != "http" && url->scheme != "https")) break;
        request.headers = own_headers;
        if (opener_ && url->origin() == origin_) request.headers.push_back(*opener_);
        base::HttpResponse answer = http_.send(request);
        const auto location = answer.header("location");
        if (answer.status < 300 || answer.status >= 400 || !location) return answer;
        request.url =
            location->starts_with('/') && !location->starts_with("//") ? url->origin() + *location : *location;
    }
    throw base::HttpFailure(fmt::format("'{}{}' leads from one address to the next without end", address(), name),
                            true);
}

Error HttpRemote::refusal(const std::string& name, const base::HttpResponse& answer) const {
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

base::HttpResponse HttpRemote::ask(const std::string& name, const std::string& method) {
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

std::optional<std::uint64_t> HttpRemote::size_of(const BlobName& name) {
    const std::string key = blob_key(name);
    const base::HttpResponse answer = ask(key, "HEAD");
    if (answer.status == base::http_status::not_found) return std::nullopt;
    if (!answer.ok()) throw refusal(key, answer);
    std::uint64_t size = 0;
    const std::string text = answer.header("content-length").value_or("");
    std::from_chars(text.data(), text.data() + text.size(), size);
    return size;
}

void HttpRemote::get(const BlobName& name, std::uint64_t offset, const Sink& sink) {
    const std::string key = blob_key(name);
    const DownloadSource source{[&](base::HttpRequest&& request) { return send(key, std::move(request)); },
                                [](const base::HttpResponse& answer) { return base::is_passing(answer.status); },
                                [&](const base::HttpResponse& answer) { return refusal(key, answer); }};
    download(patience_, source, offset, sink);
}

void HttpRemote::list(const std::function<void(const BlobName&, std::uint64_t size)>& /*visit*/) {
    throw Error(Kind::remote, "a remote on a web server cannot be listed")
        .at(address())
        .hint("name what is wanted, or use the bucket or folder behind this one");
}

std::optional<std::string> HttpRemote::find_text(const std::string& name) {
    base::HttpResponse answer = ask(base::url_encode(name, "/"), "GET");
    if (answer.status == base::http_status::not_found) return std::nullopt;
    if (!answer.ok()) throw refusal(name, answer);
    return std::move(answer.body);
}

}  // namespace

std::unique_ptr<BlobRemote> open_http(const RemoteSettings& settings, const base::Env& env) {
    return open_http(settings, env, {});
}

std::unique_ptr<BlobRemote> open_http(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules) {
    const auto url = base::parse_url(settings.url);
    if (!url) {
        throw Error(Kind::invalid, fmt::format("'{}' is not an address", base::public_url(settings.url)))
            .hint("write it as http(s)://host/path");
    }
    return std::make_unique<HttpRemote>(settings, *url, env, std::move(rules));
}

}  // namespace mlp::data
