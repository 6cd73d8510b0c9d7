#include "cli/data/verification.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "cli/output/transfer_progress.hpp"
#include "core/base/digest.hpp"
#include "core/base/io.hpp"
#include "core/data/damage.hpp"
#include "core/data/parallel.hpp"
#include "core/data/remote/folder.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::BlobName;

namespace {

struct Stored {
    BlobName name;
    std::uint64_t size = 0;
    fs::path path;
};

/// Which tracked path needs a blob, as far as lists can be read; the first of several.
std::map<BlobName, std::string> users_of(DataSite& site, const std::vector<Chosen>& chosen) {
    std::map<BlobName, std::string> users;
    for (const Chosen& one : chosen) {
        if (!one.tracked->content) continue;
        const BlobLevels levels = blobs_of(site, {one}, [](const std::vector<BlobName>&) {}, {.damaged = DamagedLists::pass_over});
        for (const BlobName& file : levels.files) users.try_emplace(file, one.path());
        for (const auto& level : levels.lists) {
            for (const BlobName& list : level) users.try_emplace(list, one.path());
        }
    }
    return users;
}

/// Nothing for one that cannot be read, which is noted, and for one that is gone meanwhile.
std::optional<base::Digest> digest_of(const Stored& one, std::mutex& mutex, std::vector<Error>& unreadable) {
    try {
        return base::hash_file(one.path, one.name.digest.algorithm()).digest;
    } catch (const Error& error) {
        const std::scoped_lock lock(mutex);
        if (base::signature_of(one.path)) unreadable.push_back(error);
        return std::nullopt;
    }
}

}  // namespace

void for_each_stored(DataSite& site,
                     const std::function<void(const BlobName&, std::uint64_t, const fs::path&)>& visit) {
    const data::ObjectStore& objects = site.contents().objects();
    objects.for_each([&](const base::Digest& digest, std::uint64_t size) {
        visit({digest, false}, size, objects.path_of(digest));
    });
    if (!site.is_dvc()) return;
    const data::dvc::Cache& cache = site.contents().dvc().cache();
    std::error_code problem;
    if (!fs::is_directory(cache.folder(), problem)) return;
    data::FolderRemote(cache.folder()).list([&](const BlobName& name, std::uint64_t size) {
        visit(name, size, cache.path_of(name.digest, name.is_listing));
    });
}

Verification verify_data(DataSite& site, const std::vector<std::string>& words, bool put_aside) {
    const std::vector<Chosen> chosen = site.chosen(words);
    std::map<BlobName, std::string> users;
    if (!words.empty()) users = users_of(site, chosen);
    std::vector<Stored> stored;
    Verification verification;
    for_each_stored(site, [&](const BlobName& name, std::uint64_t size, const fs::path& path) {
        if (!words.empty() && !users.contains(name)) return;
        stored.push_back({name, size, path});
        verification.bytes += size;
    });
    verification.objects = stored.size();
    std::mutex mutex;  // guards `bad` and `verification.unreadable`
    std::vector<const Stored*> bad;
    {
        TransferProgress progress(site.call(), "verifying");
        progress.expect(stored.size());
        progress.set_total(verification.bytes);
        data::in_parallel(stored.size(), data::threads_for(stored.size(), verification.bytes), [&](std::size_t at) {
            const Stored& one = stored[at];
            const auto digest = digest_of(one, mutex, verification.unreadable);
            progress.on_bytes(one.name, one.size);
            progress.on_done(one.name, one.size);
            if (!digest || *digest == one.name.digest) return;
            const std::scoped_lock lock(mutex);
            bad.push_back(&one);
        });
    }
    if (!bad.empty() && words.empty()) users = users_of(site, chosen);
    std::sort(bad.begin(), bad.end(), [](const Stored* a, const Stored* b) { return a->name < b->name; });
    for (const Stored* one : bad) {
        const auto user = users.find(one->name);
        const std::string name = one->name.digest.hex() + (one->name.is_listing ? ".dir" : "");
        verification.damaged.push_back({.name = one->name,
                                        .path = one->path,
                                        .moved_to = put_aside ? data::put_aside(site.root(), one->path, name)
                                                              : fs::path(),
                                        .used_by = user == users.end() ? "" : user->second});
    }
    return verification;
}

}  // namespace mlp::cli
