#include <optional>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/git/library.hpp"
#include "core/git/repository.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

/// The settings of user and system, frozen; nothing when they cannot be read.
Config user_settings() {
    git_config* raw = nullptr;
    const int opened = git2().config_open_default(&raw);
    const Config layers(raw);
    git_config* frozen = nullptr;
    if (opened == 0 && git2().config_snapshot(&frozen, layers.get()) != 0) {
        frozen = nullptr;
    }
    return Config(frozen);
}

std::string first_branch(git_config* settings) {
    const char* name = nullptr;
    int valid = 0;
    if (settings != nullptr && git2().config_get_string(&name, settings, "init.defaultBranch") == 0 &&
        git2().branch_name_is_valid(&valid, name) == 0 && valid == 1) {
        return name;
    }
    return "main";
}

Repository create(const fs::path& folder, git_config* settings) {
    git_repository_init_options options{};
    check(git2().repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION), "prepare a repository");
    options.flags = GIT_REPOSITORY_INIT_NO_REINIT | GIT_REPOSITORY_INIT_MKPATH;
    const std::string branch = first_branch(settings);
    options.initial_head = branch.c_str();
    git_repository* raw = nullptr;
    const int code = git2().repository_init_ext(&raw, folder.c_str(), &options);
    if (code == GIT_EEXISTS) {
        throw Error(Kind::conflict, fmt::format("'{}' is a git repository already", folder.string()))
            .hint("commit there yourself, or leave git out with --no-git");
    }
    check(code, fmt::format("make a git repository in '{}'", folder.string()));
    return Repository(raw);
}

Signature identity(git_repository* repository, const std::optional<Author>& author, bool& neutral) {
    git_signature* raw = nullptr;
    if (author) {
        check(git2().signature_now(&raw, author->name.c_str(), author->email.c_str()),
              "use the author's name and address");
    } else if (git2().signature_default(&raw, repository) != 0) {
        neutral = true;
        check(git2().signature_now(&raw, "mlp", "mlp@localhost"), "make a signature");
    }
    return Signature(raw);
}

FirstCommit commit_files(git_repository* repository, const std::vector<std::string>& files, std::string_view message,
                         const std::optional<Author>& author) {
    const auto index = made<Index>("open the index", git2().repository_index, repository);
    for (const std::string& file : files) {
        check(git2().index_add_bypath(index.get(), file.c_str()), fmt::format("add '{}'", file));
    }
    check(git2().index_write(index.get()), "write the index");
    git_oid tree_id{};
    check(git2().index_write_tree(&tree_id, index.get()), "write the tree");
    const auto tree = made<Tree>("read the tree", git2().tree_lookup, repository, &tree_id);
    FirstCommit result;
    const Signature who = identity(repository, author, result.neutral_identity);
    git_oid id{};
    check(git2().commit_create(&id, repository, "HEAD", who.get(), who.get(), nullptr, std::string(message).c_str(),
                               tree.get(), 0, nullptr),
          "commit");
    std::string text(GIT_OID_HEXSZ + 1, '\0');
    result.commit = git2().oid_tostr(text.data(), text.size(), &id);
    return result;
}

}  // namespace

FirstCommit initialize(const fs::path& folder, const std::vector<std::string>& files, std::string_view message,
                       const std::optional<Author>& author) {
    const std::scoped_lock lock(one_at_a_time());
    const Config settings = user_settings();
    std::optional<NoOuterSettings> without;
    if (!settings) {
        without.emplace();
    }
    const Repository repository = create(folder, settings.get());
    try {
        return commit_files(repository.get(), files, message, author);
    } catch (Error& error) {
        // All or nothing: a repository without its first commit would be in the way of a second attempt.
        base::remove_tree(folder / ".git");
        error.during(fmt::format("making the first commit in '{}'", folder.string()));
        throw;
    }
}

namespace {

/// A repository that is asked what its rules ignore.
class IgnoreRules {
public:
    explicit IgnoreRules(const fs::path& folder) {
        if (!inside_repository(folder)) return;
        repository_ = open_repository(folder.string());
        const char* work_tree = repository_ ? git2().repository_workdir(repository_.get()) : nullptr;
        if (work_tree == nullptr) return;
        // The rules count from the top of the work tree, which libgit2 names with its links resolved.
        std::error_code problem;
        from_top_ = fs::canonical(folder, problem).lexically_relative(fs::path(work_tree) / "");
        found_ = !problem;
    }

    /// Nothing for what does not lie in the work tree.
    std::optional<bool> ignore(const std::string& path) const {
        const fs::path full = (from_top_ / path).lexically_normal();
        if (!found_ || full.empty() || *full.begin() == "..") return std::nullopt;
        int ignored = 0;
        check(git2().ignore_path_is_ignored(&ignored, repository_.get(), full.c_str()),
              fmt::format("look up '{}'", path));
        return ignored == 1;
    }

private:
    Repository repository_;
    fs::path from_top_;
    bool found_ = false;
};

}  // namespace

std::optional<bool> is_ignored(const fs::path& repository_folder, const std::string& path) {
    const std::scoped_lock lock(one_at_a_time());
    return IgnoreRules(repository_folder).ignore(path);
}

std::vector<std::string> not_ignored(const fs::path& repository_folder, const std::vector<std::string>& paths) {
    if (paths.empty()) return {};
    const std::scoped_lock lock(one_at_a_time());
    const IgnoreRules rules(repository_folder);
    std::vector<std::string> kept;
    for (const std::string& path : paths) {
        if (rules.ignore(path) == false) kept.push_back(path);
    }
    return kept;
}

}  // namespace mlp::git
