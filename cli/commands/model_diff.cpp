// mlp model diff
#include <fmt/format.h>

#include <map>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/release/session.hpp"
#include "cli/release/version_view.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

using base::Json;

/// key → (before, after); null where it is absent. Equal ones are left out.
using Changes = std::map<std::string, std::pair<Json, Json>>;

Changes compare(const std::map<std::string, Json>& a, const std::map<std::string, Json>& b) {
    Changes changes;
    for (const auto& [key, value] : a) {
        const auto other = b.find(key);
        if (other == b.end()) {
            changes[key] = {value, nullptr};
        } else if (other->second != value) {
            changes[key] = {value, other->second};
        }
    }
    for (const auto& [key, value] : b) {
        if (!a.contains(key)) changes[key] = {nullptr, value};
    }
    return changes;
}

std::map<std::string, Json> section(const registry::ModelVersion& version, const char* name) {
    std::map<std::string, Json> result;
    const auto found = version.provenance.find(name);
    if (found == version.provenance.end() || !found->is_object()) return result;
    for (const auto& [key, value] : found->items()) result[key] = value;
    return result;
}

std::map<std::string, Json> files(const registry::ModelVersion& version) {
    std::map<std::string, Json> result;
    for (const auto& part : version.parts) {
        result[part.path] = part.digest + (part.executable ? " executable" : "");
    }
    return result;
}

std::map<std::string, Json> origin(const registry::ModelVersion& version) {
    std::map<std::string, Json> result;
    for (const char* key : {"run_id", "commit", "dirty"}) {
        const auto found = version.provenance.find(key);
        if (found != version.provenance.end()) result[key] = *found;
    }
    return result;
}

std::string shown(const Json& value) {
    if (value.is_null()) return "-";
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    return text.starts_with("sha256:") ? short_digest(text) : text;
}

/// "0.91 → 0.93 (+0.02)": how far a number moved.
std::string moved(const Json& before, const Json& after) {
    const auto a = base::number_from_json(before);
    const auto b = base::number_from_json(after);
    if (!a || !b) return {};
    return fmt::format("{:+.6g}", *b - *a);
}

Report diff(Invocation& call, const std::string& first, const std::string& second) {
    RegistrySession session(call, RegistrySession::Use::read);
    const auto a = session->resolve(first);
    const auto b = session->resolve(second);
    const std::vector<std::pair<std::string, Changes>> sections{
        {"files", compare(files(a), files(b))},
        {"origin", compare(origin(a), origin(b))},
        {"parameters", compare(section(a, "parameters"), section(b, "parameters"))},
        {"metrics", compare(section(a, "metrics"), section(b, "metrics"))},
        {"data", compare(section(a, "data"), section(b, "data"))}};
    Json json = document("mlp.model.diff/1");
    json["before"] = name_of(a);
    json["after"] = name_of(b);
    for (const auto& [name, changes] : sections) {
        json[name] = Json::array();
        for (const auto& [key, values] : changes) {
            json[name].push_back({{"key", key}, {"before", values.first}, {"after", values.second}});
        }
    }
    return {.document = json, .text = [=](Text& text) {
                text.add(Label::strong, name_of(a)).add(" → ").line(Label::strong, name_of(b));
                bool any = false;
                for (const auto& [name, changes] : sections) {
                    if (changes.empty()) continue;
                    any = true;
                    text.line().line(Label::heading, name);
                    Table table({"", "BEFORE", "AFTER", ""});
                    for (const auto& [key, values] : changes) {
                        table.row({key,
                                   shown(values.first),
                                   shown(values.second),
                                   {moved(values.first, values.second), Label::dim}});
                    }
                    table.print(text);
                }
                if (!any) text.line("  no difference in files, origin, parameters, metrics and data");
            }};
}

}  // namespace

Command model_diff_command() {
    auto first = std::make_shared<std::string>();
    auto second = std::make_shared<std::string>();
    return {.arguments = {{"before", "MODEL:VERSION or MODEL@ALIAS", first.get(), true, "", Live::versions},
                          {"after", "The same of what it is compared with", second.get(), true, "", Live::versions}},
            .run = [first, second](Invocation& call) { return diff(call, *first, *second); }};
}

}  // namespace mlp::cli
