#include "cli/data/remote_cleanup.hpp"

#include <map>

#include <algorithm>
#include <iterator>

#include "core/base/json.hpp"
#include "core/data/remote/transfer.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

using data::BlobName;

namespace {

/// Beside the content, where neither we nor DVC look for blobs.
constexpr const char* notes_name = "mlp/unnamed.json";

/// Blob's key → when it was found unnamed first, in milliseconds.
std::map<std::string, base::Millis> read_notes(data::BlobRemote& remote) {
    std::map<std::string, base::Millis> notes;
    const auto text = remote.find_text(notes_name);
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
    remote.put_text(notes_name, json.dump());
}

}  // namespace

void fetch_lists(DataSite& site, data::BlobRemote& remote, const std::vector<BlobName>& names) {
    for (const bool own : {true, false}) {
        std::vector<BlobName> some;
        std::copy_if(names.begin(), names.end(), std::back_inserter(some), [&](const BlobName& name) {
            return (name.digest.algorithm() == base::Algorithm::sha256) == own;
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
                                  std::chrono::milliseconds grace, bool note) {
    const base::Millis now = site.call().env().now();
    const bool has_own = base::signature_of(site.root() / "mlp.yaml").has_value();
    const auto known = read_notes(remote);
    std::map<std::string, base::Millis> notes;
    RemoteGarbage garbage{.address = remote.address(), .due = {}};
    remote.list([&](const BlobName& name, std::uint64_t size) {
        if (kept.blobs.contains(name)) return;
        const bool is_own = name.digest.algorithm() == base::Algorithm::sha256;
        if (is_own ? !has_own : !site.is_dvc()) return;
        const std::string key = data::blob_key(name);
        const auto noted = known.find(key);
        const base::Millis first = noted == known.end() ? now : noted->second;
        // Whatever the grace: a colleague's commit may be younger than what this clone knows of.
        if (noted == known.end() || first + grace.count() > now) {
            ++garbage.waiting;
            notes.emplace(key, first);
        } else {
            garbage.due.push_back(name);
            garbage.bytes += size;
        }
    });
    if (note && notes != known) write_notes(remote, notes);
    return garbage;
}

}  // namespace mlp::cli
