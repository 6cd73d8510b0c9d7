// mlp model alias
#include <fmt/format.h>

#include <charconv>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/session.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

struct ModelAlias {
    std::string model;
    std::string alias;
    std::optional<std::string> version;
    bool remove = false;
};

/// "3", "churn:3" or "churn@other".
std::int64_t version_of(RegistrySession& session, const ModelAlias& ask) {
    std::int64_t number = 0;
    const std::string& text = *ask.version;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec == std::errc{} && end.ptr == text.data() + text.size()) return number;
    const auto version = session->resolve(text);
    if (version.model == ask.model) return version.version;
    throw Error(Kind::usage,
                fmt::format("'{}' is a version of '{}', not of '{}'", base::printable(text), version.model, ask.model));
}

Report alias(Invocation& call, const ModelAlias& ask) {
    if (ask.remove == ask.version.has_value()) {
        throw Error(Kind::usage,
                    ask.remove ? "a version and --delete exclude each other" : "to which version? None is named")
            .hint("mlp model alias MODEL ALIAS VERSION, or mlp model alias MODEL ALIAS --delete");
    }
    RegistrySession session(call, RegistrySession::Use::write);
    const auto before = session->find_alias(ask.model, ask.alias);
    std::optional<std::int64_t> after;
    if (ask.remove) {
        session->delete_alias(ask.model, ask.alias);
    } else {
        after = version_of(session, ask);
        session->set_alias(ask.model, ask.alias, *after);
    }
    base::Json json = document("mlp.model.alias/1");
    json["model"] = ask.model;
    json["alias"] = ask.alias;
    json["before"] = before ? base::Json(*before) : base::Json();
    json["version"] = after ? base::Json(*after) : base::Json();
    return {.document = json, .text = [ask, before, after](Text& text) {
                text.add(Label::strong, ask.model + "@" + ask.alias);
                if (!after) {
                    text.line(fmt::format(" removed; it was version {}", *before));
                } else if (before == after) {
                    text.line(fmt::format(" is version {} already", *after));
                } else {
                    text.line(fmt::format(" is version {} now{}", *after,
                                          before ? fmt::format("; it was {}", *before) : std::string()));
                }
            }};
}

}  // namespace

Command model_alias_command() {
    auto ask = std::make_shared<ModelAlias>();
    return {.arguments = {{"model", "Registered model", &ask->model, true, "", Live::models},
                          {"alias", "Name to set, move or remove", &ask->alias, true, "", Live::aliases},
                          {"version", "Version to point to: its number, or MODEL:VERSION or MODEL@ALIAS", &ask->version,
                           false, "", Live::versions},
                          {"--delete", "Remove the alias", &ask->remove}},
            .run = [ask](Invocation& call) { return alias(call, *ask); }};
}

}  // namespace mlp::cli
