#include "core/lineage/destination.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>

#include "core/base/http.hpp"
#include "core/base/io.hpp"
#include "core/base/url.hpp"

namespace mlp::lineage {

namespace fs = std::filesystem;

namespace {

class LineageFile final : public Destination {
public:
    explicit LineageFile(fs::path path) : path_(std::move(path)) {}

    void send(std::string_view event) override {
        if (!fd_) open();
        base::write_all(fd_.get(), std::string(event) + '\n', path_);
    }

private:
    void open() {
        if (path_.has_parent_path()) base::make_folders(path_.parent_path());
        constexpr unsigned mode = 0644;
        fd_ = base::Fd(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, mode));
        if (!fd_) throw system_error("write lineage to", path_.string(), errno);
    }

    fs::path path_;
    base::Fd fd_;
};

constexpr std::chrono::milliseconds connect_time{3'000};
constexpr std::chrono::milliseconds exchange_time{8'000};
constexpr std::size_t longest_answer = 64 << 10;

class LineageServer final : public Destination {
public:
    LineageServer(std::string address, std::string key, base::PatienceRules rules)
        : address_(std::move(address)),
          key_(std::move(key)),
          patience_(std::move(rules)),
          client_({.connect_timeout = connect_time, .whole_timeout = exchange_time, .longest_body = longest_answer}) {}

    void send(std::string_view event) override {
        base::HttpRequest request{.method = "POST", .url = address_, .body = event};
        request.headers.emplace_back("Content-Type", "application/json");
        if (!key_.empty()) request.headers.emplace_back("Authorization", "Bearer " + key_);
        patience_.through([&]() -> std::optional<base::Patience::Setback> {
            const base::HttpResponse answer = client_.send(request);
            if (answer.ok()) return std::nullopt;
            Error refusal(Kind::remote,
                          fmt::format("'{}' answers with status {}", base::public_url(address_), answer.status));
            if (!base::is_passing(answer.status)) throw refusal;
            return base::Patience::Setback{std::move(refusal), base::asked_wait(answer)};
        });
    }

private:
    std::string address_;
    std::string key_;
    base::Patience patience_;
    base::HttpClient client_;
};

}  // namespace

bool is_web_address(std::string_view address) {
    const auto url = base::parse_url(address);
    return url && (url->scheme == "http" || url->scheme == "https");
}

std::string lineage_address(const std::string& address, std::string_view endpoint) {
    const auto query = std::min(address.find('?'), address.size());
    std::string path = address.substr(0, query);
    while (path.ends_with('/')) path.pop_back();
    if (!path.ends_with("/lineage")) path += fmt::format("/{}", endpoint);
    return path + address.substr(query);
}

std::unique_ptr<Destination> lineage_file(fs::path path) { return std::make_unique<LineageFile>(std::move(path)); }

std::unique_ptr<Destination> lineage_server(std::string address, std::string key, base::PatienceRules rules) {
    return std::make_unique<LineageServer>(std::move(address), std::move(key), std::move(rules));
}

}  // namespace mlp::lineage
