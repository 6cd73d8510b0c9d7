// HEAD without libgit2: a few small files, read as gitrepository-layout(5) describes them.
#include <algorithm>
#include <string>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/git/layout.hpp"
#include "core/git/repository.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t small_file = 64ULL << 10;
constexpr std::uint64_t packed_refs_limit = 256ULL << 20;
constexpr int most_hops = 5;  // as many symbolic references in a row as git itself follows

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') {
        text.remove_suffix(1);
    }
    return text;
}

bool is_commit_id(std::string_view text) {
    return (text.size() == 40 || text.size() == 64) && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

/// Content, or nothing for whatever reason: these look-ups never fail a command.
std::optional<std::string> content(const fs::path& path, std::uint64_t limit = small_file) {
    try {
        return base::read_file_if_exists(path, limit);
    } catch (const Error&) {
        return std::nullopt;
    }
}

/// What `.git` in this folder leads to: itself, or for worktrees and submodules the folder that the file names.
std::optional<fs::path> git_folder_in(const fs::path& folder) {
    const fs::path entry = folder / ".git";
    std::error_code problem;
    if (fs::is_directory(entry, problem)) {
        return fs::exists(entry / "HEAD", problem) ? std::optional(entry) : std::nullopt;
    }
    const auto text = content(entry);
    constexpr std::string_view word = "gitdir: ";
    if (!text || !text->starts_with(word)) {
        return std::nullopt;
    }
    return folder / std::string(trimmed(*text).substr(word.size()));  // an absolute one replaces `folder`
}

bool is_bare(const fs::path& folder) {
    std::error_code problem;
    return fs::is_regular_file(folder / "HEAD", problem) && fs::is_directory(folder / "objects", problem) &&
           fs::is_directory(folder / "refs", problem);
}

/// A line "<id> <name>" of packed-refs.
std::optional<std::string> packed(const fs::path& common, const std::string& name) {
    const auto text = content(common / "packed-refs", packed_refs_limit);
    const std::string wanted = " " + name + "\n";
    const auto at = text ? text->find(wanted) : std::string::npos;
    if (at == std::string::npos) {
        return std::nullopt;
    }
    const auto begin = text->rfind('\n', at);
    return text->substr(begin == std::string::npos ? 0 : begin + 1, at - (begin == std::string::npos ? 0 : begin + 1));
}

}  // namespace

std::string first_line(const fs::path& file) {
    const std::string text = content(file).value_or("");
    return text.substr(0, text.find_first_of("\r\n"));
}

fs::path common_folder(const fs::path& own) {
    const std::string shared = first_line(own / "commondir");
    return shared.empty() ? own : (own / shared).lexically_normal();
}

std::optional<fs::path> git_folder_of(const fs::path& start, bool bare_too) {
    std::error_code problem;
    for (fs::path folder = fs::absolute(start, problem).lexically_normal();; folder = folder.parent_path()) {
        if (auto found = git_folder_in(folder)) {
            return found;
        }
        if (bare_too && is_bare(folder)) {
            return folder;
        }
        if (!folder.has_relative_path()) {
            return std::nullopt;
        }
    }
}

std::optional<fs::path> unread_git_folder(const fs::path& start) {
    std::error_code problem;
    for (fs::path folder = fs::absolute(start, problem).lexically_normal();; folder = folder.parent_path()) {
        if (base::signature_of(folder / ".git"))
            return git_folder_in(folder) ? std::nullopt : std::optional(folder / ".git");
        if (!folder.has_relative_path()) return std::nullopt;
    }
}

bool inside_repository(const fs::path& folder) { return git_folder_of(folder, false).has_value(); }

std::optional<std::string> head_commit(const fs::path& folder) {
    const auto own = git_folder_of(folder, true);
    if (!own) {
        return std::nullopt;
    }
    const fs::path common = common_folder(*own);
    std::string name = "HEAD";
    for (int hop = 0; hop < most_hops; ++hop) {
        auto text = content(*own / name);
        if (!text && common != *own) {
            text = content(common / name);
        }
        if (!text) {
            text = packed(common, name);
        }
        const std::string_view value = text ? trimmed(*text) : std::string_view();
        if (is_commit_id(value)) {
            return std::string(value);
        }
        constexpr std::string_view word = "ref: ";
        // A name that climbs would read files elsewhere; git refuses it too.
        if (!value.starts_with(word) || value.find("..") != std::string_view::npos || value[word.size()] == '/') {
            return std::nullopt;
        }
        name = value.substr(word.size());
    }
    return std::nullopt;
}

}  // namespace mlp::git
