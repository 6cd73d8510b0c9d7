#include "core/git/borrow.hpp"

#include <string>

#include "core/base/io.hpp"
#include "core/git/layout.hpp"
#include "core/git/repository.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

void copy_if_there(const fs::path& from, const fs::path& to) {
    if (!base::signature_of(from, true)) return;
    base::make_folders(to.parent_path());
    base::clone_file(from, to);
}

/// HEAD as it is; the branch it names leads to the same commit.
void copy_head(const fs::path& own, const fs::path& folder, const fs::path& made) {
    const std::string head = first_line(own / "HEAD");
    base::create_file(made / "HEAD", head + "\n");
    constexpr std::string_view word = "ref: refs/heads/";
    const auto commit = head_commit(folder);
    if (!commit || !head.starts_with(word) || head.find("..") != std::string::npos) return;
    const fs::path branch = made / head.substr(std::string_view("ref: ").size());
    base::make_folders(branch.parent_path());
    base::create_file(branch, *commit + "\n");
}

}  // namespace

void borrow_repository(const fs::path& folder, const fs::path& copy) {
    const auto own = git_folder_of(folder, false);
    if (!own) return;
    const fs::path common = common_folder(*own);
    const fs::path made = copy / ".git";
    base::make_folders(made / "objects" / "info");
    base::make_folders(made / "refs" / "heads");
    base::create_file(made / "objects" / "info" / "alternates",
                      fs::absolute(common / "objects").lexically_normal().string() + "\n");
    copy_head(*own, folder, made);
    copy_if_there(*own / "index", made / "index");
    copy_if_there(common / "shallow", made / "shallow");
    copy_if_there(common / "info" / "exclude", made / "info" / "exclude");
    // Its settings say where it came from, and what counts as a change (line ends, file modes).
    copy_if_there(common / "config", made / "config");
}

}  // namespace mlp::git
