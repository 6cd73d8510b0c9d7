#include "core/git/library.hpp"

#include <array>

#include "core/base/error.hpp"

namespace mlp::git {

Git2::Git2() : library({"libgit2.so." LIBGIT2_SOVERSION}, "git support", "libgit2-" LIBGIT2_SOVERSION) {
    libgit2_init();
    // Whose files they are is no question for somebody who only reads them, and libgit2 runs no program that a
    // repository names.
    libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
}

// Its global state would look like leaks once its code is unloaded.
Git2::~Git2() { libgit2_shutdown(); }

const Git2& git2() {
    static const Git2 table;
    return table;
}

std::mutex& one_at_a_time() {
    static std::mutex mutex;
    return mutex;
}

bool is_own(std::string_view path) {
    return path.starts_with(".mlp/") || path.find("/.mlp/") != std::string_view::npos;
}

std::string id_text(const git_oid* id) {
    std::array<char, GIT_OID_HEXSZ + 1> text{};
    return git2().oid_tostr(text.data(), text.size(), id);
}

CommittedFile::Kind kind_of(git_filemode_t mode) {
    if (mode == GIT_FILEMODE_LINK) return CommittedFile::Kind::link;
    return mode == GIT_FILEMODE_BLOB_EXECUTABLE ? CommittedFile::Kind::executable : CommittedFile::Kind::file;
}

void check(int code, const std::string& what) {
    if (code >= 0) {
        return;
    }
    const git_error* last = git2().error_last();
    const std::string reason =
        last != nullptr && last->message != nullptr ? last->message : fmt::format("error {}", code);
    throw Error(Kind::invalid, fmt::format("cannot {}: {}", what, reason));
}

namespace {

constexpr std::array outer_levels{GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL};

}  // namespace

NoOuterSettings::NoOuterSettings() {
    for (const auto level : outer_levels) {
        git_buf path = GIT_BUF_INIT;
        const int code = git2().libgit2_opts(GIT_OPT_GET_SEARCH_PATH, level, &path);
        before_.emplace_back(code == 0 && path.ptr != nullptr ? path.ptr : "");
        git2().buf_dispose(&path);
        git2().libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    }
}

NoOuterSettings::~NoOuterSettings() {
    for (std::size_t at = 0; at < before_.size(); ++at) {
        git2().libgit2_opts(GIT_OPT_SET_SEARCH_PATH, outer_levels[at], before_[at].c_str());
    }
}

Repository open_repository(const std::string& folder) {
    git_repository* raw = nullptr;
    int code = git2().repository_open_ext(&raw, folder.c_str(), 0, nullptr);
    if (code == GIT_ENOTFOUND) {
        return nullptr;
    }
    Repository repository(raw);
    // The settings are read lazily: a broken ~/.gitconfig shows only now, and must not hide the repository.
    git_config* settings = nullptr;
    if (code == 0) {
        code = git2().repository_config_snapshot(&settings, repository.get());
    }
    const Config owned(settings);
    if (code != 0) {
        const NoOuterSettings quiet;
        repository.reset();
        repository = made<Repository>(fmt::format("open the git repository of '{}'", folder),
                                      git2().repository_open_ext, folder.c_str(), 0U, nullptr);
        Config own =
            made<Config>("read the repository's settings", git2().repository_config_snapshot, repository.get());
    }
    return repository;
}

}  // namespace mlp::git
