#include "cli/data/blobs.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "cli/data/states.hpp"
#include "core/base/path.hpp"
#include "core/data/object_writer.hpp"
#include "core/pipeline/dvc_contents.hpp"

namespace mlp::cli {

using base::Algorithm;
using data::BlobName;
using data::Content;
using data::ContentKind;

namespace {

/// A tree of ours that is to be read, with the part of it that was asked for.
struct OpenTree {
    Content content;
    std::string part;
};

class Collector {
public:
    Collector(DataSite& site, const Bring& bring, const BlobsAsk& ask) : site_(site), bring_(bring), ask_(ask) {}

    BlobLevels collect(const std::vector<Chosen>& chosen);

private:
    void add_file(const BlobName& name, std::uint64_t size);
    void add_bytes(std::optional<std::uint64_t> more) {
        levels_.bytes = levels_.bytes && more ? std::optional(*levels_.bytes + *more) : std::nullopt;
    }
    /// What `read` gives of a list; nothing of one that counts as itself alone.
    template <class Read>
    auto read_list(const BlobName& name, bool is_here, const Read& read) -> std::optional<decltype(read())>;
    void read_listings(const std::vector<Chosen>& chosen);
    void add_listed(const std::vector<data::dvc::ListedFile>& files, const std::vector<const Chosen*>& parts);
    void read_trees(std::vector<OpenTree> trees);
    void take_entries(const OpenTree& tree, std::vector<OpenTree>& next);

