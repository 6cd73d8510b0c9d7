// What an import by address stands on: a file or folder of this machine, of a bucket, of a web server, or of a remote.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/data/site.hpp"
#include "core/data/dvc/dvc_file.hpp"
#include "core/data/remote/outside.hpp"

namespace mlp::cli {

class UrlSource {
public:
    /// @param address  as a .dvc file has it; a path is meant from `folder`. remote://NAME/… is resolved.
    UrlSource(DataSite& site, std::string address, const std::filesystem::path& folder);

    /// What stands there now, as a .dvc file records it: nothing but tags and digests is asked for.
    data::dvc::FileItem look();
    /// Writes what look() saw to `to`, which must not exist.
    void get(const std::filesystem::path& to, std::size_t jobs);

private:
    data::dvc::FileItem look_here();
    void get_outside(const std::filesystem::path& to, std::size_t jobs);
    std::string digest_here();
    data::dvc::FileItem look_outside();
    std::vector<std::string> ways_below(const std::filesystem::path& folder);
    void copy(const std::filesystem::path& from, const std::filesystem::path& to) const;

    DataSite& site_;
    std::string address_;
    std::string path_;  ///< of this machine: relative to the root, or absolute; empty: `outside_` has it
    std::unique_ptr<data::Outside> outside_;
    std::vector<data::OutsideFile> files_;
};

/// Whether two records of one source mean the same content.
bool same_state(const data::dvc::FileItem& before, const data::dvc::FileItem& now);

}  // namespace mlp::cli
