// Every path of a project whose content is recorded: data that was added, and what stages make.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/config/project.hpp"
#include "core/data/data_lock.hpp"
#include "core/git/revision.hpp"
#include "core/pipeline/lock.hpp"

namespace mlp::cli {

struct TrackedPath {
    std::string path;                      ///< relative to the root, or absolute
    std::string file;                      ///< that records it: "raw.csv.dvc", "dvc.lock", "mlp.lock", "data.lock"
    std::string stage = {};                ///< that makes it; empty for data
    bool is_import = false;                ///< it comes from another repository, where it can be had again
    bool cache = true;                     ///< its content is kept beside the project
    bool push = true;                      ///< … and goes to remotes
    std::string remote = {};               ///< the one it goes to; empty: the default one
    std::optional<data::Content> content;  ///< nothing: it was not recorded yet
    base::Algorithm algorithm = base::Algorithm::sha256;
    std::optional<data::DataSource> origin = {};  ///< of an import that a commit records: the other repository

    bool is_data() const { return stage.empty(); }
    bool is_inside() const { return !path.starts_with('/'); }
};

inline bool is_folder(const data::Content& content) { return content.kind == data::ContentKind::tree; }

/// Of the project as its files say it now, sorted by path. Outputs that are URLs are not among them.
std::vector<TrackedPath> tracked_paths(const config::Project& project, const pipeline::Lock& lock,
                                       const data::DataLock& data);

/// Whose records of a commit are meant: of the project in its folder, or of projects of mlp.yaml in folders below, too.
/// Records of DVC belong to where they lie, in either case.
enum class Projects { own, nested };

/// Whether a file of this name may record contents. Locks of mlp.yaml do at the top of a project alone.
bool records_contents(const std::string& path, Projects projects = Projects::own);
/// What such a file of a commit says, without the rest of the project: outputs that dvc.yaml or mlp.yaml would keep out
/// of the cache are among them.
std::vector<TrackedPath> recorded_in(const std::string& text, const std::string& file);

/// Reads what commits and the index record, each file of git once however many of them have it.
class RecordReader {
public:
    /// Of all such files of a commit, sorted by path. One that cannot be read is left out and named in `problems`.
    std::vector<TrackedPath> read(const git::Revision& revision, std::vector<std::string>& problems,
                                  Projects projects = Projects::own);
    /// Of those in the index of the project's repository: they may be in no commit, nor in the working tree any more.
    std::vector<TrackedPath> read_index(const std::filesystem::path& root, std::vector<std::string>& problems);

private:
    struct Parsed {
        std::vector<TrackedPath> tracked;   ///< of a file that records
        std::set<std::string> uncached;     ///< of one that defines: outputs that it keeps out of the cache
        std::set<std::string> unpushed;     ///< … and out of remotes
        std::map<std::string, std::string> remotes;  ///< … and those that belong to one remote
        std::string problem;
    };
    using ReadFile = std::function<std::string(const git::CommittedFile&)>;
    /// @param where  for messages: "commit 3f2a91c"
    std::vector<TrackedPath> read(const std::vector<git::CommittedFile>& files, const ReadFile& read_file,
                                  const std::string& where, std::vector<std::string>& problems,
                                  Projects projects = Projects::own);
    const Parsed& parse(const git::CommittedFile& file, const ReadFile& read_file, const std::string& where);
    std::map<std::string, Parsed> parsed_;  // by git's id of the content and the path
};

/// Of one commit.
std::vector<TrackedPath> tracked_paths(const git::Revision& revision, std::vector<std::string>& problems,
                                       Projects projects = Projects::own);

}  // namespace mlp::cli
