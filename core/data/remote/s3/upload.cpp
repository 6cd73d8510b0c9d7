#include "core/data/remote/s3/upload.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <vector>

#include "core/base/io.hpp"
#include "core/data/parallel.hpp"

namespace mlp::data::s3 {

namespace {

constexpr std::uint64_t most_parts = 10'000;
constexpr std::size_t parts_at_once = 4;  // of one object

std::string read_at(int fd, std::uint64_t offset, std::size_t size, const std::filesystem::path& name) {
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const ssize_t count = ::pread(fd, bytes.data() + have, size - have, static_cast<off_t>(offset + have));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw system_error("read", name.string(), errno);
        if (count == 0) {
            throw Error(Kind::damaged, fmt::format("'{}' became shorter while it was sent", name.string()));
        }
        have += static_cast<std::size_t>(count);
    }
    return bytes;
}

/// A part that the server has.
struct Stored {
    std::string etag;
    std::uint64_t size = 0;
};

/// Entity tags come with quotes, or without.
std::string bare(std::string_view etag) {
    while (etag.starts_with('"')) etag.remove_prefix(1);
    while (etag.ends_with('"')) etag.remove_suffix(1);
    return std::string(etag);
}

std::uint64_t number_of(const base::XmlElement& element, std::string_view child) {
    std::uint64_t value = 0;
    const std::string text = element.get(child).value_or("");
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

class SlotHold {
public:
    explicit SlotHold(PartSlots& slots) : slots_(slots) { slots_.acquire(); }
    ~SlotHold() { slots_.release(); }
    SlotHold(const SlotHold&) = delete;
    SlotHold& operator=(const SlotHold&) = delete;

private:
    PartSlots& slots_;
};

class PartsUpload {
public:
    PartsUpload(Client& client, const Upload& upload, PartSlots& slots)
        : client_(client),
          upload_(upload),
          slots_(slots),
          file_(base::open_read(upload.file)),
          part_size_(part_size_for(upload.size)),
          parts_((upload.size + part_size_ - 1) / part_size_) {}

    void run();

private:
    std::optional<std::string> unfinished() const;
    void find_stored();
    void begin();
    bool is_there();
    bool is_useless();
    void send_all();
    void send_part(std::size_t index);
    void abandon();
    void complete();
    void require_content(const base::Digest& found);

    Client& client_;
    const Upload& upload_;
    PartSlots& slots_;
    base::Fd file_;
    std::uint64_t part_size_;
    std::vector<Stored> parts_;  ///< by number; those that are not there have no tag
    std::string id_;
    bool refused_ = false;  ///< to join what it has
};

/// The newest upload of this very key that somebody began. The key is the content's digest, so whoever began it was
/// sending the same bytes.
std::optional<std::string> PartsUpload::unfinished() const {
    Request request;
    request.query = {{"uploads", ""}, {"prefix", upload_.key}};
    const base::HttpResponse answer = client_.send(request, {400, 403, 404, 405, 501});
    const auto xml = answer.ok() ? base::parse_xml(answer.body) : std::nullopt;
    if (!xml) return std::nullopt;  // not allowed to look, or not able to tell: begin anew
    std::optional<std::string> found;
    std::string newest;
    for (const base::XmlElement& one : xml->children) {
        if (one.name != "Upload" || one.get("Key") != upload_.key) continue;
        const std::string begun = one.get("Initiated").value_or("");
        if (found && begun < newest) continue;
        newest = begun;
        found = one.get("UploadId");
    }
    return found;
}

void PartsUpload::find_stored() {
    Request request;
    request.key = upload_.key;
    std::string after;
    while (true) {
        request.query = {{"uploadId", id_}};
        if (!after.empty()) request.query.emplace_back("part-number-marker", after);
        const base::HttpResponse answer = client_.send(request, {400, 403, base::http_status::not_found, 405, 501});
        const auto xml = answer.ok() ? base::parse_xml(answer.body) : std::nullopt;
        if (!xml) return;
        for (const base::XmlElement& part : xml->children) {
            const std::uint64_t number = part.name == "Part" ? number_of(part, "PartNumber") : 0;
            if (number < 1 || number > parts_.size()) continue;
            parts_[number - 1] = {bare(part.get("ETag").value_or("")), number_of(part, "Size")};
        }
        const std::string next = xml->get("NextPartNumberMarker").value_or("");
        if (xml->get("IsTruncated") != "true" || next.empty() || next == after) return;
        after = next;
    }
}

void PartsUpload::begin() {
    Request request{.method = "POST", .key = upload_.key, .query = {{"uploads", ""}}, .headers = upload_.headers};
    id_ = client_.ask(request).get("UploadId").value_or("");
    if (id_.empty()) throw Error(Kind::remote, "the server begins an upload without a name for it").at(client_.url());
    parts_.assign(parts_.size(), {});
}

void PartsUpload::send_part(std::size_t index) {
    const std::uint64_t offset = index * part_size_;
    const auto size = static_cast<std::size_t>(std::min(part_size_, upload_.size - offset));
    const SlotHold slot(slots_);
    const std::string bytes = read_at(file_.get(), offset, size, upload_.file);
    Stored& stored = parts_[index];
    // Without encryption a part's tag is its MD5, which tells whether what is there is right.
    if (!stored.etag.empty() && stored.size == size && stored.etag == base::md5(bytes).hex()) {
        if (upload_.moved) upload_.moved(size);
        return;
    }
    Request request{.method = "PUT",
                    .key = upload_.key,
                    .query = {{"partNumber", std::to_string(index + 1)}, {"uploadId", id_}},
                    .body = bytes,
                    .sent = upload_.moved};
    const base::HttpResponse answer = client_.send(request);
    stored = {bare(answer.header("etag").value_or("")), size};
    if (stored.etag.empty())
        throw Error(Kind::remote, "the server takes a part without a tag for it").at(client_.url());
}

void PartsUpload::abandon() {
    Request request{.method = "DELETE", .key = upload_.key, .query = {{"uploadId", id_}}};
    client_.send(request, {base::http_status::not_found});
}

void PartsUpload::complete() {
    std::string body = "<CompleteMultipartUpload>";
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        body +=
            fmt::format("<Part><PartNumber>{}</PartNumber><ETag>\"{}\"</ETag></Part>", index + 1, parts_[index].etag);
    }
    body += "</CompleteMultipartUpload>";
    Request request{.method = "POST", .key = upload_.key, .query = {{"uploadId", id_}}, .body = body};
    const base::HttpResponse answer = client_.send(request, {400, base::http_status::not_found});
    // The status is sent before the work is done: only the document says how it went.
    const auto xml = base::parse_xml(answer.body);
    if (xml && xml->name == "CompleteMultipartUploadResult") return;
    refused_ = true;
    throw Error(Kind::remote, fmt::format("the parts of '{}' could not be joined{}", upload_.key,
                                          xml ? ": " + xml->get("Message").value_or("") : ""))
        .at(client_.url())
        .hint("push again: what was sent is not sent twice");
}

void PartsUpload::require_content(const base::Digest& found) {
    if (found == upload_.digest) return;
    abandon();
    throw Error(Kind::damaged, fmt::format("'{}' does not hold what its name says", upload_.file.string()))
        .at(upload_.file.string())
        .hint("remove that file and produce its content again");
}

bool PartsUpload::is_there() {
    const Request request{.method = "HEAD", .key = upload_.key};
    const base::HttpResponse answer = client_.send(request, {base::http_status::not_found});
    return answer.ok() && answer.length() == upload_.size;
}

/// The server would not join its parts, or knows it no longer.
bool PartsUpload::is_useless() {
    if (refused_) return true;
    const Request request{.key = upload_.key, .query = {{"uploadId", id_}}};
    return !client_.send(request, {400, 403, base::http_status::not_found, 405, 501}).ok();
}

void PartsUpload::send_all() {
    base::Digest whole;
    // The first job hashes it all beside the others, or before them where there may be no more threads.
    in_parallel(parts_.size() + 1, std::min(parts_at_once, parts_.size()) + 1, [&](std::size_t job) {
        if (job > 0) return send_part(job - 1);
        whole = base::hash_file(upload_.file, upload_.digest.algorithm()).digest;
    });
    require_content(whole);
    complete();
}

void PartsUpload::run() {
    const auto found = unfinished();
    if (found) {
        id_ = *found;
        find_stored();
        try {
            return send_all();
        } catch (const Error& error) {
            if (error.kind() == Kind::damaged) throw;
            // Two machines on one upload get into each other's way; what counts is whether one of them came through.
            if (is_there()) return;
            // What the server still has is for the next attempt; only what it cannot go on with is begun anew.
            if (!is_useless()) throw;
            abandon();
        }
    }
    begin();
    try {
        send_all();
    } catch (const Error& error) {
        if (error.kind() == Kind::damaged || !is_there()) throw;
    }
}

}  // namespace

std::uint64_t part_size_for(std::uint64_t size) {
    constexpr std::uint64_t step = 1ULL << 20;
    const std::uint64_t least = (size + most_parts - 1) / most_parts;
    return std::max(part_size, (least + step - 1) / step * step);
}

void upload_in_parts(Client& client, const Upload& upload, PartSlots& slots) {
    PartsUpload(client, upload, slots).run();
}

}  // namespace mlp::data::s3
