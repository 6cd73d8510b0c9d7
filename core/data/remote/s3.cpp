#include "core/data/remote/s3.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/base64.hpp"
#include "core/base/io.hpp"
#include "core/base/url.hpp"
#include "core/data/remote/s3/client.hpp"
#include "core/data/remote/s3/list.hpp"
#include "core/data/remote/s3/upload.hpp"

namespace mlp::data {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t removed_at_once = 1000;  // the most that S3 takes in one request
constexpr std::ptrdiff_t parts_at_once = 8;

/// Settings that are headers of every object that is stored.
struct ObjectHeader {
    std::string_view option;
    std::string_view header;
};
constexpr std::array<ObjectHeader, 7> object_headers{{
    {"sse", "x-amz-server-side-encryption"},
    {"sse_kms_key_id", "x-amz-server-side-encryption-aws-kms-key-id"},
    {"acl", "x-amz-acl"},
    {"grant_full_control", "x-amz-grant-full-control"},
    {"grant_read", "x-amz-grant-read"},
    {"grant_read_acp", "x-amz-grant-read-acp"},
    {"grant_write_acp", "x-amz-grant-write-acp"},
}};

s3::Pairs headers_of(const RemoteSettings& settings) {
    s3::Pairs headers;
    for (const auto& [option, header] : object_headers) {
        if (const auto value = settings.option(option)) headers.emplace_back(header, *value);
    }
    return headers;
}

void refuse_unsupported(const RemoteSettings& settings) {
    std::string_view found;
    if (settings.flag("version_aware", false)) found = "version_aware";
    if (settings.flag("worktree", false)) found = "worktree";
    if (settings.option("sse_customer_key")) found = "sse_customer_key";
    if (found.empty()) return;
    throw Error(Kind::invalid, fmt::format("remote '{}' uses '{}', which is not supported", settings.name, found))
        .at(base::public_url(settings.url))
        .hint("name a remote that keeps content by its digest");
}

std::string xml_escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '&' || c == '<' || c == '>') {
            result += fmt::format("&#{};", static_cast<int>(c));
        } else {
            result += c;
        }
    }
    return result;
}

base::Digest digest_of(std::string_view bytes, base::Algorithm algorithm) {
    constexpr std::size_t block = 1U << 20U;  // as files are read: DVC 2's MD5 depends on it
    base::Hasher hasher(algorithm);
    for (std::size_t at = 0; at < bytes.size(); at += block) hasher.update(bytes.substr(at, block));
    return hasher.finish();
}

class S3Remote final : public BlobRemote, public TextStore {
public:
    S3Remote(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules)
        : client_(settings, env, std::move(rules)), headers_(headers_of(settings)) {}

    std::string address() const override { return client_.url(); }
    std::optional<std::uint64_t> size_of(const BlobName& name) override;
    void get(const BlobName& name, std::uint64_t offset, const Sink& sink) override {
        client_.get(key_of(name), offset, sink);
    }
    void put(const BlobName& name, const fs::path& file, const Moved& moved) override;
    void remove(const std::vector<BlobName>& names) override;
    void list(const Visit& visit) override;
    bool list_beside(const BlobName& name, const Visit& visit) override;
    TextStore* texts() override { return this; }
    std::optional<std::string> find_text(const std::string& name) override;
    void put_text(const std::string& name, std::string_view text) override;
    std::vector<std::string> list_texts(const std::string& folder) override;

private:
    void list_blobs(const std::string& below, const Visit& visit);
    /// Keys that begin with `below`, without the remote's own prefix.
    void list_keys(const std::string& below,
                   const std::function<void(std::string_view key, const s3::ListedObject& object)>& visit);
    std::string key_of(const BlobName& name) const { return client_.prefix() + blob_key(name); }
    void put_whole(const BlobName& name, const fs::path& file, const Moved& moved);
    void remove_some(std::span<const BlobName> names);

    s3::Client client_;
    const s3::Pairs headers_;
    s3::PartSlots slots_{parts_at_once};
};

std::optional<std::uint64_t> S3Remote::size_of(const BlobName& name) {
    const auto answer = client_.send({.method = "HEAD", .key = key_of(name)}, {base::http_status::not_found});
    if (answer.status == base::http_status::not_found) return std::nullopt;
    return answer.length().value_or(0);
}

