#include "cli/compare/side.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cli/tracking/session.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/settings.hpp"
#include "core/git/repository.hpp"

namespace mlp::cli {

namespace {

constexpr std::string_view run_word = "run:";
constexpr std::string_view git_word = "git:";

bool may_be_run(const std::string& word) {
    constexpr std::size_t shortest = 4;
    constexpr std::size_t whole = 32;
    return word.size() >= shortest && word.size() <= whole && std::all_of(word.begin(), word.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

/// A store is not made only to find that it has no such run.
bool has_store(Invocation& call) {
    const auto location = store::locate(call.env(), call.find_root(), call.settings().text("store"));
    return base::signature_of(location.database, true).has_value();
}

std::optional<std::string> find_run(Invocation& call, const std::string& word) {
    if (!may_be_run(word) || !has_store(call)) return std::nullopt;
    TrackSession session(call, TrackSession::Use::read);
    try {
        return session->resolve_run(word);
    } catch (const Error& error) {
        if (error.kind() == Kind::missing) return std::nullopt;
        throw;
    }
}

[[noreturn]] void fail_unknown(Invocation& call, const std::string& word) {
    const bool head = word == "HEAD";
    Error error(Kind::missing,
                head ? std::string("there is no commit to compare with")
                     : fmt::format("'{}' is neither a run nor a revision of git here", base::printable(word)));
    if (!git::inside_repository(call.root())) {
        error.hint("this is no git repository: name runs (`mlp track list` lists them)");
    } else if (head) {
        error.hint("commit once, or name two runs");
    } else {
        error.hint(
            "`mlp track list` lists runs, `git log` commits; a shallow clone lacks older ones (git fetch --unshallow)");
    }
    throw error;
}

}  // namespace

Side find_side(Invocation& call, const std::string& word) {
    if (word == "workspace") return workspace_side(call);
    if (word.starts_with(run_word)) {
        const std::string id = word.substr(run_word.size());
        return run_side(call, TrackSession(call, TrackSession::Use::read).run_id(id), id);
    }
    const bool only_git = word.starts_with(git_word);
    const std::string name = only_git ? word.substr(git_word.size()) : word;
    const auto run = only_git ? std::nullopt : find_run(call, name);
    const auto revision = git::Revision::find(call.root(), name);
    if (run && revision) {
        throw Error(Kind::usage, fmt::format("'{}' is a run and a revision of git", base::printable(name)))
            .hint(fmt::format("say which: run:{0} or git:{0}", name));
    }
    if (run) return run_side(call, *run, name);
    if (revision) return revision_side(call, *revision, name);
    fail_unknown(call, name);
}

}  // namespace mlp::cli
