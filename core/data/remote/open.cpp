// The kinds of remotes: one line each.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.hpp"
#include "core/base/url.hpp"
#include "core/data/remote/folder.hpp"
#include "core/data/remote/http.hpp"
#include "core/data/remote/s3.hpp"

namespace mlp::data {

namespace {

using Maker = std::unique_ptr<BlobRemote> (*)(const RemoteSettings& settings, const base::Env& env);

struct KindRow {
    std::string_view scheme;
    Maker make;
};
constexpr std::array<KindRow, 3> kinds{{{"s3", open_s3}, {"http", open_http}, {"https", open_http}}};

}  // namespace

std::optional<std::string> RemoteSettings::option(std::string_view key) const {
    const auto found = options.find(key);
    return found == options.end() ? std::nullopt : std::optional(found->second);
}

bool RemoteSettings::flag(std::string_view key, bool otherwise) const {
    const auto found = option(key);
    return found ? found->size() == 4 : otherwise;  // readers of settings allow nothing but "true" and "false"
}

void BlobRemote::reach() {
    if (TextStore* store = texts()) {  // what comes back says more than an answer to a question for a blob
        store->find_text("mlp-remote-test");
    } else {
        static_cast<void>(has({base::md5("mlp-remote-test")}));
    }
}

std::unique_ptr<BlobRemote> open_remote(const RemoteSettings& settings, const std::filesystem::path& root,
                                        const base::Env& env) {
    const auto end = settings.url.find("://");
    if (end == std::string::npos) return std::make_unique<FolderRemote>(root / settings.url);
    const std::string_view scheme = std::string_view(settings.url).substr(0, end);
    const auto* const row =
        std::find_if(kinds.begin(), kinds.end(), [&](const KindRow& kind) { return kind.scheme == scheme; });
    if (row != kinds.end()) return row->make(settings, env);
    throw Error(Kind::invalid,
                fmt::format("there is no remote of the kind of '{}' yet", base::public_url(settings.url)))
        .hint("name a folder, such as /mnt/team/mlp, or an address that begins with s3://, http:// or https://");
}

}  // namespace mlp::data
