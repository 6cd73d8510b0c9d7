#include "core/data/remote/http.hpp"

#include "core/base/error.hpp"
#include "core/base/url.hpp"
#include "core/data/remote/web_folder.hpp"

namespace mlp::data {

namespace {

class HttpRemote final : public BlobRemote, public TextStore {
public:
    HttpRemote(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules)
        : web_(settings, env, std::move(rules)) {}

    std::string address() const override { return web_.address(); }
    std::optional<std::uint64_t> size_of(const BlobName& name) override;
    void get(const BlobName& name, std::uint64_t offset, const Sink& sink) override {
        web_.get(blob_key(name), offset, sink);
    }
    void put(const BlobName& /*name*/, const std::filesystem::path& /*file*/, const Moved& /*moved*/) override {
        refuse_change();
    }
    void remove(const std::vector<BlobName>& /*names*/) override { refuse_change(); }
    void list(const Visit& visit) override;
    TextStore* texts() override { return this; }
    std::optional<std::string> find_text(const std::string& name) override;
    void put_text(const std::string& /*name*/, std::string_view /*text*/) override { refuse_change(); }

private:
    [[noreturn]] void refuse_change() const;

    WebFolder web_;
};

void HttpRemote::refuse_change() const {
    throw Error(Kind::remote, "a remote on a web server can only be read")
        .at(address())
        .hint("push to another one with --remote, such as the bucket or folder behind this one");
}

std::optional<std::uint64_t> HttpRemote::size_of(const BlobName& name) {
    const std::string key = blob_key(name);
    const base::HttpResponse answer = web_.ask(key, "HEAD");
    if (answer.status == base::http_status::not_found) return std::nullopt;
    if (!answer.ok()) throw web_.refusal(key, answer);
    return answer.length().value_or(0);
}

void HttpRemote::list(const Visit& /*visit*/) {
    throw Error(Kind::remote, "a remote on a web server cannot be listed")
        .at(address())
        .hint("name what is wanted, or use the bucket or folder behind this one");
}

std::optional<std::string> HttpRemote::find_text(const std::string& name) {
    base::HttpResponse answer = web_.ask(base::url_encode(name, "/"), "GET");
    if (answer.status == base::http_status::not_found) return std::nullopt;
    if (!answer.ok()) throw web_.refusal(name, answer);
    return std::move(answer.body);
}

}  // namespace

std::unique_ptr<BlobRemote> open_http(const RemoteSettings& settings, const base::Env& env) {
    return open_http(settings, env, {});
}

std::unique_ptr<BlobRemote> open_http(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules) {
    return std::make_unique<HttpRemote>(settings, env, std::move(rules));
}

}  // namespace mlp::data
