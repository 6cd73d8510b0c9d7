// Content between this machine and the remotes of a project: which blobs are meant, and moving them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/data/site.hpp"
#include "core/data/remote/transfer.hpp"

namespace mlp::cli {

/// Whose data is meant.
struct ShareAsk {
    std::vector<std::string> paths;     ///< as DataSite::chosen; none: everything
    std::optional<std::string> remote;  ///< instead of the default one
    std::optional<std::int64_t> jobs;
    bool all_branches = false;
    bool all_tags = false;
    bool all_commits = false;
};

/// What one remote has to do with.
struct Shared {
    std::string remote;   ///< its name
    std::string address;
    data::Transferred done;
};

enum class Direction { fetch, push };

/// Moves everything that is meant, each output to or from the remote that it belongs to. Failures are in the result.
/// No remote is set: Error{missing} with the way out.
std::vector<Shared> share(DataSite& site, const ShareAsk& ask, Direction direction);

/// All failures in one error of the gravest kind; nothing when all went well.
std::optional<Error> failure_of(const std::vector<Shared>& shared, Direction direction);

/// Counts and bytes of each remote, as `remotes` of a document.
base::Json shared_json(const std::vector<Shared>& shared);
/// "3 objects fetched from store (/mnt/store), 1.2 GiB; 40 were there already".
std::vector<std::string> shared_lines(const std::vector<Shared>& shared, Direction direction);

}  // namespace mlp::cli
