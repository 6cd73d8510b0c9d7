// The files of a folder as a commit has them, read from git's objects: no work tree is touched.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mlp::git {

struct CommittedFile {
    enum class Kind { file, executable, link };
    std::string path;  ///< relative to the folder asked about
    Kind kind = Kind::file;
    std::string blob;  ///< git's own id of the content: equal ids, equal bytes
    bool operator==(const CommittedFile&) const = default;
};

class Revision {
public:
    /// @param folder  inside of a repository's work tree, or a bare repository
    /// @param name    as git knows them: "HEAD~2", "main", "v1.0", "3f2a91c"
    /// @return nothing when there is no repository, or no commit of that name in it. A short id that several objects
    ///         have: Error{usage}. libgit2 missing: Error{missing}.
    static std::optional<Revision> find(const std::filesystem::path& folder, const std::string& name);
    Revision(Revision&&) noexcept;
    Revision& operator=(Revision&&) noexcept;
    ~Revision();

    const std::string& commit() const;  ///< 40 hex digits
    /// Every file below the folder, in git's order; none when the commit does not have the folder. Submodules are left
    /// out.
    std::vector<CommittedFile> files() const;
    using Submodules = std::vector<std::pair<std::string, std::string>>;  ///< path and commit of each
    /// Every submodule below the folder.
    Submodules submodules() const;
    /// Bytes of a file (for a link: its target); nothing when the commit has no such file. Larger than `limit`:
    /// Error{invalid}.
    std::optional<std::string> read(const std::string& path, std::uint64_t limit = 64ULL << 20) const;

private:
    struct State;
    explicit Revision(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace mlp::git
