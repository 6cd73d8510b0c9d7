#include "core/data/remote/outside.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/ascii.hpp"
#include "core/base/base64.hpp"
#include "core/base/error.hpp"
#include "core/base/url.hpp"
#include "core/data/remote/arrival.hpp"
#include "core/data/remote/s3/client.hpp"
#include "core/data/remote/s3/list.hpp"
#include "core/data/remote/web_folder.hpp"

namespace mlp::data {

namespace {

Error not_there(const std::string& address) {
    return Error(Kind::missing, fmt::format("there is nothing at '{}'", address)).hint("check the address");
}

/// The settings with the address of what lies around, and the name in it.
std::pair<RemoteSettings, std::string> folder_and_name(const RemoteSettings& settings) {
    RemoteSettings folder = settings;
    const auto query = std::min(settings.url.find_first_of("?#"), settings.url.size());
    const auto slash = settings.url.rfind('/', query == 0 ? 0 : query - 1);
    folder.url = settings.url.substr(0, slash + 1) + settings.url.substr(query);
    return {folder, settings.url.substr(slash + 1, query - slash - 1)};
}

/// Of the header Content-MD5: 16 bytes in Base64.
std::optional<base::Digest> content_md5(const base::HttpResponse& answer) {
    constexpr std::size_t length = 16;
    const auto bytes = base::from_base64(answer.header("content-md5").value_or(""));
    if (!bytes || bytes->size() != length) return std::nullopt;
    std::array<std::uint8_t, 32> padded{};
    std::copy(bytes->begin(), bytes->end(), padded.begin());
    return base::Digest::of_bytes(padded, base::Algorithm::md5);
}

class OutsideWeb final : public Outside {
public:
    OutsideWeb(const std::pair<RemoteSettings, std::string>& place, const base::Env& env)
        : name_(place.second), web_(place.first, env) {}

    std::vector<OutsideFile> look() override {
        const base::HttpResponse answer = web_.ask(name_, "HEAD");
        const std::string address = web_.address() + name_;
        if (answer.status == base::http_status::not_found) throw not_there(address);
        if (!answer.ok()) throw web_.refusal(name_, answer);
        const auto tag = answer.header("etag");
        const auto sum = tag ? tag : answer.header("content-md5");
        if (!sum) {
            throw Error(Kind::invalid, fmt::format("'{}' says neither ETag nor Content-MD5, so nobody could tell "
                                                   "whether it changes",
                                                   address))
                .hint("download it and add the file: mlp data add");
        }
        return {{"", answer.length(), *sum, content_md5(answer)}};
    }
    void get(const OutsideFile& /*file*/, const std::function<void(std::string_view bytes)>& sink) override {
        web_.get(name_, 0, sink);
    }
    std::string address_of(const OutsideFile& /*file*/) const override {
        return web_.address() + name_;
    }
    std::string_view tag_name() const override { return "checksum"; }

private:
    std::string name_;
    WebFolder web_;
};

std::string without_quotes(std::string_view tag) { return std::string(base::trimmed(tag, "\"")); }

/// A tag of 32 digits is the MD5, one with a '-' that of an upload in parts.
OutsideFile bucket_file(std::string way, std::optional<std::uint64_t> size, std::string_view tag) {
    std::string plain = without_quotes(tag);
    auto md5 = base::Digest::parse_hex(base::Algorithm::md5, plain);
    return {std::move(way), size, std::move(plain), md5};
}

/// Of content under keys of a customer or of KMS the tag is something else, though it looks the same.
bool has_opaque_tag(const base::HttpResponse& answer) {
    const auto kind = answer.header("x-amz-server-side-encryption");
    return (kind && kind->starts_with("aws:kms")) || answer.header("x-amz-server-side-encryption-customer-algorithm");
}

class OutsideBucket final : public Outside {
public:
    OutsideBucket(const RemoteSettings& settings, std::string key, const base::Env& env)
        : address_(settings.url), key_(std::move(key)), client_(bucket_of(settings), env) {
        while (address_.ends_with('/')) address_.pop_back();
    }

