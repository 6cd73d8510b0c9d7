// Reading a work tree in which processes are at work: stages replace their outputs while the code of their run is kept.
#pragma once

#include <functional>

#include "core/git/library.hpp"

namespace mlp::git {

/// Runs a reading again when a file that it listed was gone or changed before it was opened; libgit2 ends such a reading
/// as a failure. Gives the code of the last attempt.
int read_steadily(const std::function<int()>& read);

/// Untracked files one by one, without sub-modules.
constexpr unsigned file_by_file =
    GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS | GIT_STATUS_OPT_EXCLUDE_SUBMODULES;

/// What differs from the index (and from HEAD, unless `show` says otherwise).
StatusList read_status(git_repository* repository, unsigned flags,
                       git_status_show_t show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR);

}  // namespace mlp::git
