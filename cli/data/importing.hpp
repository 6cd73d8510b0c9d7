// Data of other repositories in this project: recorded with where it came from, so that it can be had again.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/data/site.hpp"

namespace mlp::cli {

struct ImportAsk {
    std::string url;
    std::string path;
    std::optional<std::string> out;
    std::optional<std::string> rev;
    std::optional<std::int64_t> jobs;
    bool force = false;
};

/// What get and import take. @param ask is written to; it must live as long as the command
std::vector<Argument> import_arguments(ImportAsk& ask);

/// Where something called `path` is to be written: the folder `out` means a file or folder in it. Taken: Error{conflict}
/// unless forced.
std::filesystem::path destination_of(Invocation& call, const ImportAsk& ask);

/// Where imported data goes in the project, and which file records it.
struct ImportTarget {
    std::string path;
    std::string file;
};
/// As destination_of, inside of the project and beside all that is tracked: Error{usage} or Error{conflict} else.
ImportTarget import_target(DataSite& site, const ImportAsk& ask);

/// A .dvc file names the address, and is committed: one with a password or token in it is Error{usage}. data.lock leaves
/// such an address out.
/// @param way_out  how to do without it
void refuse_secret_address(DataSite& site, const std::string& address, const std::string& way_out);

/// What a relative address of a repository is meant from: DVC keeps it as it was given, from where it was called.
std::filesystem::path source_folder(DataSite& site, const std::string& url);

/// Files at a time.
std::size_t jobs_for(std::optional<std::int64_t> asked);

/// Takes what arrived at a path of the project into the cache.
/// @param check  asked before anything is kept; may throw
data::Content store_arrived(DataSite& site, const std::string& path, base::Algorithm algorithm,
                            const std::function<void(const data::Content&)>& check = {});

struct ImportedData {
    std::string path;
    std::string file;  ///< that records it
    std::string commit;
    data::Content content;
    std::vector<std::string> for_git;  ///< files that were written and belong into a commit
};

ImportedData import_data(Invocation& call, const ImportAsk& ask);

/// Brings an import's content into the cache from the repository that it names. True when it was not here already.
bool fetch_import(DataSite& site, const TrackedPath& tracked);

}  // namespace mlp::cli
