#include <algorithm>
#include <array>
#include <functional>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/git/layout.hpp"
#include "core/git/library.hpp"
#include "core/git/remote_url.hpp"
#include "core/git/repository.hpp"
#include "core/git/status.hpp"

namespace mlp::git {

namespace {

/// Files above this are told as binary in a patch: nobody reads a patch of them, and they need not be in memory.
constexpr git_off_t largest_text = 4 << 20;

/// For names that go into JSON and terminals; a repository may hold any bytes.
std::string shown(const char* text) {
    const std::string_view bytes = text == nullptr ? "" : text;
    return base::invalid_utf8(bytes) ? base::printable(bytes) : std::string(bytes);
}

struct Reading {
    git_repository* repository;
    std::size_t diff_limit;
    Snapshot snapshot;
    Tree head_tree;
    std::vector<std::string> states;
    std::string problems;

    /// Runs one part; what fails in it is a note, and the rest goes on.
    void part(const std::function<void()>& work);
    void read_head();
    void read_branch_to_be();
    void read_remote();
    void read_status();
    void read_diff();
};

void Reading::part(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        problems += (problems.empty() ? "" : "; ") + error.message();
    }
}

void Reading::read_branch_to_be() {
    states.emplace_back("unborn");
    const auto head = made<Reference>("read HEAD", git2().reference_lookup, repository, "HEAD");
    const std::string target = shown(git2().reference_symbolic_target(head.get()));
    constexpr std::string_view branches = "refs/heads/";
    if (target.starts_with(branches)) {
        snapshot.branch = target.substr(branches.size());
    }
}

void Reading::read_head() {
    git_reference* raw = nullptr;
    const int code = git2().repository_head(&raw, repository);
    const Reference head(raw);
    if (code == GIT_EUNBORNBRANCH || code == GIT_ENOTFOUND) {
        read_branch_to_be();
        return;
    }
    check(code, "read HEAD");
    const git_oid* id = git2().reference_target(head.get());
    if (id == nullptr) {
        return;
    }
    snapshot.commit = id_text(id);
    if (git2().repository_head_detached(repository) == 1) {
        states.emplace_back("detached");
    } else {
        snapshot.branch = shown(git2().reference_shorthand(head.get()));
    }
    const auto commit = made<Commit>("read the commit of HEAD", git2().commit_lookup, repository, id);
    head_tree = made<Tree>("read the tree of HEAD", git2().commit_tree, commit.get());
}

void Reading::read_remote() {
    const auto settings = made<Config>("read the repository's settings", git2().repository_config_snapshot, repository);
    const char* url = nullptr;
    if (git2().config_get_string(&url, settings.get(), "remote.origin.url") == 0) {
        snapshot.remote_url = without_credentials(shown(url));
    }
}

void Reading::read_status() {
    const StatusList list = git::read_status(repository, GIT_STATUS_OPT_INCLUDE_UNTRACKED);
    const std::size_t count = git2().status_list_entrycount(list.get());
    for (std::size_t at = 0; at < count && !snapshot.dirty; ++at) {
        const git_status_entry* entry = git2().status_byindex(list.get(), at);
        const git_diff_delta* delta =
            entry->index_to_workdir != nullptr ? entry->index_to_workdir : entry->head_to_index;
        snapshot.dirty = entry->status != GIT_STATUS_CURRENT && (delta == nullptr || !is_own(delta->new_file.path));
    }
}

/// Appends one piece of the patch; a full buffer ends the printing.
int append_line(const git_diff_delta*, const git_diff_hunk*, const git_diff_line* line, void* payload) {
    auto& reading = *static_cast<Reading*>(payload);
    const bool marked = line->origin == GIT_DIFF_LINE_CONTEXT || line->origin == GIT_DIFF_LINE_ADDITION ||
                        line->origin == GIT_DIFF_LINE_DELETION;
    std::string& diff = reading.snapshot.diff;
    if (diff.size() + line->content_len + (marked ? 1 : 0) > reading.diff_limit) {
        reading.snapshot.diff_cut = true;
        return 1;
    }
    if (marked) {
        diff += line->origin;
    }
    diff.append(line->content, line->content_len);
    return 0;
}

void Reading::read_diff() {
    git_diff_options options{};
    check(git2().diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION), "compare with HEAD");
    options.max_size = largest_text;
    const int code = read_steadily([&] {
        snapshot.diff.clear();
        git_diff* diff = nullptr;
        const int compared =
            git2().diff_tree_to_workdir_with_index(&diff, repository, head_tree.get(), &options);
        const Diff owned(diff);
        return compared < 0 ? compared : git2().diff_print(diff, GIT_DIFF_FORMAT_PATCH, append_line, this);
    });
    if (!snapshot.diff_cut) {
        check(code, "compare with HEAD");
    }
}

/// @param more  reads what the caller wants beside HEAD and the remote
std::optional<Snapshot> snapshot_of(const std::filesystem::path& folder, std::string* problem, std::size_t diff_limit,
                                    const std::function<void(Reading&)>& more) {
    const std::scoped_lock lock(one_at_a_time());
    std::string trouble;
    std::optional<Snapshot> result;
    try {
        // Where there is plainly no repository, the library need not be loaded to find that out.
        const Repository repository = git_folder_of(folder, true) ? open_repository(folder.string()) : nullptr;
        if (repository) {
            Reading reading{repository.get(), diff_limit, {}, nullptr, {}, {}};
            reading.part([&] { reading.read_head(); });
            reading.part([&] { reading.read_remote(); });
            more(reading);
            reading.snapshot.state = fmt::format("{}", fmt::join(reading.states, ","));
            trouble = reading.problems;
            result = std::move(reading.snapshot);
        }
    } catch (const Error& error) {
        trouble = error.message() + (error.hint_text().empty() ? "" : " (" + error.hint_text() + ")");
    }
    if (problem != nullptr) {
        *problem = trouble;
    }
    return result;
}

}  // namespace

std::optional<Snapshot> snapshot(const std::filesystem::path& folder, std::string* problem, std::size_t diff_limit) {
    return snapshot_of(folder, problem, diff_limit, [](Reading& reading) {
        if (git2().repository_is_bare(reading.repository) == 1) {
            reading.states.emplace_back("bare");
        } else {
            reading.part([&] { reading.read_status(); });
            reading.part([&] { reading.read_diff(); });
        }
        if (git2().repository_is_shallow(reading.repository) == 1) {
            reading.states.emplace_back("shallow");
        }
        reading.states.insert(reading.states.begin(), reading.snapshot.dirty ? "dirty" : "clean");
    });
}

std::optional<Snapshot> head_snapshot(const std::filesystem::path& folder) {
    return snapshot_of(folder, nullptr, 0, [](Reading&) {});
}

}  // namespace mlp::git
