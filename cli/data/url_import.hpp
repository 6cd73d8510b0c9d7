// Data from an address in this project: recorded with the address and the state it had there, so that a change shows.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/data/site.hpp"
#include "cli/data/url_source.hpp"
#include "cli/invocation.hpp"

namespace mlp::cli {

struct UrlImportAsk {
    std::string url;
    std::optional<std::string> out = {};
    std::optional<std::int64_t> jobs = {};
    bool force = false;
    bool no_exec = false;      ///< record the address alone
    bool no_download = false;  ///< … and the state it has there
};

struct UrlImported {
    std::string path;
    std::string file;                      ///< that records it
    std::optional<data::Content> content;  ///< nothing: it was not fetched
    std::vector<std::string> for_git = {};  ///< files that were written and belong into a commit
};

/// Takes what stands at the source now to a path of the project, and into the cache.
std::pair<data::dvc::FileItem, data::Content> fetch_url(DataSite& site, UrlSource& source, const std::string& path,
                                                        std::size_t jobs);

UrlImported import_url(Invocation& call, const UrlImportAsk& ask);

}  // namespace mlp::cli
