#include "core/data/remote/download.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mlp::data {

namespace {

namespace http_status = base::http_status;

/// One download over as many answers as it takes.
class Download {
public:
    Download(const DownloadSource& source, std::uint64_t offset, const std::function<void(std::string_view)>& sink)
        : source_(source), at_(offset), sink_(sink) {}

    std::optional<base::Patience::Setback> attempt();

private:
    void begin(const base::HttpResponse& answer);
    void take(std::string_view bytes);

    const DownloadSource& source_;
    std::uint64_t at_;  ///< what comes next
    const std::function<void(std::string_view)>& sink_;
    std::uint64_t to_skip_ = 0;  ///< of an answer that begins before that
    std::string etag_;
};

void Download::begin(const base::HttpResponse& answer) {
    to_skip_ = answer.status == http_status::partial_content ? 0 : at_;
    const auto range = answer.header("content-range");
    if (answer.status == http_status::partial_content && range && !range->starts_with(fmt::format("bytes {}-", at_))) {
        throw base::HttpFailure(fmt::format("the server gives '{}' where byte {} was asked for", *range, at_), false);
    }
    if (const auto tag = answer.header("etag")) etag_ = *tag;
}

void Download::take(std::string_view bytes) {
    const auto skipped = std::min<std::uint64_t>(to_skip_, bytes.size());
    to_skip_ -= skipped;
    bytes.remove_prefix(skipped);
    if (bytes.empty()) return;
    sink_(bytes);
    at_ += bytes.size();
}

std::optional<base::Patience::Setback> Download::attempt() {
    const std::uint64_t before = at_;
    base::HttpRequest request;
    if (at_ > 0) request.headers.emplace_back("range", fmt::format("bytes={}-", at_));
    // Only a strong tag compares bytes.
    if (!etag_.empty() && !etag_.starts_with("W/")) request.headers.emplace_back("if-match", etag_);
    request.begun = [this](const base::HttpResponse& answer) { begin(answer); };
    request.sink = [this](std::string_view bytes) { take(bytes); };
    try {
        const base::HttpResponse answer = source_.send(std::move(request));
        if (answer.ok() || answer.status == http_status::range_not_satisfiable) return std::nullopt;
        if (answer.status == http_status::precondition_failed && !etag_.empty()) {
            throw Error(Kind::remote, "the remote's content changed while it was read").hint("run again");
        }
        Error refusal = source_.refusal(answer);
        if (!source_.is_passing(answer)) throw refusal;
        return base::Patience::Setback{std::move(refusal), base::asked_wait(answer)};
    } catch (const base::HttpFailure& failure) {
        if (failure.is_final()) throw;
        return base::Patience::Setback{failure, {}, at_ > before};
    }
}

}  // namespace

void download(base::Patience& patience, const DownloadSource& source, std::uint64_t offset,
              const std::function<void(std::string_view bytes)>& sink) {
    Download one(source, offset, sink);
    patience.through([&] { return one.attempt(); });
}

}  // namespace mlp::data