    std::vector<OutsideFile> look() override {
        if (!key_.empty()) {
            const auto answer = client_.send({.method = "HEAD", .key = key_}, {base::http_status::not_found});
            if (answer.ok()) return {bucket_file("", answer.length(), answer.header("etag").value_or(""))};
        }
        std::vector<OutsideFile> files;
        const std::string folder = key_.empty() ? "" : key_ + "/";
        s3::list_objects(client_, folder, [&](const s3::ListedObject& one) {
            if (one.key.ends_with('/')) return;  // stands for an empty folder
            files.push_back(bucket_file(one.key.substr(folder.size()), one.size, one.tag));
        });
        if (files.empty()) throw not_there(address_);
        std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.way < b.way; });
        return files;
    }
    void get(const OutsideFile& file, const std::function<void(std::string_view bytes)>& sink) override {
        client_.get(key_of(file), 0, sink);
    }
    bool vouches_for_md5(const OutsideFile& file) override {
        return !has_opaque_tag(client_.send({.method = "HEAD", .key = key_of(file)}));
    }
    std::string address_of(const OutsideFile& file) const override {
        return file.way.empty() ? address_ : address_ + "/" + file.way;
    }
    std::string_view tag_name() const override { return "etag"; }

private:
    static RemoteSettings bucket_of(RemoteSettings settings) {
        const auto begin = settings.url.find("://") + 3;
        settings.url = settings.url.substr(0, settings.url.find('/', begin));
        return settings;
    }

    std::string key_of(const OutsideFile& file) const {
        if (file.way.empty() || key_.empty()) return file.way.empty() ? key_ : file.way;
        return key_ + "/" + file.way;
    }

    std::string address_;
    std::string key_;
    s3::Client client_;
};

}  // namespace

void fetch_outside(Outside& outside, const OutsideFile& file, const std::filesystem::path& to,
                   const std::function<void(std::uint64_t bytes)>& moved) {
    std::uint64_t size = 0;
    std::optional<bool> vouched;  // asked once
    const bool arrived = arrives(
        to, base::Algorithm::md5, [&](const auto& sink) { outside.get(file, sink); }, moved,
        [&](const base::HashedFile& now) {
            size = now.size;
            if (file.size && now.size != *file.size) return false;
            if (!file.md5 || now.digest == *file.md5) return true;
            if (!vouched) vouched = outside.vouches_for_md5(file);
            return !*vouched;
        });
    if (arrived) return;
    if (file.size && size != *file.size) {
        throw Error(Kind::remote, fmt::format("{} bytes of {} arrived", size, *file.size))
            .at(outside.address_of(file))
            .hint("run again: what stands at the address changed meanwhile, or the line was cut");
    }
    throw Error(Kind::damaged, fmt::format("what arrived twice does not have the MD5 that the server tells: {}",
                                           file.md5->hex()))
        .at(outside.address_of(file))
        .hint("nothing of it was kept; run again: what stands at the address changed meanwhile, or the line spoils bytes");
}

std::unique_ptr<Outside> open_outside(const RemoteSettings& settings, const base::Env& env) {
    const auto end = settings.url.find("://");
    const std::string scheme = end == std::string::npos ? "" : base::lower(settings.url.substr(0, end));
    if (scheme == "http" || scheme == "https")
        return std::make_unique<OutsideWeb>(folder_and_name(settings), env);
    if (scheme == "s3") {
        const auto slash = settings.url.find('/', end + 3);
        std::string key = slash == std::string::npos ? "" : settings.url.substr(slash + 1);
        while (key.ends_with('/')) key.pop_back();
        return std::make_unique<OutsideBucket>(settings, std::move(key), env);
    }
    throw Error(Kind::invalid, fmt::format("data cannot be imported from '{}'", base::public_url(settings.url)))
        .hint("name a file or folder of this machine, or an address that begins with s3://, http:// or https://");
}

}  // namespace mlp::data
