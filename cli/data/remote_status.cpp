#include "cli/data/remote_status.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "cli/data/blobs.hpp"
#include "cli/data/remotes.hpp"
#include "core/base/path.hpp"
#include "core/data/dvc/cache.hpp"
#include "core/data/parallel.hpp"
#include "core/data/remote/presence.hpp"

namespace mlp::cli {

using data::BlobName;

namespace {

constexpr std::size_t asked_at_once = 8;

struct Question {
    std::string path;
    BlobName name;
    std::optional<std::uint64_t> size;  ///< that it must have there, as far as it is known
};

/// A file is as large as its record says; of a list, and of a file of DVC's lists, what is on this machine tells.
Question question_of(DataSite& site, std::string path, const data::Content& content) {
    const BlobName name = blob_of(content);
    auto size = is_folder(content) ? std::nullopt : data::dvc::known_size(content);
    if (!size) size = size_here(site, name);
    return {std::move(path), name, size};
}

void add_questions(DataSite& site, const Chosen& one, Depth depth, std::vector<Question>& questions) {
    const TrackedPath& tracked = *one.tracked;
    const bool folder = is_folder(*tracked.content);
    const auto add = [&](std::string path, const data::Content& content) {
        questions.push_back(question_of(site, std::move(path), content));
    };
    if (one.part.empty()) add(folder ? tracked.path + "/" : tracked.path, *tracked.content);
    if (!folder || (depth == Depth::whole && one.part.empty())) return;
    const auto files = recorded_files(site, *tracked.content);
    if (!files) return;
    for (const auto& [name, file] : *files) {
        if (one.part.empty() || base::is_within(name, one.part)) add(tracked.path + "/" + name, file);
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
        const std::size_t before = missing.size();
        std::vector<BlobName> names;
        for (const Question& question : questions) names.push_back(question.name);
        const data::Presence presence(*opened, names, asked_at_once);
        data::in_parallel(questions.size(), std::min(questions.size(), asked_at_once), [&, &asked = questions](std::size_t at) {
            const auto there = presence.size_of(asked[at].name);
            if (there && there == asked[at].size.value_or(*there)) return;
            const std::scoped_lock lock(mutex);
            missing.push_back(asked[at].path);
        });
        // No bucket and no blob give one answer to a question for a blob.
        if (missing.size() > before && opened->exists()) opened->reach();
    }
    std::sort(missing.begin(), missing.end());
    return missing;
}

}  // namespace mlp::cli
