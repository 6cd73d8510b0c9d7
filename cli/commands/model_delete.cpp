// mlp model delete
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/session.hpp"
#include "cli/release/version_view.hpp"
#include "core/base/error.hpp"
#include "core/deploy/ledger.hpp"
#include "core/registry/names.hpp"

namespace mlp::cli {

namespace {

struct ModelDelete {
    std::string reference;
    bool force = false;
    bool all = false;
};

/// Why this version should stay; empty when nothing speaks for it.
std::string needed_by(RegistrySession& session, const registry::ModelVersion& version) {
    std::string why;
    const auto add = [&](const std::string& reason) { why += (why.empty() ? "" : "; ") + reason; };
    for (const auto& release : deploy::serving(session.store(), version.model, version.version)) {
        add(fmt::format("environment '{}' of '{}' serves it", release.entry.environment, release.entry.project));
    }
    if (!version.aliases.empty()) add(fmt::format("it is {}", fmt::join(version.aliases, ", ")));
    return why;
}

std::vector<registry::ModelVersion> all_versions(RegistrySession& session, const registry::RegisteredModel& model) {
    std::vector<registry::ModelVersion> versions;
    std::int64_t highest = 0;
    for (const auto& version : model.latest_versions) highest = std::max(highest, version.version);
    for (std::int64_t number = 1; number <= highest; ++number) {
        if (auto version = session->find_version(model.name, number)) versions.push_back(std::move(*version));
    }
    return versions;
}

std::vector<registry::ModelVersion> meant(RegistrySession& session, const ModelDelete& ask) {
    const auto model = session->find_model(ask.reference);
    if (model && ask.all) return all_versions(session, *model);
    if (ask.all) session->resolve(ask.reference);  // throws when there is no such model
    if (ask.all)
        throw Error(Kind::usage, fmt::format("'{}' names one version; --all deletes a whole model", ask.reference));
    if (model || !registry::parse_reference(ask.reference).version) {
        throw Error(Kind::usage, fmt::format("'{}' does not say which version", ask.reference))
            .hint(fmt::format("name it by number: {}:VERSION; a whole model goes with --all", ask.reference));
    }
    return {session->resolve(ask.reference)};
}

Report remove(Invocation& call, const ModelDelete& ask) {
    RegistrySession session(call, RegistrySession::Use::write);
    base::Transaction transaction(session.store().db());
    const auto versions = meant(session, ask);
    for (const auto& version : versions) {
        const std::string why = ask.force ? "" : needed_by(session, version);
        if (why.empty()) continue;
        throw Error(Kind::conflict, fmt::format("{} is needed: {}", name_of(version), why))
            .hint("release another version or move the alias first, or delete it all the same with --force");
    }
    if (ask.all) {
        session->delete_model(ask.reference);
    } else {
        session->delete_version(versions.front().model, versions.front().version);
    }
    transaction.commit();
    base::Json json = document("mlp.model.delete/1");
    json["deleted"] = base::Json::array();
    for (const auto& version : versions) json["deleted"].push_back(name_of(version));
    json["model"] = ask.all ? ask.reference : versions.front().model;
    return {.document = json, .text = [versions, ask](Text& text) {
                if (ask.all) text.line(fmt::format("model {} deleted", ask.reference));
                for (const auto& version : versions)
                    text.add(Label::strong, name_of(version)).line(" deleted; its content stays in the object store");
            }};
}

}  // namespace

Command model_delete_command() {
    auto ask = std::make_shared<ModelDelete>();
    return {.arguments = {{"version", "MODEL:VERSION; with --all a MODEL", &ask->reference, true, "", Live::versions},
                          {"--all", "Delete the model with all its versions", &ask->all},
                          {"--force", "Also what an environment serves or an alias names", &ask->force}},
            .run = [ask](Invocation& call) { return remove(call, *ask); }};
}

}  // namespace mlp::cli
