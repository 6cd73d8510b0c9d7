#include "cli/data/placed.hpp"

#include <map>

#include "cli/data/states.hpp"
#include "core/base/json.hpp"
#include "core/base/path.hpp"

namespace mlp::cli {

namespace {

constexpr std::string_view value_name = "data.placed";

using Placed = std::map<std::string, std::string>;  // path → digest, as text

Placed read_placed(DataSite& site) {
    Placed placed;
    const auto bytes = site.index().find_value(value_name);
    const base::Json json = bytes ? base::Json::parse(*bytes, nullptr, false) : base::Json();
    if (!json.is_object()) return placed;
    for (const auto& [path, digest] : json.items()) {
        if (digest.is_string()) placed.emplace(path, digest.get<std::string>());
    }
    return placed;
}

void write_placed(DataSite& site, const Placed& placed) {
    base::Json json = base::Json::object();
    for (const auto& [path, digest] : placed) json[path] = digest;
    site.index().put_value(value_name, json.dump(-1, ' ', false, base::Json::error_handler_t::replace));
}

bool touches_tracked(const DataSite& site, const std::string& path) {
    for (const TrackedPath& tracked : site.tracked()) {
        if (base::is_within(path, tracked.path) || base::is_within(tracked.path, path)) return true;
    }
    return false;
}

}  // namespace

void remember_placed(DataSite& site, const std::vector<std::pair<std::string, data::Content>>& placed) {
    Placed known = read_placed(site);
    const Placed before = known;
    for (const auto& [path, content] : placed) known.insert_or_assign(path, content.digest.to_string());
    if (known != before) write_placed(site, known);
}

std::vector<std::string> remove_untracked(DataSite& site) {
    std::vector<std::string> removed;
    Placed placed = read_placed(site);
    const Placed before = placed;
    for (const auto& [path, text] : before) {
        if (touches_tracked(site, path)) continue;
        placed.erase(path);
        const auto digest = base::Digest::parse_any(text);
        if (!digest || base::normal_relative(path) != path) continue;
        const auto now = site.contents().content_of(path, digest->algorithm());
        if (!now || now->digest != *digest || !is_kept(site, *now)) continue;
        site.contents().remove(path, digest->algorithm());
        removed.push_back(now->kind == data::ContentKind::tree ? path + "/" : path);
    }
    if (placed != before) write_placed(site, placed);
    return removed;
}

}  // namespace mlp::cli