    DataSite& site_;
    const Bring& bring_;
    BlobsAsk ask_;
    BlobLevels levels_;
};

void Collector::add_file(const BlobName& name, std::uint64_t size) {
    if (!levels_.files.insert(name).second) return;
    if (ask_.sizes == Sizes::here) size = size_here(site_, name).value_or(0);
    add_bytes(size);
}

template <class Read>
auto Collector::read_list(const BlobName& name, bool is_here, const Read& read) -> std::optional<decltype(read())> {
    try {
        if (is_here) return read();
    } catch (const Error& error) {
        if (error.kind() != Kind::damaged || ask_.damaged == DamagedLists::refuse) throw;
    }
    levels_.unread.insert(name);
    return std::nullopt;
}

/// What is recorded of a whole folder tells the size of those that are not here, all together.
class Remainder {
public:
    void add_here(std::uint64_t size) { here_ += size; }
    /// @param is_new  false: the same content stands twice, and would be counted twice
    void add_absent(bool is_new) {
        any_ = true;
        known_ = known_ && is_new;
    }
    std::optional<std::uint64_t> of(const std::vector<const Chosen*>& parts) const {
        if (!any_) return 0;
        const bool whole = std::all_of(parts.begin(), parts.end(), [](const Chosen* one) { return one->part.empty(); });
        const std::uint64_t recorded = parts.front()->tracked->content->size;
        if (!whole || !known_ || recorded < here_ || recorded == 0) return std::nullopt;
        return recorded - here_;
    }

private:
    std::uint64_t here_ = 0;
    bool any_ = false;
    bool known_ = true;
};

void Collector::add_listed(const std::vector<data::dvc::ListedFile>& files, const std::vector<const Chosen*>& parts) {
    const BlobName empty{base::md5(""), false};  // the one content that many files have, and whose size its name tells
    Remainder rest;
    for (const auto& file : files) {
        const bool wanted = std::any_of(parts.begin(), parts.end(), [&](const Chosen* one) {
            return one->part.empty() || base::is_within(file.path, one->part);
        });
        if (!wanted) continue;
        const BlobName name{file.digest, false};
        const bool is_new = !levels_.files.contains(name);
        const auto size = ask_.sizes != Sizes::all ? std::nullopt : name == empty ? std::optional<std::uint64_t>(0)
                                                                     : size_here(site_, name);
        add_file(name, size.value_or(0));
        if (size) {
            rest.add_here(*size);
        } else {
            rest.add_absent(is_new);
        }
    }
    if (ask_.sizes == Sizes::all) add_bytes(rest.of(parts));
}

void Collector::read_listings(const std::vector<Chosen>& chosen) {
    std::vector<BlobName> names;
    std::map<BlobName, std::vector<const Chosen*>> asked;
    for (const Chosen& one : chosen) {
        const BlobName name{one.tracked->content->digest, true};
        if (asked[name].empty()) names.push_back(name);
        asked[name].push_back(&one);
    }
    if (names.empty()) return;
    bring_(names);
    levels_.lists.emplace_back(names.begin(), names.end());
    const data::dvc::Cache& cache = site_.contents().dvc().cache();
    for (const auto& [name, parts] : asked) {
        const Content folder{.kind = ContentKind::tree, .digest = name.digest};
        const auto files = read_list(name, cache.has(folder), [&] { return cache.listing(folder); });
        if (files) add_listed(*files, parts);
    }
}

void Collector::take_entries(const OpenTree& tree, std::vector<OpenTree>& next) {
    const data::ObjectStore& objects = site_.contents().objects();
    const auto entries = read_list({tree.content.digest, false}, objects.has(tree.content.digest),
                                   [&] { return data::parse_tree(objects.read(tree.content.digest)); });
    if (!entries) return;
    const std::string first = tree.part.substr(0, tree.part.find('/'));
    const std::string rest = first.size() < tree.part.size() ? tree.part.substr(first.size() + 1) : "";
    for (const data::TreeEntry& entry : *entries) {
        if (!first.empty() && entry.name != first) continue;
        if (is_folder(entry.content)) {
            next.push_back({entry.content, rest});
        } else {
            add_file({entry.content.digest, false}, entry.content.size);
        }
    }
}

/// Level by level, so that each is asked for at once. Trees that were read already are not read again.
void Collector::read_trees(std::vector<OpenTree> trees) {
    std::set<std::pair<base::Digest, std::string>> seen;
    std::vector<std::set<BlobName>> down;
    while (!trees.empty()) {
        std::erase_if(trees, [&](const OpenTree& tree) {
            return !seen.emplace(tree.content.digest, tree.part).second;
        });
        std::set<BlobName> names;
        for (const OpenTree& tree : trees) names.insert({tree.content.digest, false});
        bring_({names.begin(), names.end()});
        std::vector<OpenTree> next;
        for (const OpenTree& tree : trees) take_entries(tree, next);
        if (!names.empty()) down.push_back(std::move(names));
        trees = std::move(next);
    }
    // The deepest first: a tree in a remote promises everything below it.
    std::move(down.rbegin(), down.rend(), std::back_inserter(levels_.lists));
}

BlobLevels Collector::collect(const std::vector<Chosen>& chosen) {
    std::vector<Chosen> listed;
    std::vector<OpenTree> trees;
    for (const Chosen& one : chosen) {
        const Content& content = *one.tracked->content;
        if (!is_folder(content)) {
            add_file({content.digest, false}, content.size);
        } else if (content.digest.algorithm() == Algorithm::sha256) {
            trees.push_back({content, one.part});
        } else {
            listed.push_back(one);
        }
    }
    read_listings(listed);
    read_trees(std::move(trees));
    return std::move(levels_);
}

}  // namespace

BlobName blob_of(const Content& content) {
    return {content.digest, is_folder(content) && content.digest.algorithm() != Algorithm::sha256};
}

std::filesystem::path place_of(DataSite& site, const BlobName& name) {
    if (name.digest.algorithm() == Algorithm::sha256) return site.contents().objects().path_of(name.digest);
    return site.contents().dvc().cache().path_of(name.digest, name.is_listing);
}

std::optional<std::uint64_t> size_here(DataSite& site, const BlobName& name) {
    return data::object_size(place_of(site, name));
}

std::map<BlobName, std::string> paths_of(DataSite& site, const std::vector<Chosen>& chosen,
                                         const std::set<BlobName>& names) {
    std::map<BlobName, std::string> paths;
    const auto take = [&](const Content& content, const std::string& path) {
        const BlobName name = blob_of(content);
        if (names.contains(name)) paths.emplace(name, path);
    };
    for (const Chosen& one : chosen) {
        const TrackedPath& tracked = *one.tracked;
        const bool folder = is_folder(*tracked.content);
        take(*tracked.content, folder ? tracked.path + "/" : tracked.path);
        if (!folder) continue;
        const auto files = recorded_files(site, *tracked.content);
        if (!files) continue;
        for (const auto& [name, file] : *files) take(file, tracked.path + "/" + name);
    }
    return paths;
}

BlobLevels blobs_of(DataSite& site, const std::vector<Chosen>& chosen, const Bring& bring, const BlobsAsk& ask) {
    return Collector(site, bring, ask).collect(chosen);
}

}  // namespace mlp::cli
