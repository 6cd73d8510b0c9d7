// What the files of dvc::Workspace share: from paths to nodes, their digests, and the files below a folder.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/data/dvc/linker.hpp"
#include "core/data/dvc/workspace.hpp"
#include "core/data/file_hasher.hpp"
#include "core/data/file_index.hpp"
#include "core/data/folder_memo.hpp"
#include "core/data/walk.hpp"

namespace mlp::data::dvc {

struct Workspace::State {
    State(std::filesystem::path folder, FileIndex& files, Cache& objects, const Config& config, const Ignore& rules)
        : root(std::move(folder)),
          index(files),
          cache(objects),
          ignore(rules),
          linker(objects, config.link_types()),
          hasher(root, files),
          memo(files) {}

    std::filesystem::path root;
    FileIndex& index;
    Cache& cache;
    const Ignore& ignore;
    Linker linker;
    FileHasher hasher;
    FolderMemo memo;
    std::mutex damaged_mutex;                           // guards the one below
    std::set<Digest> damaged;                           // whose objects do not hold what their names say

    /// A path with its digests: a file, or a folder with the files below it by their path in it.
    struct Found {
        Node top;
        std::map<std::string, Node*> files;  // of a folder; into `top`
        bool is_folder() const { return top.content.kind == ContentKind::tree; }
    };

    /// Relative to the root and normal, or absolute outside of it.
    std::string normal(const std::string& path) const;
    /// What stands there, before any content is looked at.
    std::optional<Found> look(const std::string& name) const;
    /// Digests of everything found, each file put into the batch when there is one.
    Content fill(Found& found, base::Algorithm algorithm, Cache::Batch* batch);
    /// What was found, once it is filled.
    static Holding holding_of(const Found& found);
    /// An object that may be taken for what its name says: hashed again where somebody made it writable.
    bool is_sound(const Digest& digest, std::optional<std::uint64_t> size);
    /// Objects that files are to be links to are hashed again, unless they are as they were when they were known to be
    /// right: nothing else looks at the bytes of a link. True where files are copies.
    bool may_be_linked(const std::vector<ListedFile>& files);
    /// Hashes an object; one that is right is protected. A damaged one is only noted: a link of the working tree may lead
    /// to it, and a look must not take that away.
    bool holds_its_name(const Digest& digest);
    /// Those of these that were found damaged are put aside, so that a fetch brings them anew: then Error{damaged}.
    void refuse_damaged(const std::string& name, const std::vector<ListedFile>& files);
    /// The object is right, as it stands there now.
    void remember_object(const Digest& digest);

    /// The file at `name` now holds `digest` because we wrote it there.
    void remember(const std::string& name, const Digest& digest);
    /// Nobody wrote to the file since it was looked at.
    bool is_unchanged(const Node& file) const;
    /// A file that was stored becomes a link as the settings ask.
    /// @param by_itself it is an output, not a file in one
    void relink(const Node& file, bool by_itself);
    /// The links that the settings ask for, once the batch is durable.
    void plan_relinks(const Found& found, Cache::Batch& batch);
};

}  // namespace mlp::data::dvc
