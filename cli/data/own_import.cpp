#include "cli/data/own_import.hpp"

#include <fmt/format.h>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"

namespace mlp::cli {

namespace {

std::string word(const base::Json& repo, const char* key) {
    const auto found = repo.find(key);
    return found == repo.end() || !found->is_string() ? std::string() : found->get<std::string>();
}

/// Passwords, tokens and signed queries are not for a file that is committed. The user of an ssh address is no secret.
bool holds_secret(const std::string& address) {
    const auto url = base::parse_url(address);
    if (!url) return false;
    return !url->query.empty() || (!url->user.empty() && (url->scheme != "ssh" || url->user.find(':') != std::string::npos));
}

}  // namespace

data::DataSource source_of(const data::dvc::FileItem& item) {
    const auto repo = item.rest.find("repo");
    if (repo == item.rest.end()) return {.url = item.path, .path = {}, .rev = {}, .commit = {}, .state = state_of(item)};
    return {.url = word(*repo, "url"), .path = item.path, .rev = word(*repo, "rev"), .commit = word(*repo, "rev_lock"), .state = {}};
}

std::string state_of(const data::dvc::FileItem& looked) {
    const base::Json told{{"content", looked.content ? looked.content->digest.to_string() : ""}, {"rest", looked.rest}};
    return base::sha256(base::canonical_json(told)).to_string();
}

data::dvc::FileItem item_of(const data::DataSource& source) {
    data::dvc::FileItem item;
    item.path = source.is_repository() ? source.path : source.url;
    if (!source.is_repository()) return item;
    base::Json repo{{"url", source.url}};
    if (!source.rev.empty()) repo["rev"] = source.rev;
    repo["rev_lock"] = source.commit;
    item.rest["repo"] = std::move(repo);
    return item;
}

void record_import(DataSite& site, const std::string& path, const data::dvc::FileItem& source,
                   const data::Content& content) {
    data::DataEntry& entry = site.data_lock()[path] = {content, source_of(source)};
    if (holds_secret(entry.source->url)) {
        site.call().warn(fmt::format("data.lock does not say where '{}' came from: its address has a password or a query "
                                     "in it. Import it again instead of updating it", path));
        entry.source.reset();
    }
    data::write_data_lock(site.root(), site.data_lock());
}

}  // namespace mlp::cli
