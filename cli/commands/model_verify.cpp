// mlp model verify
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/session.hpp"
#include "cli/release/version_view.hpp"
#include "core/base/error.hpp"
#include "core/registry/content.hpp"

namespace mlp::cli {

namespace {

struct Found {
    std::string version;
    registry::Damage damage;
};

struct Verified {
    std::int64_t versions = 0;
    std::uint64_t files = 0;
    std::vector<Found> damages;
};

void verify_one(RegistrySession& session, const registry::ModelVersion& version, Verified& verified) {
    ++verified.versions;
    verified.files += version.files;
    for (auto& damage : registry::verify_version(session.store(), version)) {
        verified.damages.push_back({name_of(version), std::move(damage)});
    }
}

/// "churn:3", "churn@a": that version. "churn": all of its versions. Nothing: all of all models.
bool names_one_version(RegistrySession& session, const std::string& reference) {
    return !session->find_model(reference) && reference.find_first_of(":@") != std::string::npos;
}

Verified verify_all(RegistrySession& session, const std::optional<std::string>& reference) {
    Verified verified;
    if (reference && names_one_version(session, *reference)) {
        verify_one(session, session->resolve(*reference), verified);
        return verified;
    }
    if (reference) session->resolve(*reference);  // throws with what there is
    tracking::Search search;
    search.max_results = 200;
    do {
        const auto page = session->search_versions(search);
        for (const auto& version : page.items) {
            if (reference && version.model != *reference) continue;
            if (const auto whole = session->find_version(version.model, version.version))
                verify_one(session, *whole, verified);
        }
        search.page_token = page.next_page_token;
    } while (!search.page_token.empty());
    return verified;
}

/// All of them in one message, as far as somebody would read them.
Error damaged(const Verified& verified) {
    constexpr std::size_t shown = 20;
    const auto& damages = verified.damages;
    std::string list;
    for (std::size_t i = 0; i < damages.size() && i < shown; ++i) {
        list += fmt::format("{}{} of {} {}", i == 0 ? "" : "; ", damages[i].damage.part, damages[i].version,
                            damages[i].damage.problem);
    }
    if (damages.size() > shown) list += fmt::format("; and {} more", damages.size() - shown);
    return Error(Kind::damaged, list).at(damages.front().damage.object).hint(damages.front().damage.repair);
}

Report verify(Invocation& call, const std::optional<std::string>& reference) {
    RegistrySession session(call, RegistrySession::Use::read);
    const Verified verified = verify_all(session, reference);
    if (!verified.damages.empty()) {
        throw damaged(verified);
    }
    base::Json json = document("mlp.model.verify/1");
    json["versions"] = verified.versions;
    json["files"] = verified.files;
    return {
        .document = json, .text = [verified](Text& text) {
            text.add(Label::ok, "ok")
                .line(fmt::format("  {} version{}, {} file{}: all content is what was registered", verified.versions,
                                  verified.versions == 1 ? "" : "s", verified.files, verified.files == 1 ? "" : "s"));
        }};
}

}  // namespace

Command model_verify_command() {
    auto reference = std::make_shared<std::optional<std::string>>();
    return {.arguments = {{"version", "MODEL (all its versions), MODEL:VERSION or MODEL@ALIAS; without it everything",
                           reference.get(), false, "", Live::versions}},
            .run = [reference](Invocation& call) { return verify(call, *reference); }};
}

}  // namespace mlp::cli
