#include "core/base/http.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <exception>
#include <filesystem>
#include <mutex>

#include "core/base/ascii.hpp"
#include "core/base/curl.hpp"
#include "core/base/url.hpp"

namespace mlp::base {

namespace {

struct CloseHandle {
    void operator()(CURL* handle) const noexcept { curl().easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CloseHandle>;

struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl().slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

constexpr long buffer_size = 512L << 10U;  // the largest that libcurl takes for both ways

/// One request under way, as libcurl's callbacks see it.
class Exchange {
public:
    Exchange(const HttpRequest& request, std::size_t longest_body) : request_(request), longest_body_(longest_body) {}

    static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
        return static_cast<Exchange*>(self)->header({bytes, size * count});
    }
    static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
        return static_cast<Exchange*>(self)->body({bytes, size * count});
    }
    static std::size_t on_read(char* bytes, std::size_t size, std::size_t count, void* self) {
        return static_cast<Exchange*>(self)->read(bytes, size * count);
    }
    static int on_seek(void* self, curl_off_t offset, int origin) {
        if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
        static_cast<Exchange*>(self)->read_ = static_cast<std::size_t>(offset);
        return CURL_SEEKFUNC_OK;
    }

    /// What a callback threw, or nothing.
    std::exception_ptr thrown() const { return thrown_; }
    HttpResponse& response() { return response_; }

private:
    std::size_t header(std::string_view line);
    std::size_t body(std::string_view bytes);
    std::size_t read(char* bytes, std::size_t room);

