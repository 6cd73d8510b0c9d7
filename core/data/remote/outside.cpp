#include "core/data/remote/outside.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/url.hpp"
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
        return {{"", answer.length(), *sum}};
    }
    void get(const OutsideFile& /*file*/, const std::function<void(std::string_view bytes)>& sink) override {
        web_.get(name_, 0, sink);
    }
    std::string_view tag_name() const override { return "checksum"; }

private:
    std::string name_;
    WebFolder web_;
};

std::string without_quotes(std::string_view tag) { return std::string(base::trimmed(tag, "\"")); }

class OutsideBucket final : public Outside {
public:
    OutsideBucket(const RemoteSettings& settings, std::string key, const base::Env& env)
        : address_(settings.url), key_(std::move(key)), client_(bucket_of(settings), env) {}

    std::vector<OutsideFile> look() override {
        if (!key_.empty()) {
            const auto answer = client_.send({.method = "HEAD", .key = key_}, {base::http_status::not_found});
            if (answer.ok())
                return {{"", answer.length(), without_quotes(answer.header("etag").value_or(""))}};
        }
        std::vector<OutsideFile> files;
        const std::string folder = key_.empty() ? "" : key_ + "/";
        s3::list_objects(client_, folder, [&](const s3::ListedObject& one) {
            if (one.key.ends_with('/')) return;  // stands for an empty folder
            files.push_back({one.key.substr(folder.size()), one.size, without_quotes(one.tag)});
        });
        if (files.empty()) throw not_there(address_);
        std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.way < b.way; });
        return files;
    }
    void get(const OutsideFile& file, const std::function<void(std::string_view bytes)>& sink) override {
        client_.get(file.way.empty() ? key_ : key_.empty() ? file.way : key_ + "/" + file.way, 0, sink);
    }
    std::string_view tag_name() const override { return "etag"; }

private:
    static RemoteSettings bucket_of(RemoteSettings settings) {
        const auto begin = settings.url.find("://") + 3;
        settings.url = settings.url.substr(0, settings.url.find('/', begin));
        return settings;
    }

    std::string address_;
    std::string key_;
    s3::Client client_;
};

}  // namespace

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
