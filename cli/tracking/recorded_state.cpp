#include "cli/tracking/recorded_state.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/path.hpp"
#include "core/pipeline/run_cache.hpp"

namespace mlp::cli {

using base::Json;

namespace {

Json code_of(TrackSession& session, std::string& run_id) {
    for (;;) {
        auto code = session->find_document(run_id, "code");
        if (code && code->contains("files")) return *std::move(code);
        if (code) {
            throw Error(Kind::invalid, fmt::format("the code of run {} could not be kept: {}", run_id,
                                                   code->value("problem", std::string("unknown"))));
        }
        const tracking::Run run = session.run(run_id);
        if (!run.info.parent_id) break;
        run_id = *run.info.parent_id;
    }
    const auto children = session->child_runs(run_id);
    Error error(Kind::invalid, fmt::format("run {} recorded no code", run_id));
    if (!children.empty() && session->find_document(children.front(), "code")) {
        error.hint(fmt::format("it holds several runs: check out one of them, such as {}", children.front()));
    } else {
        error.hint("only runs of `mlp run` do; an older one may have its changes as a patch: `mlp track download " +
                   run_id + " git/diff.patch`");
    }
    throw error;
}

void refuse_hostile(const std::string& path, const std::string& run_id) {
    if (base::normal_relative(path) == path && !base::is_within(path, ".git") && path.find("/.git/") == path.npos)
        return;
    throw Error(Kind::damaged, fmt::format("the record of run {} names a file '{}'", run_id, path))
        .hint("the store was changed by something else than mlp");
}

void take_commit(const std::filesystem::path& top, RecordedState& state) {
    if (state.commit.empty()) return;
    const auto revision = git::Revision::find(top, state.commit);
    if (!revision) {
        throw Error(Kind::missing,
                    fmt::format("commit {} of run {} is not in this repository", state.commit, state.run_id))
            .hint(
                "fetch it (`git fetch --all`, in a shallow clone with --unshallow), or work in the clone that made the "
                "run");
    }
    for (git::CommittedFile& file : revision->files()) {
        std::string path = file.path;
        state.files[std::move(path)].committed = std::move(file);
    }
}

void take_kept(const Json& files, const std::string& folder, RecordedState& state) {
    const auto contents = pipeline::outputs_from_json(files);
    if (!contents) throw Error(Kind::damaged, fmt::format("the files of run {} cannot be read", state.run_id));
    for (const auto& [path, content] : *contents) {
        state.files[folder.empty() ? path : folder + "/" + path] = {.kept = content};
    }
}

void take_outputs(const Json& stages, RecordedState& state) {
    for (const auto& [name, stage] : stages.items()) {
        if (!stage.contains("outs")) continue;
        const auto outs = pipeline::outputs_from_json(stage["outs"], pipeline::LockPaths::any);
        if (!outs) continue;
        for (const auto& [path, content] : *outs) {
            // Outside of the project nothing is overwritten; what is there is compared.
            (path.starts_with('/') ? state.deps : state.outputs).emplace(path, content);
        }
    }
}

void take_deps(const Json& stages, RecordedState& state) {
    const auto is_made = [&](const std::string& path) {
        return std::any_of(state.outputs.begin(), state.outputs.end(), [&](const auto& out) {
            return base::is_within(path, out.first) || base::is_within(out.first, path);
        });
    };
    for (const auto& [name, stage] : stages.items()) {
        const auto deps = stage.contains("deps") ? pipeline::outputs_from_json(stage["deps"], pipeline::LockPaths::any)
                                                 : std::nullopt;
        if (!deps) continue;
        for (const auto& [path, content] : *deps) {
            if (!is_made(path)) state.deps.emplace(path, content);
        }
    }
}

}  // namespace

bool is_output(const RecordedState& state, const std::string& from_top) {
    return std::any_of(state.as_outputs.begin(), state.as_outputs.end(),
                       [&](const std::string& output) { return base::is_within(from_top, output); });
}

RecordedState recorded_state(TrackSession& session, const std::string& run_id, const std::filesystem::path& top) {
    RecordedState state;
    state.run_id = run_id;
    const Json code = code_of(session, state.run_id);
    state.commit = code.value("base", std::string());
    state.place = code.value("place", std::string());
    take_commit(top, state);
    for (const Json& path : code.value("deleted", Json::array())) state.files.erase(path.get<std::string>());
    take_kept(code["files"], "", state);
    if (const auto locks = session->find_document(state.run_id, "locks")) take_kept(*locks, state.place, state);
    const Json left_out = code.value("left_out", Json::object());
    for (const auto& [path, size] : left_out.items()) {
        state.left_out.push_back(path);
        state.files.erase(path);
    }
    if (const auto stages = session->find_document(state.run_id, "stages")) {
        take_outputs(*stages, state);
        take_deps(*stages, state);
    }
    for (const auto& [path, file] : state.files) refuse_hostile(path, state.run_id);
    for (const auto& [path, content] : state.outputs) refuse_hostile(path, state.run_id);
    return state;
}

}  // namespace mlp::cli
