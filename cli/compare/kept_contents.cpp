#include "cli/compare/kept_contents.hpp"

#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/data/dvc/workspace.hpp"
#include "core/data/object_store.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;

namespace {

bool is_own(const data::Content& content) { return content.digest.algorithm() == base::Algorithm::sha256; }

}  // namespace

data::dvc::Cache& KeptContents::cache() {
    if (!cache_) cache_ = data::dvc::open_cache(data::dvc::read_config(call_.root(), call_.env()));
    return *cache_;
}

bool KeptContents::place_object(const data::Content& content, const fs::path& to) {
    if (base::signature_of(to)) return true;
    if (is_own(content) ? !call_.objects().has(content.digest) : !cache().has(content)) return false;
    base::make_folders(to.parent_path());
    if (is_own(content)) {
        call_.objects().clone_to(content.digest, to, false);
    } else {
        base::clone_file(cache().path_of(content), to);
    }
    return true;
}

bool KeptContents::place_listed(const data::Content& folder, const std::string& path, const std::string& wanted,
                                const fs::path& root) {
    if (!cache().has(folder)) return false;
    bool all = true;
    for (const data::dvc::ListedFile& file : cache().listing(folder)) {
        const std::string name = path + "/" + file.path;
        // Sizes do not stand in a listing.
        if (!base::is_within(name, wanted) || base::signature_of(root / name)) continue;
        const fs::path object = cache().path_of(file.digest, false);
        all = all && base::signature_of(object);
        if (!all) continue;
        base::make_folders((root / name).parent_path());
        base::clone_file(object, root / name);
    }
    return all;
}

bool KeptContents::place_tree(const data::Content& tree, const std::string& path, const std::string& wanted,
                              const fs::path& root) {
    if (!call_.objects().has(tree.digest)) return false;
    bool all = true;
    for (const data::TreeEntry& entry : data::parse_tree(call_.objects().read(tree.digest))) {
        const std::string name = path + "/" + entry.name;
        if (base::is_within(name, wanted) || base::is_within(wanted, name)) {
            all = place(entry.content, name, wanted, root) && all;
        }
    }
    return all;
}

bool KeptContents::place(const data::Content& content, const std::string& path, const std::string& wanted,
                         const fs::path& root) {
    if (content.kind != data::ContentKind::tree) return place_object(content, root / path);
    return is_own(content) ? place_tree(content, path, wanted, root) : place_listed(content, path, wanted, root);
}

}  // namespace mlp::cli
