#include "cli/data/keepers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "core/config/settings.hpp"
#include "core/data/named_in_text.hpp"
#include "core/git/other_work_trees.hpp"
#include "core/git/references.hpp"
#include "core/pipeline/dvc_contents.hpp"
#include "core/store/store.hpp"
#include "core/store/texts.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using data::BlobName;

namespace {

/// Enough of a file to see whether it may name objects.
std::string beginning_of(const fs::path& path) {
    std::string bytes(8192, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

class Keeping {
public:
    Keeping(DataSite& site, const KeepAsk& ask, const Bring& bring) : site_(site), ask_(ask), bring_(bring) {}

    Kept find();

private:
    void keep_records(const std::string& keeper, const std::vector<TrackedPath>& tracked);
    void keep_read(const std::string& keeper, const std::vector<TrackedPath>& tracked,
                   const std::vector<std::string>& problems);
    void keep_commit(const git::NamedCommit& commit);
    void keep_index(const std::string& name, const std::filesystem::path& root);
    void keep_work_trees();
    void keep_store();
    /// Names, and what they name in turn.
    void keep_named(const std::string& keeper, std::vector<BlobName> names);
    bool keep(Keeper& keeper, const BlobName& name);
    Keeper& keeper_of(const std::string& name);
    void refuse(const Error& error) const;

    DataSite& site_;
    KeepAsk ask_;
    const Bring& bring_;
    Kept kept_;
    std::set<base::Digest> expanded_;
    std::set<std::string> commits_;
    RecordReader records_;
};

Keeper& Keeping::keeper_of(const std::string& name) {
    const auto found = std::find_if(kept_.keepers.begin(), kept_.keepers.end(),
                                    [&](const Keeper& keeper) { return keeper.name == name; });
    if (found != kept_.keepers.end()) return *found;
    kept_.keepers.push_back({name});
    return kept_.keepers.back();
}

bool Keeping::keep(Keeper& keeper, const BlobName& name) {
    const bool is_new = kept_.blobs.insert(name).second;
    if (is_new) ++keeper.blobs;
    return is_new;
}

void Keeping::refuse(const Error& error) const {
    if (!ask_.skip_unreadable) throw Error(error);
    site_.call().warn(error.message());
}

void Keeping::keep_records(const std::string& name, const std::vector<TrackedPath>& tracked) {
    std::vector<Chosen> chosen;
    for (const TrackedPath& one : tracked) {
        if (one.content && expanded_.insert(one.content->digest).second) chosen.push_back({&one});
    }
    Keeper& keeper = keeper_of(name);
    const BlobLevels levels = blobs_of(site_, chosen, bring_);
    for (const BlobName& file : levels.files) keep(keeper, file);
    for (const auto& level : levels.lists) {
        for (const BlobName& list : level) keep(keeper, list);
    }
    for (const BlobName& list : levels.unread) {
        refuse(Error(Kind::missing, fmt::format("{} names the folder {}, whose list of files is not on this machine: "
                                                "what it holds cannot be told from garbage",
                                                name, data::to_string(list)))
                   .hint("`mlp data fetch --all-commits` gets it; --skip-unreadable goes on without"));
    }
}

void Keeping::keep_commit(const git::NamedCommit& commit) {
    if (!commits_.insert(commit.commit).second) return;
    const auto revision = git::Revision::find(site_.root(), commit.commit);
    if (!revision) return;
    std::vector<std::string> problems;
    const auto tracked = records_.read(*revision, problems);
    keep_read(commit.name, tracked, problems);
}

void Keeping::keep_index(const std::string& name, const fs::path& root) {
    std::vector<std::string> problems;
    const auto tracked = records_.read_index(root, problems);
    keep_read(name, tracked, problems);
}

void Keeping::keep_work_trees() {
    for (const git::OtherWorkTree& other : git::other_work_trees(site_.root())) {
        const std::string name = "work tree " + other.name;
        if (!other.detached.empty()) keep_commit({name, other.detached});
        if (base::signature_of(other.folder)) keep_index(name, other.folder);
    }
}

void Keeping::keep_read(const std::string& name, const std::vector<TrackedPath>& tracked,
                        const std::vector<std::string>& problems) {
    for (const std::string& problem : problems) {
        refuse(Error(Kind::invalid, fmt::format("a record cannot be read, so that nobody knows what it keeps: {}", problem))
                   .hint("mend it, delete what leads to it, or go on without it: --skip-unreadable"));
    }
    keep_records(name, tracked);
}

void Keeping::keep_named(const std::string& name, std::vector<BlobName> names) {
    constexpr std::uint64_t largest_text = 1ULL << 30;
    data::ObjectStore& objects = site_.contents().objects();
    const data::dvc::Cache* cache = site_.is_dvc() ? &site_.contents().dvc().cache() : nullptr;
    Keeper& keeper = keeper_of(name);
    while (!names.empty()) {
        const BlobName next = names.back();
        names.pop_back();
        if (!keep(keeper, next)) continue;
        const bool own = next.digest.algorithm() == base::Algorithm::sha256;
        if (!own && (cache == nullptr || !next.is_listing)) continue;
        const fs::path path = own ? objects.path_of(next.digest) : cache->path_of(next.digest, true);
        const auto size = data::object_size(path);
        if (!size) continue;
        if (!own) {
            const data::Content folder{.kind = data::ContentKind::tree, .digest = next.digest};
            for (const auto& file : cache->listing(folder)) names.push_back({file.digest, false});
        } else if (data::may_name_blobs(beginning_of(path), *size)) {
            for (const BlobName& named : data::named_in_text(base::read_file(path, largest_text))) names.push_back(named);
        }
    }
}

void Keeping::keep_store() {
    Invocation& call = site_.call();
    const auto location = store::locate(call.env(), call.root(), call.settings().text("store"));
    std::error_code problem;
    if (!fs::exists(location.database, problem)) return;
    store::Store opened = store::Store::open(location, call.env(), store::Access::read_only);
    std::map<std::string, std::vector<BlobName>> named;
    for (const std::string_view form : {"sha256:", "md5"}) {
        store::for_each_text(opened.db(), form, [&](std::string_view table, std::string_view text) {
            const bool of_models = table.starts_with("model_") || table.starts_with("registered_");
            auto& names = named[of_models ? "model versions" : table == "releases" ? "releases" : "runs"];
            for (const BlobName& name : data::named_in_text(text)) names.push_back(name);
        });
    }
    for (auto& [keeper, names] : named) keep_named(keeper, std::move(names));
}

Kept Keeping::find() {
    keep_records("the working tree", site_.tracked());
    for (const git::NamedCommit& reference : git::all_references(site_.root())) keep_commit(reference);
    keep_index("the index", site_.root());
    keep_work_trees();
    if (ask_.all_commits) {
        for (git::NamedCommit commit : git::all_commits(site_.root())) {
            commit.name = "earlier commits";
            keep_commit(commit);
        }
    }
    keep_store();
    return std::move(kept_);
}

}  // namespace

Kept find_kept(DataSite& site, const KeepAsk& ask, const Bring& bring) { return Keeping(site, ask, bring).find(); }

}  // namespace mlp::cli
