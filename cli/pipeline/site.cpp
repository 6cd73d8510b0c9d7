#include "cli/pipeline/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/settings/remotes.hpp"
#include "cli/version.hpp"
#include "core/base/path.hpp"
#include "core/config/project.hpp"
#include "core/config/settings.hpp"
#include "core/data/dvc/config.hpp"
#include "core/pipeline/dvc_contents.hpp"
#include "core/pipeline/lock_rows.hpp"
#include "core/pipeline/snapshot.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;

fs::path fetched_folder(Invocation& call) { return call.root() / ".mlp" / "tmp" / "fetched"; }

fs::path index_path(Invocation& call) { return call.root() / ".mlp" / "index.db"; }

std::optional<std::string> remote_from_copies(Invocation& call) {
    const auto named = call.settings().text("run.remote");
    if (!named) return std::nullopt;
    const data::RemoteSettings settings = named_or_address(call, *named);
    return settings.url.find("://") == std::string::npos ? (call.root() / settings.url).string() : *named;
}

std::string in_project(Invocation& call) {
    return base::inside(call.root(), call.root(), call.folder().string()).value_or(".");
}

std::string snapshot_of(const Asked& asked) {
    std::vector<std::string> words = asked.stages;
    // The same words mean other stages elsewhere. No word begins with a slash and a colon.
    if (!words.empty() && asked.folder != ".") words.push_back("/:" + asked.folder);
    return pipeline::snapshot_name(version, words, asked.single);
}

Site::Site(Invocation& call, data::FileIndex& index)
    : call_(call),
      index_(index),
      graph_(call.project()),
      objects_(call.objects()),
      contents_(graph_.project(), call.env(), index, objects_),
      locks_(pipeline::read_locks(graph_.project())) {
    open_cache();
    open_remotes();
    const std::string workspace = pipeline::find_workspace_id(call.root());
    if (cache_ && !workspace.empty())
        pending_ = pipeline::apply_lock_rows(cache_->db(), workspace, graph_.project(), locks_);
}

bool Site::has_stages_of_dvc() const {
    const auto& stages = graph_.project().stages;
    return std::any_of(stages.begin(), stages.end(), [](const config::Stage& stage) { return stage.is_of_dvc(); });
}

void Site::open_remotes() {
    const auto named = call_.settings().text("run.remote");
    if (!named) return;
    const bool push = call_.settings().text("run.push") == "true";
    const data::RemoteSettings settings = named_or_address(call_, *named);
    if (has_stages_of_dvc()) {
        pipeline::DvcContents& dvc = contents_.dvc();
        // The name of a folder alone would be taken for that of a remote.
        const bool folder = !data::dvc::remote_settings(dvc.config(), *named) && named->find('/') == std::string::npos;
        dvc_remote_.emplace(graph_.project(), dvc, call_.env(), folder ? "./" + *named : *named, push);
    }
    auto blobs = data::open_remote(settings, call_.root(), call_.env());
    data::BlobRemote& remote = *blobs;
    remote_.emplace(Remote{std::move(blobs), {remote, objects_, fetched_folder(call_), push}});
}

pipeline::ResultsElsewhere Site::elsewhere() {
    return {.own = remote_ ? &remote_->results : nullptr, .dvc = dvc_remote_ ? &*dvc_remote_ : nullptr};
}

void Site::pull() {
    if (dvc_remote_ || (remote_ && !has_stages_of_dvc())) return;
    if (!has_stages_of_dvc()) {
        throw Error(Kind::invalid, "there is no remote to pull from")
            .at("setting run.remote")
            .hint("set run.remote to the folder that the team shares");
    }
    dvc_remote_.emplace(graph_.project(), contents_.dvc(), call_.env(), "", false);
}

void Site::warn_of_absent_remote(bool wanted) {
    const auto look = [&](auto& results) {
        // Where ours are put, too, the first result makes the folder.
        if (results.exists() || (!wanted && results.pushes())) return false;
        call_.warn(fmt::format("nothing can be fetched: the remote folder '{}' is not there", results.address()));
        return true;
    };
    if (dvc_remote_ && look(*dvc_remote_)) return;
    if (remote_) look(remote_->results);
}

void Site::leave_remotes_alone() {
    remote_.reset();
    dvc_remote_.reset();
}

void Site::open_cache() {
    if (cache_) return;
    const auto location = store::locate(call_.env(), call_.root(), call_.settings().text("store"));
    std::error_code problem;
    if (!fs::exists(location.database, problem)) return;
    cache_ = store::Store::open(location, call_.env(), store::Access::read_only);
    // In a new store there is nothing to look up, for any stage.
    auto any = cache_->db().prepare("SELECT 1 FROM run_cache LIMIT 1");
    has_results_ = any.step().has_value();
}

const Since& Site::since(const std::string& revision) {
    if (!since_) since_ = affected_since(call_, graph_, revision);
    return *since_;
}

std::vector<std::size_t> Site::selected(const Asked& asked) {
    std::set<std::size_t> chosen;
    if (asked.since) {
        const auto targets = graph_.targets(asked.stages, asked.folder);
        for (const pipeline::Affected& one : since(*asked.since).affected) {
            if (std::binary_search(targets.begin(), targets.end(), one.index)) chosen.insert(one.index);
        }
    } else {
        for (const std::string& word : asked.stages) {
            for (const std::size_t index : graph_.named(word, asked.folder)) chosen.insert(index);
        }
        // Data that no stage needs is not a run's business.
        for (std::size_t index = 0; asked.stages.empty() && index < graph_.size(); ++index) {
            if (graph_.stage(index).origin != config::Origin::data) chosen.insert(index);
        }
    }
    for (const pipeline::Edge& edge : graph_.edges()) {
        const bool data = asked.with_data && graph_.stage(edge.from).origin == config::Origin::data;
        if (data && chosen.contains(edge.to)) chosen.insert(edge.from);
    }
    const std::vector<std::size_t> seeds(chosen.begin(), chosen.end());
    return asked.single ? seeds : graph_.needed(seeds);
}

pipeline::Plan Site::plan(const std::vector<std::size_t>& selected, pipeline::DecisionRules rules) {
    pipeline::Inspector inspector(graph_.project(), contents_);
    pipeline::Decider decider(inspector, contents_, cache(), rules, elsewhere());
    pipeline::Plan plan = pipeline::make_plan(graph_, selected, locks_.lock, inspector, decider);
    if (const std::string problem = decider.take_remote_problem(); !problem.empty()) call_.warn(problem);
    return plan;
}

pipeline::Signatures Site::signatures(const std::vector<std::size_t>& chosen) {
    pipeline::Signatures found(call_.root());
    found.add_all(graph_, chosen);
    const auto& stages = graph_.project().stages;
    if (has_stages_of_dvc()) found.add_store(contents_.dvc().cache().folder() / "files" / "md5");
    if (std::any_of(stages.begin(), stages.end(), [](const config::Stage& stage) { return !stage.is_of_dvc(); }))
        found.add_store(objects_.folder() / "sha256");
    return found;
}

bool Site::keep_if_current(const Asked& asked, bool may_wait) {
    const auto chosen = selected(asked);
    const pipeline::Signatures before = signatures(chosen);
    if (!before.settled(may_wait)) return false;
    const pipeline::Plan found = plan(chosen);
    if (!found.nothing_to_do() || !(before == signatures(chosen))) return false;
    std::vector<std::string> names;
    for (const std::size_t index : chosen) names.push_back(graph_.stage(index).name);
    pipeline::keep_snapshot(index_, snapshot_of(asked), before, names);
    return true;
}

}  // namespace mlp::cli
