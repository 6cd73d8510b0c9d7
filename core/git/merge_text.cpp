#include "core/git/merge_text.hpp"

#include <algorithm>

#include "core/git/library.hpp"

namespace mlp::git {

namespace {

using Patch = std::unique_ptr<git_patch, Free<&Git2::patch_free>>;

/// Git's own rule: a zero byte among the first 8,000.
bool is_no_text(std::string_view text) {
    constexpr std::size_t looked_at = 8000;
    return text.substr(0, looked_at).find('\0') != std::string_view::npos;
}

git_merge_file_input input_of(std::string_view text) {
    git_merge_file_input input{};
    check(git2().merge_file_input_init(&input, GIT_MERGE_FILE_INPUT_VERSION), "merge a text");
    input.ptr = text.data();
    input.size = text.size();
    input.mode = GIT_FILEMODE_BLOB;
    return input;
}

struct Result {
    Result() = default;
    ~Result() { git2().merge_file_result_free(&merged); }
    Result(const Result&) = delete;
    Result& operator=(const Result&) = delete;
    git_merge_file_result merged{};
};

}  // namespace

MergedText merge_texts(std::string_view ours, std::string_view base, std::string_view theirs,
                       const MergeLabels& labels) {
    if (is_no_text(ours) || is_no_text(base) || is_no_text(theirs)) return {std::string(ours), true, true};
    const std::scoped_lock lock(one_at_a_time());
    git_merge_file_options options{};
    check(git2().merge_file_options_init(&options, GIT_MERGE_FILE_OPTIONS_VERSION), "merge a text");
    options.our_label = labels.ours.c_str();
    options.ancestor_label = labels.base.c_str();
    options.their_label = labels.theirs.c_str();
    // The level that `git merge-file` works at.
    options.flags = GIT_MERGE_FILE_SIMPLIFY_ALNUM;
    const auto ours_input = input_of(ours);
    const auto base_input = input_of(base);
    const auto theirs_input = input_of(theirs);
    Result result;
    check(git2().merge_file(&result.merged, &base_input, &ours_input, &theirs_input, &options), "merge a text");
    return {std::string(result.merged.ptr, result.merged.len), result.merged.automergeable == 0, false};
}

std::string unified_diff(const std::string& path, const std::string* before, const std::string* after) {
    const std::scoped_lock lock(one_at_a_time());
    const auto* old_data = before == nullptr ? nullptr : before->data();
    const auto* new_data = after == nullptr ? nullptr : after->data();
    const auto patch =
        made<Patch>("compare texts", git2().patch_from_buffers, static_cast<const void*>(old_data),
                    before == nullptr ? 0 : before->size(), before == nullptr ? nullptr : path.c_str(),
                    static_cast<const void*>(new_data), after == nullptr ? 0 : after->size(),
                    after == nullptr ? nullptr : path.c_str(), static_cast<const git_diff_options*>(nullptr));
    git_buf text = GIT_BUF_INIT;
    check(git2().patch_to_buf(&text, patch.get()), "compare texts");
    std::string made_text = text.ptr == nullptr ? "" : std::string(text.ptr, text.size);
    git2().buf_dispose(&text);
    return made_text;
}

}  // namespace mlp::git
