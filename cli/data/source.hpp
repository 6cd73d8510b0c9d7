// Data of another repository: what one of its commits names, and getting it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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
    /// No such repository or revision: Error{missing} or Error{remote}.
    SourceRepository(Invocation& call, const std::filesystem::path& folder, const std::string& url,
                     const std::optional<std::string>& rev);
    ~SourceRepository();

    const std::string& commit() const { return revision_->commit(); }

    /// Writes a file or folder that the commit has, tracked as data or kept by git, to `to`, which must not exist: whole
    /// or not at all. Content comes from the repository's own cache where it is one of this machine, else from its
    /// remote. A path that it does not have: Error{missing} with what is near.
    void get(const std::string& path, const std::filesystem::path& to, std::size_t jobs);

private:
    /// One file to be written, from git or from where data is kept.
    struct Item {
        std::optional<data::BlobName> blob;  ///< nothing: git has it
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
    void open_remotes();
    void open_dvc_remotes(const std::filesystem::path& settings);
    void open_own_remotes(const std::filesystem::path& settings);
    Items items_of(const std::string& path);
    void add_data(const TrackedPath& tracked, const std::string& path, Items& items);
    void add_content(const data::Content& content, const std::string& way, const std::string& wanted, Items& items);
    std::string read_list(const data::BlobName& name);
    /// @return how many bytes it has
    std::uint64_t fetch(const Item& item, const std::filesystem::path& to, const data::BlobRemote::Moved& moved = {});

    Invocation& call_;
    std::filesystem::path root_;                  // of the repository here; of a clone the bare one
    std::unique_ptr<base::TemporaryFolder> clone_;
    std::optional<git::Revision> revision_;
    // Asked in this order.
    using Remotes = std::vector<std::unique_ptr<data::BlobRemote>>;
    Remotes dvc_remotes_;  // for content by MD5
    Remotes own_remotes_;  // … by SHA-256
};

}  // namespace mlp::cli
