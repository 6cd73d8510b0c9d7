#include "cli/release/registration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/pipeline/site.hpp"
#include "cli/pipeline/stage_documents.hpp"
#include "cli/tracking/pairs.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/data/file_index.hpp"
#include "core/data/workspace.hpp"
#include "core/git/repository.hpp"
#include "core/registry/manifest.hpp"
#include "core/registry/names.hpp"
#include "core/registry/origin.hpp"
#include "core/registry/package.hpp"
#include "core/tracking/store.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Json;

namespace {

/// What will be registered, before anything is stored.
struct Draft {
    const config::Model* declared = nullptr;
    std::vector<registry::SourceFile> files;
    registry::NewVersion version;
};

std::vector<std::string> watched_paths(const config::Model& model) {
    std::vector<std::string> paths = model.files;
    paths.insert(paths.begin(), model.path);
    return paths;
}

std::vector<registry::SourceFile> declared_files(Invocation& call, const config::Model& model) {
    std::vector<std::string> paths = watched_paths(model);
    if (!model.card.empty()) paths.push_back(model.card);
    for (const std::string& path : paths) {
        if (base::signature_of(call.root() / path, true)) continue;
        throw Error(Kind::missing, fmt::format("'{}' of model '{}' does not exist", path, model.name))
            .at(model.place.to_string())
            .hint("`mlp run` makes the outputs of the pipeline");
    }
    return registry::list_files(call.root(), model);
}

/// Provenance of what no run is known for: the commit that is checked out, and who did it where.
Json bare_provenance(Invocation& call) {
    Json provenance{{"user", base::user_name(call.env())}, {"host", base::host_name()}};
    const fs::path folder = call.find_root().value_or(call.folder());
    if (const auto commit = git::head_commit(folder)) provenance["commit"] = *commit;
    return provenance;
}

Error no_origin(const config::Model& model) {
    return Error(Kind::conflict,
                 fmt::format("the pipeline did not make what stands at '{}' now", model.path))
        .at(model.place.to_string())
        .hint("`mlp run` brings it up to date; --allow-stale registers it without parameters and metrics");
}

/// Of an output that the lock knows and no run here: a new store, or a run that was killed, failed elsewhere or was
/// deleted. `mlp run` rightly has nothing to do then. Nothing when the lock does not know it either.
std::optional<Json> locked_provenance(Invocation& call, RegistrySession& session, data::FileIndex& index,
                                      const std::vector<std::string>& paths, const registry::ContentOf& content_of) {
    Site site(call, index);
    const Json stages = stages_document({}, site.locks().lock, call.project(), session.store().db());
    const auto compared = registry::compare_outputs(stages, paths, content_of);
    if (compared.stages.empty() || !compared.stale.empty()) return std::nullopt;
    Json provenance = bare_provenance(call);
    provenance.update(registry::provenance_of_lock(stages, compared.stages));
    registry::add_metrics(provenance, stages, call.project(), content_of);
    return provenance;
}

/// Provenance of the project's own output, by content: which run made exactly this?
Json pipeline_provenance(Invocation& call, RegistrySession& session, const config::Model& model,
                         const RegistrationAsk& ask, data::FileIndex& index, const registry::ContentOf& content_of) {
    const auto tracking = tracking::open_tracking(session.store());
    const auto paths = watched_paths(model);
    std::optional<registry::Origin> origin;
    if (ask.run) {
        origin = registry::Origin{tracking->resolve_run(*ask.run), {}};
        const auto stages = tracking->find_document(origin->run_id, "stages");
        const auto compared = registry::compare_outputs(stages.value_or(Json()), paths, content_of);
        if (!compared.stale.empty() && !ask.allow_stale) {
            throw Error(Kind::conflict, fmt::format("run {} made another '{}' than what stands there now",
                                                    origin->run_id.substr(0, 8), compared.stale.front()))
                .hint("leave out --run to use the run that made it, or restore that run's outputs first");
        }
        origin->stages = compared.stages;
    } else {
        origin = registry::find_origin(*tracking, call.project().name, paths, content_of);
    }
    if (!origin) {
        if (auto locked = locked_provenance(call, session, index, paths, content_of)) return *std::move(locked);
        if (!ask.allow_stale) throw no_origin(model);
        return bare_provenance(call);
    }
    Json provenance = registry::provenance_of(*tracking, *origin);
    if (const auto stages = tracking->find_document(origin->run_id, "stages")) {
        registry::add_metrics(provenance, *stages, call.project(), content_of);
    }
    return provenance;
}

/// Provenance of any file: the run that is named, or that this process belongs to.
Json file_provenance(Invocation& call, RegistrySession& session, const RegistrationAsk& ask) {
    const auto run = ask.run ? ask.run : call.env().variable("MLP_RUN_ID");
    if (!run) return bare_provenance(call);
    const auto tracking = tracking::open_tracking(session.store());
    return registry::provenance_of(*tracking, {tracking->resolve_run(*run), {}});
}

const config::Model* declared_or_null(Invocation& call, const std::string& name) {
    return call.find_root() ? call.project().find_model(name) : nullptr;
}

Draft draft_of(Invocation& call, RegistrySession& session, const RegistrationAsk& ask) {
    Draft draft;
    if (ask.path) {
        if (!ask.model && !call.find_root()) {
            throw Error(Kind::usage, "under which name? No model is named").hint("mlp model push NAME --path FILE");
        }
        draft.declared = ask.model ? declared_or_null(call, *ask.model) : &declared_model(call, std::nullopt);
        draft.version.model = ask.model ? *ask.model : draft.declared->name;
        draft.files = registry::list_files((call.folder() / *ask.path).lexically_normal());
        draft.version.provenance = file_provenance(call, session, ask);
    } else {
        draft.declared = &declared_model(call, ask.model);
        draft.version.model = draft.declared->name;
        draft.files = declared_files(call, *draft.declared);
        data::FileIndex index(index_path(call));
        data::Workspace workspace(call.root(), index, call.objects());
        const registry::ContentOf content_of = [&](const std::string& path) { return workspace.content_of(path); };
        draft.version.provenance = pipeline_provenance(call, session, *draft.declared, ask, index, content_of);
        for (auto& file : draft.files) {
            const auto content = content_of(file.file.lexically_relative(call.root()).generic_string());
            if (content && content->kind != data::ContentKind::tree) file.known = content->digest;
        }
    }
    // Names are looked at before any content is stored.
    registry::check_model_name(draft.version.model);
    for (const std::string& alias : ask.aliases) registry::check_alias(alias);
    draft.version.run_id = draft.version.provenance.value("run_id", "");
    draft.version.user_id = base::user_name(call.env());
    draft.version.tags = parse_tags(ask.tags);
    draft.version.description = ask.description;
    if (draft.version.description.empty() && draft.declared != nullptr) {
        draft.version.description = draft.declared->description;
    }
    check_text(ask.description, "--description");
    for (const auto& tag : ask.tags) check_text(tag, "--tag");
    return draft;
}

/// Everything behind the content: one transaction, so that a version is never seen without its verdicts and names.
Registration commit(Invocation& call, RegistrySession& session, const RegistrationAsk& ask, const Draft& draft) {
    base::Transaction transaction(session.store().db());
    auto made = session->create_version(draft.version);
    const std::string& model = made.version.model;
    const auto number = made.version.version;
    if (!made.made) {
        if (!ask.description.empty()) session->describe_version(model, number, ask.description);
        for (const auto& tag : draft.version.tags) session->set_version_tag(model, number, tag);
    }
    const Verdicts verdicts = judge(call, session, made.version, draft.declared);
    if (verdicts.fresh) session->put_gate_results(model, number, verdicts.gates);
    for (const std::string& alias : ask.aliases) session->set_alias(model, alias, number);
    Registration registration{*session->find_version(model, number), made.made, draft.declared};
    transaction.commit();
    return registration;
}

std::optional<registry::ModelVersion> champion_of(RegistrySession& session, const config::Model& model) {
    const auto number = session->find_alias(model.name, model.champion);
    return number ? session->find_version(model.name, *number) : std::nullopt;
}

/// Do the recorded verdicts answer these gates, against this champion?
bool still_hold(const registry::ModelVersion& version, const config::Model& model,
                const std::optional<registry::ModelVersion>& champion) {
    if (version.gates.size() != model.gates.size()) return false;
    for (std::size_t i = 0; i < model.gates.size(); ++i) {
        const auto& recorded = version.gates[i];
        if (recorded.gate != model.gates[i].text) return false;
        const auto now = champion ? std::optional(champion->version) : std::nullopt;
        const bool compared = recorded.value && !std::isnan(*recorded.value);
        if (model.gates[i].champion && compared && recorded.champion_version != now) return false;
    }
    return true;
}

/// The champion does not compete with itself: what let it become champion stays, gate by gate; a gate that was changed
/// or added since is asked of it alone.
Verdicts judge_champion(const registry::ModelVersion& version, const config::Model& declared, std::int64_t now) {
    Verdicts verdicts;
    verdicts.gates =
        registry::evaluate_gates(declared.gates, registry::metrics_of(version.provenance), std::nullopt, now);
    verdicts.fresh = version.gates.size() != declared.gates.size();
    for (std::size_t i = 0; i < declared.gates.size(); ++i) {
        const auto recorded = std::find_if(version.gates.begin(), version.gates.end(),
                                           [&](const auto& known) { return known.gate == declared.gates[i].text; });
        if (recorded == version.gates.end()) {
            verdicts.fresh = true;
        } else {
            verdicts.gates[i] = *recorded;
        }
    }
    return verdicts;
}

}  // namespace

