#include "cli/data/remote_status.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "cli/data/remotes.hpp"
#include "core/base/path.hpp"
#include "core/data/parallel.hpp"

namespace mlp::cli {

using data::BlobName;

namespace {

constexpr std::size_t asked_at_once = 8;

struct Question {
    std::string path;
    BlobName name;
};

BlobName blob_of(const data::Content& content) {
    return {content.digest, is_folder(content) && content.digest.algorithm() != base::Algorithm::sha256};
}

void add_questions(DataSite& site, const Chosen& one, Depth depth, std::vector<Question>& questions) {
    const TrackedPath& tracked = *one.tracked;
    const bool folder = is_folder(*tracked.content);
    if (one.part.empty()) questions.push_back({folder ? tracked.path + "/" : tracked.path, blob_of(*tracked.content)});
    if (!folder || (depth == Depth::whole && one.part.empty())) return;
    const auto files = recorded_files(site, *tracked.content);
    if (!files) return;
    for (const auto& [name, file] : *files) {
        if (one.part.empty() || base::is_within(name, one.part)) questions.push_back({tracked.path + "/" + name, blob_of(file)});
    }
}

}  // namespace

std::vector<std::string> missing_in_remote(DataSite& site, const std::vector<Chosen>& chosen, Depth depth,
                                           const std::optional<std::string>& remote) {
    std::map<std::string, std::vector<Question>> by_remote;
    for (const Chosen& one : chosen) {
        const TrackedPath& tracked = *one.tracked;
        if (!tracked.cache || !tracked.push || tracked.is_import || !tracked.content) continue;
        if (remote && !tracked.remote.empty() && tracked.remote != *remote) continue;  // is not to go there
        const std::string name = remote                   ? *remote
                                 : tracked.remote.empty() ? default_remote(site).value_or("")
                                                          : tracked.remote;
        if (name.empty()) {
            throw Error(Kind::missing, "there is no remote to ask")
                .hint("`mlp remote add -d NAME URL` adds one; -r names one by its address");
        }
        add_questions(site, one, depth, by_remote[name]);
    }
    std::vector<std::string> missing;
    std::mutex mutex;
    for (const auto& [name, questions] : by_remote) {
        const auto opened = open_named_remote(site, name);
        data::in_parallel(questions.size(), std::min(questions.size(), asked_at_once), [&, &asked = questions](std::size_t at) {
            if (opened->has(asked[at].name)) return;
            const std::scoped_lock lock(mutex);
            missing.push_back(asked[at].path);
        });
    }
    std::sort(missing.begin(), missing.end());
    return missing;
}

}  // namespace mlp::cli
