// What of a project's stored content must stay, and who says so: the working tree, every reference of git and its index,
// runs, model versions and releases.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/data/blobs.hpp"

namespace mlp::cli {

struct KeepAsk {
    bool all_commits = false;        ///< not only what references lead to, but all history behind them
    bool skip_unreadable = false;    ///< go on where a record or a list of files cannot be read
};

struct Keeper {
    std::string name;           ///< "the working tree", "branch main", "tag v1.0", "runs"
    std::size_t blobs = 0;      ///< that no keeper before it has
};

struct Kept {
    std::vector<Keeper> keepers;
    std::set<data::BlobName> blobs;
};

/// @param bring asked for lists of files that are not on this machine
/// A record or list that cannot be read: Error{invalid} or Error{missing} naming it, unless skipped.
Kept find_kept(DataSite& site, const KeepAsk& ask, const Bring& bring);

}  // namespace mlp::cli
