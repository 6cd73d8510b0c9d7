// Data of another repository: what one of its commits names, and getting it.
#pragma once

#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/data/chained_import.hpp"
#include "cli/data/source_project.hpp"
#include "cli/data/tracked.hpp"
#include "cli/invocation.hpp"
#include "core/base/io.hpp"
#include "core/data/remote/remote.hpp"
#include "core/git/revision.hpp"

namespace mlp::cli {

class SourceRepository {
public:
    /// @param url  a folder with a repository (relative to `folder`), or whatever `git clone` takes
    /// @param rev  a branch, tag or commit; nothing: HEAD
    /// @param chain  what was asked for on the way here, where imports of other repositories led to it
    /// No such repository or revision: Error{missing} or Error{remote}.
    SourceRepository(Invocation& call, const std::filesystem::path& folder, const std::string& url,
                     const std::optional<std::string>& rev, ImportChain chain = {});
    ~SourceRepository();

    const std::string& commit() const { return revision_->commit(); }

    /// Writes a file or folder that the commit has, tracked as data or kept by git, to `to`, which must not exist: whole
    /// or not at all. Content comes from the cache of the innermost project around its record where that is one of this
    /// machine, else from its remote; of what that project imported itself, at last from where it did. A path that it does not have: Error{missing} with what is near.
    void get(const std::string& path, const std::filesystem::path& to, std::size_t jobs);

private:
    /// A record of data, and where its content is to be had.
    struct Origin {
        Origin(const TrackedPath& of, SourceProject& in) : record(&of), project(&in) {}

        const TrackedPath* record;
        SourceProject* project;
        std::mutex bringing;  ///< guards the one below
        std::unique_ptr<ChainedImport> import;
    };
    /// One file to be written, from git or from where data is kept.
    struct Item {
        std::optional<data::BlobName> blob;  ///< nothing: git has it
        Origin* origin = nullptr;            ///< of the blob
        std::string git_path = {};
        bool executable = false;
    };
    struct Items {
        std::map<std::string, Item> files = {};  ///< by the way below the asked path; "" for a single file
        std::optional<std::uint64_t> bytes = 0;  ///< of all of them; nothing: no record tells

        void add_bytes(std::optional<std::uint64_t> more) {
            bytes = bytes && more ? std::optional(*bytes + *more) : std::nullopt;
        }
    };

    void open(const std::filesystem::path& folder, const std::string& url, const std::optional<std::string>& rev);
    void find_projects();
    SourceProject& project_of(const TrackedPath& tracked);
    std::filesystem::path settings_of(const std::string& project);
    Items items_of(const std::string& path);
    void add_data(const TrackedPath& tracked, const std::string& path, Items& items);
    void add_content(Origin& origin, const data::Content& content, const std::string& way,
                     const std::string& wanted, Items& items);
    void add_listed(Origin& origin, const data::Content& content, const std::string& way,
                    const std::string& wanted, Items& items);
    std::string read_list(Origin& origin, const data::BlobName& name);
    void fetch_blob(const Item& item, const std::filesystem::path& to, const data::BlobRemote::Moved& moved);
    data::BlobRemote& import_of(Origin& origin);
    std::filesystem::path folder_of_imports(const TrackedPath& record) const;
    /// @return how many bytes it has
    std::uint64_t fetch(const Item& item, const std::filesystem::path& to, const data::BlobRemote::Moved& moved = {});

    Invocation& call_;
    std::string url_;  // as it was given
    ImportChain chain_;
    ImportChain asked_;  // … and what is asked for here
    std::filesystem::path root_;                  // of the repository here; of a clone the bare one
    std::unique_ptr<base::TemporaryFolder> clone_;
    std::optional<git::Revision> revision_;
    std::vector<TrackedPath> tracked_;
    std::list<Origin> origins_;                      // what items point to
    std::set<std::string> dvc_folders_;              // of projects of DVC in the repository; "": its own
    std::map<std::string, SourceProject> projects_;  // by their folders, those that were asked for
};

}  // namespace mlp::cli
