#include "core/data/remote/s3/client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>

#include "core/base/digest.hpp"
#include "core/base/text.hpp"
#include "core/data/remote/download.hpp"
#include "core/data/remote/http_settings.hpp"

namespace mlp::data::s3 {

namespace {

/// The code of an error document ("NoSuchKey"), or nothing.
std::string code_of(const base::HttpResponse& answer) {
    const auto xml = base::parse_xml(answer.body);
    return xml ? xml->get("Code").value_or("") : "";
}

/// A 404 that is about the object, not about the bucket or who asks. An answer to HEAD has no document to tell.
bool is_absent(const base::HttpResponse& answer) {
    if (answer.status != base::http_status::not_found) return false;
    const std::string code = code_of(answer);
    return code.empty() || code == "NoSuchKey" || code == "NoSuchUpload" || code == "NoSuchVersion" ||
           code == "NotFound";
}

/// Refusals that were about this one body on its way, or about this moment.
bool is_passing_here(const base::HttpResponse& answer) {
    if (base::is_passing(answer.status)) return true;
    if (answer.status != 400 && answer.status != 409) return false;
    constexpr std::array<std::string_view, 7> codes{"RequestTimeout",
                                                    "BadDigest",
                                                    "InvalidDigest",
                                                    "XAmzContentSHA256Mismatch",
                                                    "IncompleteBody",
                                                    "OperationAborted",
                                                    "ConditionalRequestConflict"};
    return std::find(codes.begin(), codes.end(), code_of(answer)) != codes.end();
}

struct Advice {
    std::string_view code;
    std::string_view meaning;
    std::string_view way_out;
};
constexpr std::array<Advice, 11> advices{{
    {"NoSuchBucket", "the bucket does not exist", "make it, or correct the remote's url"},
    {"InvalidAccessKeyId", "the key id is not known there", "correct the credentials, or the endpoint they are for"},
    {"XAdminUserNotFound", "the key id is not known there", "correct the credentials, or the endpoint they are for"},
    {"SignatureDoesNotMatch", "the secret does not fit the key id",
     "correct secret_access_key or AWS_SECRET_ACCESS_KEY"},
    {"AccessDenied", "access is denied",
     "ask for the right to read, write and list in the bucket, or use other credentials"},
    {"ExpiredToken", "the session token has expired", "get new credentials"},
    {"InvalidToken", "the session token is not valid", "get new credentials, or unset AWS_SESSION_TOKEN"},
    {"RequestTimeTooSkewed", "the clocks differ too much", "set this machine's clock"},
    {"InvalidBucketName", "the bucket's name is not allowed", "correct the remote's url"},
    {"EntityTooLarge", "the content is larger than the server takes", "use another server for it"},
    {"QuotaExceeded", "the bucket is full", "make room there"},
}};

std::string explained(const base::HttpResponse& answer, const std::string& code) {
    std::string text = fmt::format("the answer is {}", answer.status);
    const auto xml = base::parse_xml(answer.body);
    if (!code.empty()) text += " " + base::printable(code.substr(0, 80));
    if (const auto said = xml ? xml->get("Message") : std::nullopt)
        text += ": " + base::printable(said->substr(0, 200));
    return text;
}

std::optional<base::Millis> http_time(const std::string& text) {
    std::tm parts{};
    if (::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S", &parts) == nullptr) return std::nullopt;
    return static_cast<base::Millis>(::timegm(&parts)) * 1000;
}

base::PatienceRules with_environment(base::PatienceRules rules, const base::Env& env) {
    const auto text = env.variable("AWS_MAX_ATTEMPTS");
    int count = 0;
    if (text && std::from_chars(text->data(), text->data() + text->size(), count).ec == std::errc{} && count > 0) {
        rules.attempts = count;
    }
    return rules;
}

}  // namespace

Client::Client(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules)
    : env_(env),
      url_(settings.url),
      credentials_(settings, env),
      address_(find_address(settings, find_profile(settings, env), env)),
      prefix_(address_.prefix),
      http_(http_options(settings, env)),
      patience_(with_environment(std::move(rules), env)) {}

Address Client::address() const {
    const std::scoped_lock lock(mutex_);
    return address_;
}

base::HttpRequest Client::signed_request(const Request& request, const Credentials* credentials) const {
    const Address to = address();
    Unsigned unsigned_request{request.method, to.request_path(request.key), request.query, request.headers,
                              base::sha256(request.body).hex()};
    const std::string date = amz_date(env_.now() + clock_offset_);
    auto& headers = unsigned_request.headers;
    headers.emplace_back("host", to.request_host());
    if (credentials != nullptr) {
        headers.emplace_back("x-amz-content-sha256", unsigned_request.payload_sha256);
        headers.emplace_back("x-amz-date", date);
        if (!credentials->session_token.empty())
            headers.emplace_back("x-amz-security-token", credentials->session_token);
        headers.emplace_back("authorization", authorization(unsigned_request, *credentials, to.region, date));
    }
    base::HttpRequest http;
    http.method = request.method;
    http.url = fmt::format("{}://{}{}", to.scheme, to.request_host(), unsigned_request.path);
    if (!request.query.empty()) http.url += "?" + canonical_query(request.query);
    http.headers = std::move(headers);
    http.body = request.body;
    http.sent = request.sent;
    return http;
}

base::HttpResponse Client::send_once(const Request& request, base::HttpRequest&& http) {
    Request whole = request;
    whole.headers.insert(whole.headers.end(), http.headers.begin(), http.headers.end());
    // Once more at once when the answer said what was wrong with the address, the clock or the credentials.
    for (int again = 0;; ++again) {
        const auto credentials = credentials_.get();
        base::HttpRequest ready = signed_request(whole, credentials ? &*credentials : nullptr);
        ready.begun = http.begun;
        ready.sink = http.sink;
        base::HttpResponse answer = http_.send(ready);
        if (answer.ok() || again == 2 || !learn(answer)) return answer;
    }
}

/// Whether the answer says how to ask rightly.
bool Client::learn(const base::HttpResponse& answer) {
    const std::string code = code_of(answer);
    if (code == "RequestTimeTooSkewed") {
        const auto theirs = http_time(answer.header("date").value_or(""));
        if (!theirs) return false;
        clock_offset_ = *theirs - env_.now();
        return true;
    }
    if (code == "ExpiredToken") {
        credentials_.forget();
        return true;
    }
    std::string region = answer.header("x-amz-bucket-region").value_or("");
    // An answer to HEAD has no document that says what is wrong; only its header tells the region.
    const bool told = answer.status == 400 && code.empty() && !region.empty();
    if (!told && answer.status != 301 && answer.status != 307 && code != "AuthorizationHeaderMalformed") return false;
    if (region.empty()) {
        const auto xml = base::parse_xml(answer.body);
        if (xml) region = xml->get("Region").value_or("");
    }
    const std::scoped_lock lock(mutex_);
    if (region.empty() || region == address_.region) return false;
    address_ = address_.in_region(region);
    return true;
}

Error Client::refusal(const Request& request, const base::HttpResponse& answer) const {
    const std::string code = code_of(answer);
    if (is_absent(answer) && !request.key.empty()) {
        return Error(Kind::missing, fmt::format("'{}' is not in the remote", request.key)).at(url_);
    }
    const auto* const advice = std::find_if(advices.begin(), advices.end(), [&](const Advice& row) {
        return row.code == code || (code.empty() && answer.status == 403 && row.code == "AccessDenied");
    });
    Error error(Kind::remote,
                fmt::format("{} {} did not work: {}", request.method,
                            request.key.empty() ? url_ : fmt::format("'{}'", request.key),
                            advice != advices.end() ? fmt::format("{} ({})", advice->meaning, explained(answer, code))
                                                    : explained(answer, code)));
    error.at(url_);
    if (advice != advices.end()) error.hint(std::string(advice->way_out));
    return error;
}

base::HttpResponse Client::send(const Request& request, std::initializer_list<int> accepted) {
    base::HttpResponse answer;
    patience_.through([&]() -> std::optional<base::Patience::Setback> {
        answer = send_once(request, {});
        const bool is_accepted = std::find(accepted.begin(), accepted.end(), answer.status) != accepted.end() &&
                                 (answer.status != base::http_status::not_found || is_absent(answer));
        if (answer.ok() || is_accepted) return std::nullopt;
        Error error = refusal(request, answer);
        if (!is_passing_here(answer)) throw error;
        return base::Patience::Setback{std::move(error), base::asked_wait(answer)};
    });
    return answer;
}

base::XmlElement Client::ask(const Request& request) {
    const base::HttpResponse answer = send(request);
    auto xml = base::parse_xml(answer.body);
    if (xml && xml->name != "Error") return std::move(*xml);
    throw Error(Kind::remote,
                xml ? fmt::format("{} did not work: {}", request.method, explained(answer, code_of(answer)))
                    : "the answer is not the XML of S3")
        .at(url_)
        .hint("check that the endpoint is an S3 server");
}

void Client::get(const std::string& key, std::uint64_t offset, const std::function<void(std::string_view)>& sink) {
    Request request;
    request.key = key;
    const DownloadSource source{[&](base::HttpRequest&& http) { return send_once(request, std::move(http)); },
                                is_passing_here,
                                [&](const base::HttpResponse& answer) { return refusal(request, answer); }};
    download(patience_, source, offset, sink);
}

}  // namespace mlp::data::s3
