#include "cli/data/remote_cleanup.hpp"

#include <map>

#include <algorithm>
#include <iterator>

#include "cli/data/cleanup.hpp"
#include "core/base/json.hpp"
#include "core/data/remote/transfer.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::BlobName;

namespace {

/// Beside the content, where neither we nor DVC look for blobs.
constexpr const char* notes_name = "mlp/unnamed.json";

/// A clean-up takes two steps, and what the first one found must be told to the second.
data::TextStore& notes_in(data::BlobRemote& remote) {
    if (data::TextStore* notes = remote.texts()) return *notes;
    throw Error(Kind::remote, "this kind of remote cannot be cleaned up")
        .at(remote.address())
        .hint("clean it up by its own means");
}

/// Blob's key → when it was found unnamed first, in milliseconds.
std::map<std::string, base::Millis> read_notes(data::BlobRemote& remote) {
    std::map<std::string, base::Millis> notes;
    const auto text = notes_in(remote).find_text(notes_name);
    const base::Json json = text ? base::Json::parse(*text, nullptr, false) : base::Json();
    if (!json.is_object()) return notes;
    for (const auto& [key, time] : json.items()) {
        if (time.is_number_integer()) notes.emplace(key, time.get<base::Millis>());
    }
    return notes;
}

void write_notes(data::BlobRemote& remote, const std::map<std::string, base::Millis>& notes) {
    base::Json json = base::Json::object();
    for (const auto& [key, time] : notes) json[key] = time;
    notes_in(remote).put_text(notes_name, json.dump());
}

void forget_notes(data::BlobRemote& remote, const std::vector<BlobName>& names) {
    auto notes = read_notes(remote);
    std::size_t known = 0;
    for (const BlobName& name : names) known += notes.erase(data::blob_key(name));
    if (known > 0) write_notes(remote, notes);
}

bool is_of_dvc(const BlobName& name) { return name.digest.algorithm() != base::Algorithm::sha256; }

/// What nothing keeps, of those kinds that this project can have put there; with sizes.
std::map<BlobName, std::uint64_t> unnamed_in(DataSite& site, data::BlobRemote& remote, const Kept& kept) {
    const bool has_own = base::signature_of(site.root() / "mlp.yaml").has_value();
    std::map<BlobName, std::uint64_t> unnamed;
    remote.list([&](const BlobName& name, std::uint64_t size) {
        const bool may_be_ours = is_of_dvc(name) ? site.is_dvc() : has_own;
        if (may_be_ours && !kept.blobs.contains(name)) unnamed.emplace(name, size);
    });
    return unnamed;
}

/// Those that neither this machine has nor any commit of this clone names.
std::size_t count_foreign(DataSite& site, data::BlobRemote& remote, const std::map<BlobName, std::uint64_t>& unnamed) {
    std::set<BlobName> unknown;
    for (const auto& [name, size] : unnamed) {
        if (!base::signature_of(place_of(site, name))) unknown.insert(name);
    }
    if (unknown.empty()) return 0;
    const std::size_t asked = unknown.size();
    const auto known = find_in_history(site, std::move(unknown), [&](const std::vector<BlobName>& lists) {
        fetch_lists(site, remote, lists);
    });
    return asked - known.size();
}

}  // namespace

void fetch_lists(DataSite& site, data::BlobRemote& remote, const std::vector<BlobName>& names) {
    for (const bool own : {true, false}) {
        std::vector<BlobName> some;
        std::copy_if(names.begin(), names.end(), std::back_inserter(some), [&](const BlobName& name) {
            return is_of_dvc(name) != own;
        });
        if (some.empty()) continue;
        const auto done = data::fetch_blobs(remote, some, own ? data::space_of(site.contents().objects())
                                                              : data::space_of(site.contents().dvc().cache()));
        for (const auto& failure : done.failed) {
            if (failure.error.kind() != Kind::missing) throw Error(failure.error);
        }
    }
}

RemoteGarbage find_remote_garbage(DataSite& site, data::BlobRemote& remote, const Kept& kept,
                                  const RemoteCleanupRules& rules) {
    const base::Millis now = site.call().env().now();
    const auto unnamed = unnamed_in(site, remote, kept);
    RemoteGarbage garbage{.address = remote.address(), .due = {}};
    if (!rules.sole_user) garbage.foreign = count_foreign(site, remote, unnamed);
    if (garbage.foreign > 0) return garbage;
    const auto known = read_notes(remote);
    std::map<std::string, base::Millis> notes;
    for (const auto& [name, size] : unnamed) {
        const std::string key = data::blob_key(name);
        const auto noted = known.find(key);
        const base::Millis first = noted == known.end() ? now : noted->second;
        // Whatever the grace: a colleague's commit may be younger than what this clone knows of.
        notes.emplace(key, first);
        if (noted == known.end() || first + rules.grace.count() > now) {
            ++garbage.waiting;
        } else {
            garbage.due.emplace(name, size);
        }
    }
    if (rules.note && notes != known) write_notes(remote, notes);
    return garbage;
}

void remove_remote_garbage(data::BlobRemote& remote, RemoteGarbage& garbage) {
    const auto noted = read_notes(remote);
    std::erase_if(garbage.due, [&](const auto& one) { return !noted.contains(data::blob_key(one.first)); });
    std::vector<BlobName> names;
    for (const auto& [name, size] : garbage.due) names.push_back(name);
    data::remove_blobs(remote, names);
    forget_notes(remote, names);
}

void spare_pushed(data::BlobRemote& remote, const BlobLevels& levels) {
    if (remote.texts() == nullptr) return;
    std::vector<BlobName> names(levels.files.begin(), levels.files.end());
    for (const auto& level : levels.lists) names.insert(names.end(), level.begin(), level.end());
    forget_notes(remote, names);
}

std::uint64_t RemoteGarbage::bytes() const {
    std::uint64_t sum = 0;
    for (const auto& [name, size] : due) sum += size;
    return sum;
}

}  // namespace mlp::cli