    const HttpRequest& request_;
    std::size_t longest_body_;
    std::size_t read_ = 0;
    bool begun_ = false;
    HttpResponse response_;
    std::exception_ptr thrown_;
};

std::size_t Exchange::header(std::string_view line) {
    const std::size_t size = line.size();
    if (line.starts_with("HTTP/")) {  // the last answer counts, not "100 Continue"
        const auto space = line.find(' ');
        response_ = {};
        if (space != std::string_view::npos) {
            for (const char digit : line.substr(space + 1, 3)) {
                if (is_digit(digit)) response_.status = response_.status * 10 + (digit - '0');
            }
        }
        return size;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    response_.headers.insert_or_assign(lower(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
    return size;
}

std::size_t Exchange::body(std::string_view bytes) {
    try {
        if (request_.begun && response_.ok() && !begun_) request_.begun(response_);
        begun_ = true;
        if (request_.sink && response_.ok()) {
            request_.sink(bytes);
        } else {
            if (response_.body.size() + bytes.size() > longest_body_) {
                throw HttpFailure(
                    fmt::format("'{}' answers with more than {} bytes", public_url(request_.url), longest_body_), true);
            }
            response_.body += bytes;
        }
        return bytes.size();
    } catch (...) {
        thrown_ = std::current_exception();
        return 0;
    }
}

std::size_t Exchange::read(char* bytes, std::size_t room) {
    const std::size_t count = std::min(room, request_.body.size() - read_);
    std::memcpy(bytes, request_.body.data() + read_, count);
    read_ += count;
    try {
        if (request_.sent && count > 0) request_.sent(count);
        return count;
    } catch (...) {
        thrown_ = std::current_exception();
        return CURL_READFUNC_ABORT;
    }
}

/// Failures that another attempt will not mend.
bool is_final(CURLcode code) {
    constexpr std::array codes{CURLE_UNSUPPORTED_PROTOCOL,  CURLE_URL_MALFORMAT,   CURLE_PEER_FAILED_VERIFICATION,
                               CURLE_SSL_CACERT_BADFILE,    CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR,
                               CURLE_SSL_ENGINE_NOTFOUND,   CURLE_SSL_CIPHER,      CURLE_NOT_BUILT_IN,
                               CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION,  CURLE_OUT_OF_MEMORY};
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

std::optional<std::string> HttpResponse::header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint64_t> HttpResponse::length() const {
    const auto text = header("content-length");
    std::uint64_t bytes = 0;
    const bool told = text && std::from_chars(text->data(), text->data() + text->size(), bytes).ec == std::errc{};
    return told ? std::optional(bytes) : std::nullopt;
}

/// Handles that wait for their next request, each with its connections.
struct HttpClient::Pool {
    explicit Pool(HttpOptions chosen) : options(std::move(chosen)) {}

    Handle take() {
        const std::scoped_lock lock(mutex);
        if (idle.empty()) return Handle(curl().easy_init());
        Handle handle = std::move(idle.back());
        idle.pop_back();
        return handle;
    }
    void give_back(Handle handle) {
        curl().easy_reset(handle.get());
        const std::scoped_lock lock(mutex);
        idle.push_back(std::move(handle));
    }
    void set_up(CURL* handle) const;

    const HttpOptions options;
    std::mutex mutex;  // guards the one below
    std::vector<Handle> idle;
};

void HttpClient::Pool::set_up(CURL* handle) const {
    const auto set = [&](CURLoption option, auto value) { curl().easy_setopt(handle, option, value); };
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.whole_timeout.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_timeout.count()));
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_BUFFERSIZE, buffer_size);
    set(CURLOPT_UPLOAD_BUFFERSIZE, buffer_size);
    if (!options.verify) {
        set(CURLOPT_SSL_VERIFYPEER, 0L);
        set(CURLOPT_SSL_VERIFYHOST, 0L);
    } else if (!options.certificates.empty()) {
        std::error_code unknown;
        const bool folder = std::filesystem::is_directory(options.certificates, unknown);
        set(folder ? CURLOPT_CAPATH : CURLOPT_CAINFO, options.certificates.c_str());
    }
}

HttpClient::HttpClient(HttpOptions options) : pool_(std::make_unique<Pool>(std::move(options))) {}
HttpClient::~HttpClient() = default;

HttpResponse HttpClient::send(const HttpRequest& request) {
    Handle handle = pool_->take();
    if (!handle) throw HttpFailure("libcurl has no room for a request", true);
    pool_->set_up(handle.get());
    Exchange exchange(request, pool_->options.longest_body);
    const auto set = [&](CURLoption option, auto value) { curl().easy_setopt(handle.get(), option, value); };
    std::array<char, CURL_ERROR_SIZE> said{};
    set(CURLOPT_ERRORBUFFER, said.data());
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_HEADERFUNCTION, &Exchange::on_header);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_WRITEFUNCTION, &Exchange::on_body);
    set(CURLOPT_WRITEDATA, &exchange);
    if (request.method == "HEAD") {
        set(CURLOPT_NOBODY, 1L);
    } else if (request.method == "PUT" || request.method == "POST") {
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(CURLOPT_READFUNCTION, &Exchange::on_read);
        set(CURLOPT_READDATA, &exchange);
        set(CURLOPT_SEEKFUNCTION, &Exchange::on_seek);
        set(CURLOPT_SEEKDATA, &exchange);
    }
    HeaderList headers;
    const auto add = [&](const std::string& line) {
        curl_slist* const longer = curl().slist_append(headers.get(), line.c_str());
        if (longer == nullptr) throw HttpFailure("libcurl has no room for a header", true);
        static_cast<void>(headers.release());
        headers.reset(longer);
    };
    add("Expect:");  // waiting for "100 Continue" costs a second with servers that do not say it
    for (const auto& [name, value] : request.headers) add(value.empty() ? name + ";" : name + ": " + value);
    set(CURLOPT_HTTPHEADER, headers.get());

    const CURLcode code = curl().easy_perform(handle.get());
    if (exchange.thrown()) std::rethrow_exception(exchange.thrown());
    if (code != CURLE_OK) {
        throw HttpFailure(fmt::format("'{}' does not answer as it should: {}", public_url(request.url),
                                      said[0] != '\0' ? said.data() : curl().easy_strerror(code)),
                          is_final(code));
    }
    pool_->give_back(std::move(handle));
    return std::move(exchange.response());
}

}  // namespace mlp::base
