#include "core/git/mirror.hpp"

#include <array>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/git/library.hpp"
#include "core/git/remote_url.hpp"

namespace mlp::git {

namespace fs = std::filesystem;

namespace {

using Remote = std::unique_ptr<git_remote, Free<&Git2::remote_free>>;
using Description = std::unique_ptr<git_describe_result, Free<&Git2::describe_result_free>>;

/// A text that libgit2 made.
class Buffer {
public:
    Buffer() = default;
    ~Buffer() { git2().buf_dispose(&buffer_); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    git_buf* out() { return &buffer_; }
    std::string text() const { return buffer_.ptr == nullptr ? "" : buffer_.ptr; }

private:
    git_buf buffer_ = GIT_BUF_INIT;
};

void check_remote(int code, const std::string& url) {
    try {
        check(code, fmt::format("fetch '{}'", base::printable(without_credentials(url))));
    } catch (const Error& error) {
        throw Error(Kind::remote, error.message())
            .hint("check the address, the network, and for ssh that the agent has a key (ssh-add -l)");
    }
}

/// Offers the keys of the agent, once: asked again, they were refused.
int offer_credentials(git_credential** out, const char*, const char* user, unsigned int allowed, void* payload) {
    auto& offered = *static_cast<bool*>(payload);
    const bool wants_key = (allowed & static_cast<unsigned>(GIT_CREDENTIAL_SSH_KEY)) != 0;
    if (offered || !wants_key) return GIT_PASSTHROUGH;
    offered = true;
    return git2().credential_ssh_key_from_agent(out, user == nullptr ? "git" : user);
}

void fetch(git_repository* repository, const std::string& url) {
    const auto remote = made<Remote>("name the remote", git2().remote_create_anonymous, repository, url.c_str());
    bool offered = false;
    git_fetch_options options{};
    check(git2().fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION), "prepare to fetch");
    options.callbacks.credentials = offer_credentials;
    options.callbacks.payload = &offered;
    options.prune = GIT_FETCH_PRUNE;
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    check_remote(git2().remote_connect(remote.get(), GIT_DIRECTION_FETCH, &options.callbacks, nullptr, nullptr), url);
    Buffer head;
    const bool has_head = git2().remote_default_branch(head.out(), remote.get()) == 0;
    std::string branches = "+refs/heads/*:refs/heads/*";
    std::string tags = "+refs/tags/*:refs/tags/*";
    std::array<char*, 2> names{branches.data(), tags.data()};
    const git_strarray wanted{names.data(), names.size()};
    check_remote(git2().remote_fetch(remote.get(), &wanted, &options, nullptr), url);
    if (has_head) check(git2().repository_set_head(repository, head.text().c_str()), "set HEAD");
}

Repository new_bare(const fs::path& folder) {
    git_repository_init_options options{};
    check(git2().repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION), "prepare a repository");
    options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH;
    return made<Repository>("make a repository", git2().repository_init_ext, folder.c_str(), &options);
}

}  // namespace

void refresh_mirror(const std::string& url, const fs::path& folder) {
    base::make_folders(folder.parent_path());
    const std::scoped_lock lock(one_at_a_time());
    if (base::signature_of(folder / "HEAD")) {
        const auto repository = open_repository(folder.string());
        if (repository) return fetch(repository.get(), url);
    }
    const base::TemporaryFolder staging(folder.parent_path(), ".fetch");
    const auto fresh = staging.path() / "repository";
    {
        const auto repository = new_bare(fresh);
        fetch(repository.get(), url);
    }
    base::remove_tree(folder);
    std::error_code problem;
    fs::rename(fresh, folder, problem);
    // Somebody who fetched the same at the same time may have been first.
    if (problem && !base::signature_of(folder / "HEAD")) throw system_error("make", folder.native(), problem.value());
}

std::string describe(const fs::path& folder, const std::string& commit) {
    const std::scoped_lock lock(one_at_a_time());
    const auto repository = open_repository(folder.string());
    if (!repository) return commit;
    git_object* raw = nullptr;
    check(git2().revparse_single(&raw, repository.get(), commit.c_str()), "find the commit");
    const Object object(raw);
    git_describe_options options{};
    check(git2().describe_options_init(&options, GIT_DESCRIBE_OPTIONS_VERSION), "describe a commit");
    options.describe_strategy = GIT_DESCRIBE_TAGS;
    options.show_commit_oid_as_fallback = 1;
    const auto result = made<Description>("describe a commit", git2().describe_commit, object.get(), &options);
    git_describe_format_options format{};
    check(git2().describe_format_options_init(&format, GIT_DESCRIBE_FORMAT_OPTIONS_VERSION), "describe a commit");
    Buffer text;
    check(git2().describe_format(text.out(), result.get(), &format), "describe a commit");
    return text.text();
}

}  // namespace mlp::git