void S3Remote::put(const BlobName& name, const fs::path& file, const Moved& moved) {
    const auto found = base::signature_of(file, true);
    if (!found) throw Error(Kind::missing, fmt::format("'{}' is not there", file.string()));
    if (found->size <= s3::part_size) {
        put_whole(name, file, moved);
    } else {
        upload_in_parts(client_, {key_of(name), file, found->size, name.digest, headers_, moved}, slots_);
    }
}

void S3Remote::put_whole(const BlobName& name, const fs::path& file, const Moved& moved) {
    const std::string bytes = base::read_file(file, s3::part_size);
    if (digest_of(bytes, name.digest.algorithm()) != name.digest) {
        throw Error(Kind::damaged, fmt::format("'{}' does not hold what its name says", file.string()))
            .at(file.string())
            .hint("remove that file and produce its content again");
    }
    // Its SHA-256 is part of the signature: the server takes these bytes or none.
    client_.send({.method = "PUT", .key = key_of(name), .headers = headers_, .body = bytes, .sent = moved});
}

void S3Remote::remove(const std::vector<BlobName>& names) {
    for (std::size_t at = 0; at < names.size(); at += removed_at_once) {
        remove_some(std::span(names).subspan(at, std::min(removed_at_once, names.size() - at)));
    }
}

void S3Remote::remove_some(std::span<const BlobName> names) {
    std::string body = "<Delete><Quiet>true</Quiet>";
    for (const BlobName& name : names) body += fmt::format("<Object><Key>{}</Key></Object>", xml_escaped(key_of(name)));
    body += "</Delete>";
    const base::Digest md5 = base::md5(body);
    const std::string_view raw(reinterpret_cast<const char*>(md5.bytes().data()), 16);
    const auto result =
        client_.ask({.method = "POST",
                     .query = {{"delete", ""}},
                     .headers = {{"content-md5", base::base64(raw)}, {"content-type", "application/xml"}},
                     .body = body});
    for (const base::XmlElement& one : result.children) {
        if (one.name != "Error" || one.get("Code") == "NoSuchKey") continue;
        throw Error(Kind::remote, fmt::format("'{}' could not be removed: {} {}", one.get("Key").value_or("?"),
                                              one.get("Code").value_or(""), one.get("Message").value_or("")))
            .at(address())
            .hint("ask for the right to delete in the bucket");
    }
}

void S3Remote::list(const Visit& visit) { list_blobs("", visit); }

bool S3Remote::list_beside(const BlobName& name, const Visit& visit) {
    list_blobs(blob_folder(name) + "/", visit);
    return true;
}

void S3Remote::list_blobs(const std::string& below, const Visit& visit) {
    list_keys(below, [&](std::string_view key, const s3::ListedObject& object) {
        if (const auto name = parse_blob_key(key)) visit(*name, object.size);
    });
}

std::vector<std::string> S3Remote::list_texts(const std::string& folder) {
    struct Text {
        std::string time;  // ISO, always in UTC: its order is that of the texts
        std::string name;
    };
    std::vector<Text> found;
    const std::string below = folder + "/";
    list_keys(below, [&](std::string_view key, const s3::ListedObject& object) {
        if (key.find('/', below.size()) != std::string_view::npos) return;
        found.push_back({object.time, std::string(key)});
    });
    std::sort(found.begin(), found.end(), [](const Text& a, const Text& b) {
        return a.time != b.time ? a.time > b.time : a.name < b.name;
    });
    std::vector<std::string> names;
    for (Text& text : found) names.push_back(std::move(text.name));
    return names;
}

void S3Remote::list_keys(const std::string& below,
                         const std::function<void(std::string_view key, const s3::ListedObject& object)>& visit) {
    s3::list_objects(client_, client_.prefix() + below, [&](const s3::ListedObject& one) {
        visit(std::string_view(one.key).substr(client_.prefix().size()), one);
    });
}

std::optional<std::string> S3Remote::find_text(const std::string& name) {
    const auto answer = client_.send({.key = client_.prefix() + name}, {base::http_status::not_found});
    return answer.status == base::http_status::not_found ? std::nullopt : std::optional(answer.body);
}

void S3Remote::put_text(const std::string& name, std::string_view text) {
    client_.send({.method = "PUT", .key = client_.prefix() + name, .headers = headers_, .body = text});
}

}  // namespace

std::unique_ptr<BlobRemote> open_s3(const RemoteSettings& settings, const base::Env& env) {
    return open_s3(settings, env, {});
}

std::unique_ptr<BlobRemote> open_s3(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules) {
    refuse_unsupported(settings);
    return std::make_unique<S3Remote>(settings, env, std::move(rules));
}

}  // namespace mlp::data
