// HTTP requests over libcurl, which is opened on first use: one request in, one answer out, bodies streamed both ways.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"

namespace mlp::base {

/// Statuses that have a meaning of their own to us.
namespace http_status {
inline constexpr int partial_content = 206;
inline constexpr int not_found = 404;
inline constexpr int precondition_failed = 412;
inline constexpr int range_not_satisfiable = 416;
}  // namespace http_status

struct HttpResponse {
    int status = 0;
    std::map<std::string, std::string, std::less<>> headers;  ///< names in lower case
    std::string body;                                         ///< at most HttpOptions::longest_body

    bool ok() const { return status >= 200 && status < 300; }
    std::optional<std::string> header(std::string_view name) const;
    /// Of the body, as the answer tells it (also to HEAD).
    std::optional<std::uint64_t> length() const;
};

struct HttpRequest {
    std::string method = "GET";
    std::string url = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    /// What is sent. The bytes must live until send() returns.
    std::string_view body = {};
    /// Told of the body's bytes as they leave.
    std::function<void(std::uint64_t bytes)> sent = {};
    /// Told of the status and headers of an answer with a status of 2xx before its body comes.
    std::function<void(const HttpResponse& so_far)> begun = {};
    /// Takes the body of an answer with a status of 2xx as it comes. Without it, and for other statuses, the
    /// body is collected. What these functions throw ends the request and comes out of send().
    std::function<void(std::string_view bytes)> sink = {};
};

struct HttpOptions {
    bool verify = true;             ///< certificates
    std::string certificates = {};  ///< a file or folder of authorities besides the system's
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::seconds stall_timeout{60};  ///< longest time without a byte
    std::chrono::milliseconds whole_timeout{0};  ///< longest time of a whole exchange; 0: as long as bytes come
    std::size_t longest_body = 64UL << 20;   ///< of one that is collected; more is Error{remote}
};

/// No answer, or none that is whole: no connection, a timeout, a body cut short. Worth another attempt unless
/// `is_final` (a certificate that does not hold, an address that is none).
class HttpFailure : public Error {
public:
    HttpFailure(std::string message, bool is_final) : Error(Kind::remote, std::move(message)), is_final_(is_final) {}
    bool is_final() const { return is_final_; }

private:
    bool is_final_;
};

/// Connections are kept and used again. Thread-safe. Redirections are handed back as they are. Proxies are taken from
/// the environment as curl does.
class HttpClient {
public:
    explicit HttpClient(HttpOptions options = {});
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// An answer of any status is an answer; a failure is an HttpFailure. Neither carries headers or the url's query,
    /// where secrets may be.
    HttpResponse send(const HttpRequest& request);

private:
    struct Pool;
    std::unique_ptr<Pool> pool_;
};

}  // namespace mlp::base