Verdicts judge(Invocation& call, RegistrySession& session, const registry::ModelVersion& version,
               const config::Model* declared) {
    if (declared == nullptr || declared->gates.empty()) return {version.gates, false};
    const auto champion = champion_of(session, *declared);
    if (champion && champion->version == version.version) {
        return judge_champion(version, *declared, call.env().now());
    }
    if (still_hold(version, *declared, champion)) return {version.gates, false};
    return {
        registry::evaluate_gates(declared->gates, registry::metrics_of(version.provenance), champion, call.env().now()),
        true};
}

Registration register_version(Invocation& call, RegistrySession& session, const RegistrationAsk& ask) {
    Draft draft = draft_of(call, session, ask);
    data::ObjectStore::Batch batch(call.objects());
    draft.version.parts = registry::store_files(draft.files, batch);
    batch.put_bytes(registry::manifest_text(draft.version.model, draft.version.parts, draft.version.provenance));
    batch.commit();
    return commit(call, session, ask, draft);
}

registry::NewVersion describe_version(Invocation& call, RegistrySession& session, const RegistrationAsk& ask) {
    Draft draft = draft_of(call, session, ask);
    for (const auto& file : draft.files) {
        const auto size = base::signature_of(file.file, true);
        const base::HashedFile hashed =
            file.known && size ? base::HashedFile{*file.known, size->size} : base::hash_file(file.file);
        draft.version.parts.push_back({file.part, hashed.digest.to_string(), hashed.size, file.executable});
    }
    return draft.version;
}

std::optional<registry::ModelVersion> find_same(RegistrySession& session, const registry::NewVersion& version) {
    const auto digest =
        base::sha256(registry::manifest_text(version.model, version.parts, version.provenance)).to_string();
    return session->find_content(version.model, digest);
}

}  // namespace mlp::cli
