// Merging texts and telling texts apart, with git's own algorithms, without a repository.
#pragma once

#include <string>
#include <string_view>

namespace mlp::git {

struct MergeLabels {
    std::string ours;
    std::string base;
    std::string theirs;
};

struct MergedText {
    std::string text;  ///< with conflict markers where both sides changed the same lines
    bool conflict = false;
    bool binary = false;  ///< one of them is no text: nothing was merged
};

/// As `git merge-file` does it.
MergedText merge_texts(std::string_view ours, std::string_view base, std::string_view theirs,
                       const MergeLabels& labels);

/// A patch as `git diff` writes it; a side that is not there is empty and said to be so.
std::string unified_diff(const std::string& path, const std::string* before, const std::string* after);

}  // namespace mlp::git
