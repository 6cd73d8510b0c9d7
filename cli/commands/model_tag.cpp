// mlp model tag
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/session.hpp"
#include "cli/release/version_view.hpp"
#include "cli/tracking/pairs.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {

namespace {

struct ModelTag {
    std::string reference;
    std::vector<std::string> tags;
    std::vector<std::string> removed;
};

Report tag(Invocation& call, const ModelTag& ask) {
    if (ask.tags.empty() && ask.removed.empty()) {
        throw Error(Kind::usage, "there is no tag to set")
            .hint("mlp model tag MODEL:VERSION KEY=VALUE, or --delete KEY");
    }
    for (const auto& text : ask.tags) check_text(text, "a tag");
    const auto tags = parse_tags(ask.tags, "a tag");
    RegistrySession session(call, RegistrySession::Use::write);
    base::Transaction transaction(session.store().db());
    const auto found = session->resolve(ask.reference);
    for (const auto& entry : tags) session->set_version_tag(found.model, found.version, entry);
    for (const auto& key : ask.removed) session->delete_version_tag(found.model, found.version, key);
    const auto version = *session->find_version(found.model, found.version);
    transaction.commit();
    base::Json json = document("mlp.model.tag/1");
    json["model"] = version.model;
    json["version"] = version.version;
    json["tags"] = tags_json(version.tags);
    return {.document = json, .text = [version](Text& text) {
                text.line(Label::strong, name_of(version));
                for (const auto& entry : version.tags) render_field("tag", entry.key + "=" + entry.value, text);
            }};
}

}  // namespace

Command model_tag_command() {
    auto ask = std::make_shared<ModelTag>();
    return {.arguments = {{"version", "MODEL (its newest version), MODEL:VERSION or MODEL@ALIAS", &ask->reference, true,
                           "", Live::versions},
                          {"tag", "Tags to set", &ask->tags, false, "KEY=VALUE"},
                          {"--delete", "Key of a tag to remove (repeatable)", &ask->removed, false, "KEY"}},
            .run = [ask](Invocation& call) { return tag(call, *ask); }};
}

}  // namespace mlp::cli
