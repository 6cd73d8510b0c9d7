// Requests to one bucket: signed, tried again, sent to the region where the bucket is; refusals in the user's words.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "core/base/env.hpp"
#include "core/base/http.hpp"
#include "core/base/xml.hpp"
#include "core/base/patience.hpp"
#include "core/data/remote/remote.hpp"
#include "core/data/remote/s3/address.hpp"
#include "core/data/remote/s3/credentials.hpp"
#include "core/data/remote/s3/sign.hpp"

namespace mlp::data::s3 {

struct Request {
    std::string method = "GET";
    std::string key = {};  ///< empty: of the bucket itself
    Pairs query = {};
    Pairs headers = {};          ///< besides those of the signature
    std::string_view body = {};  ///< must live until the answer is there
    std::function<void(std::uint64_t bytes)> sent = {};
};

/// Thread-safe.
class Client {
public:
    /// Reads profile files; asks nothing. A setting that does not fit: Error{invalid}.
    Client(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules = {});

    /// The answer, after as many attempts as it takes: 2xx, or a status that `accepted` names (404 …). Any other is
    /// Error{remote} or Error{missing}.
    base::HttpResponse send(const Request& request, std::initializer_list<int> accepted = {});
    /// As send, with the answer read as XML; one that is not is Error{remote}.
    base::XmlElement ask(const Request& request);
    /// Bytes of an object from an offset on, through broken connections.
    void get(const std::string& key, std::uint64_t offset, const std::function<void(std::string_view)>& sink);

    /// "s3://bucket/prefix".
    const std::string& url() const { return url_; }
    /// Begins every key: empty, or ends with '/'.
    const std::string& prefix() const { return prefix_; }

private:
    base::HttpResponse send_once(const Request& request, base::HttpRequest&& http);
    base::HttpRequest signed_request(const Request& request, const Credentials* credentials) const;
    bool learn(const base::HttpResponse& answer);
    Error refusal(const Request& request, const base::HttpResponse& answer) const;
    Address address() const;

    const base::Env env_;
    const std::string url_;
    CredentialSource credentials_;
    mutable std::mutex mutex_;  // guards the one below
    Address address_;
    std::string prefix_;
    std::atomic<base::Millis> clock_offset_ = 0;  ///< of the server's clock, once it refused ours
    base::HttpClient http_;
    base::Patience patience_;
};

}  // namespace mlp::data::s3
