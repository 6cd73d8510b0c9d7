// Content that another repository imported in its turn: brought from where that one has it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/data/tracked.hpp"
#include "cli/invocation.hpp"
#include "core/base/io.hpp"
#include "core/data/remote/folder.hpp"

namespace mlp::cli {

/// What was asked for on the way to a repository: "<address> <commit> <path>", the first one first.
using ImportChain = std::vector<std::string>;

/// Adds a link. One that is there already, or too many: Error{invalid} that names them.
ImportChain with_link(ImportChain chain, const std::string& link);

class ChainedImport {
public:
    /// Brings all of it, to temporaries. Other content than the record says: Error{damaged}.
    /// @param url     of the repository that `tracked` was imported from, as it is reached from here
    /// @param folder  that a relative one is meant from
    ChainedImport(Invocation& call, const TrackedPath& tracked, const std::string& url,
                  const std::filesystem::path& folder, const ImportChain& chain);

    /// Every blob of the record.
    data::BlobRemote& blobs() { return blobs_; }

private:
    void put_dvc(const std::filesystem::path& made, base::Algorithm algorithm);
    void put_own(const std::string& name);

    base::TemporaryFolder folder_;
    data::FolderRemote blobs_;
};

}  // namespace mlp::cli
