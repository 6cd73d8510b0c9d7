#include "core/git/opened_repository.hpp"

#include "core/base/error.hpp"

namespace mlp::git {

OpenedRepository open_with_files(const std::filesystem::path& folder) {
    OpenedRepository tree{open_repository(folder.string()), {}};
    const char* root = tree.repository ? git2().repository_workdir(tree.repository.get()) : nullptr;
    if (root == nullptr) {
        throw Error(Kind::missing, fmt::format("'{}' is not inside a git work tree", folder.string()))
            .hint("`git init` makes one");
    }
    tree.root = std::filesystem::path(root).parent_path();  // it ends with a slash
    return tree;
}

}  // namespace mlp::git
