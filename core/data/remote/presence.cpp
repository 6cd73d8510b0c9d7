#include "core/data/remote/presence.hpp"

#include <algorithm>
#include <mutex>

#include "core/base/error.hpp"
#include "core/data/parallel.hpp"

namespace mlp::data {

namespace {

constexpr std::size_t keys_a_request = 1000;
/// A few are asked for at once sooner than a list is read.
constexpr std::size_t fewest_to_list = 64;

using Names = std::set<BlobName>;

std::size_t requests_for(std::size_t keys) { return keys / keys_a_request + 1; }

/// The names by the folders of their keys, the fullest first.
std::vector<Names> by_folder(const std::vector<BlobName>& names) {
    std::map<std::string, Names> folders;
    for (const BlobName& name : names) folders[blob_folder(name)].insert(name);
    std::vector<Names> sorted;
    for (auto& [folder, inside] : folders) sorted.push_back(std::move(inside));
    std::stable_sort(sorted.begin(), sorted.end(), [](const Names& a, const Names& b) { return a.size() > b.size(); });
    return sorted;
}

/// Of one folder of a remote.
struct Listed {
    std::size_t keys = 0;
    std::map<BlobName, std::uint64_t> wanted;
};

std::optional<Listed> list_folder(BlobRemote& remote, const Names& names) {
    Listed listed;
    const auto visit = [&](const BlobName& name, std::uint64_t size) {
        ++listed.keys;
        if (names.contains(name)) listed.wanted.emplace(name, size);
    };
    try {
        if (remote.list_beside(*names.begin(), visit)) return listed;
    } catch (const Error& error) {
        // Who may read each blob need not have the right to list them.
        if (error.kind() != Kind::remote) throw;
    }
    return std::nullopt;
}

}  // namespace

Presence::Presence(BlobRemote& remote, const std::vector<BlobName>& names, std::size_t jobs) : remote_(remote) {
    if (names.size() < fewest_to_list) return;
    std::mutex mutex;
    const auto list = [&](const Names& folder) -> std::optional<std::size_t> {
        auto listed = list_folder(remote, folder);
        if (!listed) return std::nullopt;
        const std::scoped_lock lock(mutex);
        listed_.insert(blob_folder(*folder.begin()));
        found_.merge(listed->wanted);
        return listed->keys;
    };
    const std::vector<Names> folders = by_folder(names);
    const auto keys = list(folders.front());
    if (!keys) return;
    const auto worth = [&](const Names& folder) { return folder.size() > requests_for(*keys); };
    const auto rest = std::find_if_not(folders.begin() + 1, folders.end(), worth);
    const auto count = static_cast<std::size_t>(rest - folders.begin()) - 1;
    in_parallel(count, std::min(std::max<std::size_t>(jobs, 1), count), [&](std::size_t at) { list(folders[at + 1]); });
}

std::optional<std::uint64_t> Presence::size_of(const BlobName& name) const {
    if (!listed_.contains(blob_folder(name))) return remote_.size_of(name);
    const auto found = found_.find(name);
    return found == found_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace mlp::data
