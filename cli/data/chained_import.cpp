#include "cli/data/chained_import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/data/blobs.hpp"
#include "cli/data/importing.hpp"
#include "cli/data/source.hpp"
#include "core/base/temporary.hpp"
#include "core/base/text.hpp"
#include "core/data/dvc/listing.hpp"
#include "core/data/file_index.hpp"
#include "core/data/object_store.hpp"
#include "core/data/walk.hpp"
#include "core/data/workspace.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Algorithm;
using data::BlobName;

namespace {

constexpr std::size_t longest_chain = 10;

}  // namespace

ImportChain with_link(ImportChain chain, const std::string& link) {
    const bool circle = std::find(chain.begin(), chain.end(), link) != chain.end();
    chain.push_back(link);
    if (!circle && chain.size() <= longest_chain) return chain;
    std::string shown;
    for (const std::string& one : chain) shown += (shown.empty() ? "" : " -> ") + base::printable(one);
    const std::string what =
        circle ? "imports lead in a circle" : fmt::format("imports of imports, more than {}", longest_chain);
    throw Error(Kind::invalid, fmt::format("{}: {}", what, shown))
        .hint("import from the repository that has the data itself");
}

ChainedImport::ChainedImport(Invocation& call, const TrackedPath& tracked, const std::string& url, const fs::path& folder,
                             const ImportChain& chain)
    : folder_(base::system_temporaries(), "mlp-chain"), blobs_(folder_.path() / "blobs") {
    const data::DataSource& origin = *tracked.origin;
    const std::string& rev = origin.commit.empty() ? origin.rev : origin.commit;
    const fs::path made = folder_.path() / "made";
    SourceRepository source(call, folder, url, rev.empty() ? std::nullopt : std::optional(rev), chain);
    source.get(origin.path, made, jobs_for({}));
    if (tracked.content->digest.algorithm() == Algorithm::sha256) {
        put_own(made.filename());
    } else {
        put_dvc(made, tracked.content->digest.algorithm());
    }
    if (blobs_.has(blob_of(*tracked.content))) return;
    throw Error(Kind::damaged, fmt::format("'{}' of {} is not what '{}' recorded when it was imported", origin.path,
                                           base::printable(url), tracked.file))
        .at(tracked.file)
        .hint("that repository's history changed: import from it itself");
}

void ChainedImport::put_dvc(const fs::path& made, Algorithm algorithm) {
    if (!fs::is_directory(made)) return blobs_.put({base::hash_file(made, algorithm).digest, false}, made);
    std::vector<data::dvc::ListedFile> files;
    for (const std::string& way : data::paths_below(data::walk_folder(made, "."))) {
        files.push_back({way, base::hash_file(made / way, algorithm).digest});
        blobs_.put({files.back().digest, false}, made / way);
    }
    const std::string text = data::dvc::listing_text(files);
    const fs::path list = folder_.path() / "list";
    base::replace_file(list, text);
    // The list itself is hashed as it is, whatever its files are.
    blobs_.put({*base::Digest::parse_hex(algorithm, base::md5(text).hex()), true}, list);
}

void ChainedImport::put_own(const std::string& name) {
    data::FileIndex index(folder_.path() / "index.db");
    data::ObjectStore objects(folder_.path() / "store" / "objects");
    data::Workspace workspace(folder_.path(), index, objects);
    data::ObjectStore::Batch batch(objects);
    workspace.store(name, batch);
    batch.commit();
    objects.for_each(
        [&](const base::Digest& digest, std::uint64_t) { blobs_.put({digest, false}, objects.path_of(digest)); });
}

}  // namespace mlp::cli
