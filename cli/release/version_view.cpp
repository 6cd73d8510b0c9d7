#include "cli/release/version_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"

namespace mlp::cli {

using base::Json;

namespace {

Json number_or_null(const std::optional<double>& number) { return number ? base::number_json(*number) : Json(); }

std::string text_in(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "auc=0.91 loss=0.2", as many as fit on a line of ordinary length.
std::string pairs_text(const Json& object) {
    std::string text;
    std::size_t left = object.size();
    for (const auto& [key, value] : object.items()) {
        constexpr std::size_t enough = 90;
        const std::string pair = fmt::format("{}={}", key, value.is_string() ? value.get<std::string>() : value.dump());
        if (!text.empty() && text.size() + pair.size() > enough) return text + fmt::format(" and {} more", left);
        text += (text.empty() ? "" : "  ") + pair;
        --left;
    }
    return text;
}

}  // namespace

Json gates_json(const std::vector<registry::GateResult>& gates) {
    Json list = Json::array();
    for (const auto& gate : gates) {
        list.push_back({{"gate", gate.gate},
                        {"metric", gate.metric},
                        {"passed", gate.passed},
                        {"value", number_or_null(gate.value)},
                        {"threshold", number_or_null(gate.threshold)},
                        {"champion_version", gate.champion_version ? Json(*gate.champion_version) : Json()},
                        {"reason", gate.reason},
                        {"time", gate.time}});
    }
    return list;
}

Json tags_json(const std::vector<registry::Tag>& tags) {
    Json json = Json::object();
    for (const auto& tag : tags) json[tag.key] = tag.value;
    return json;
}

Json version_json(const registry::ModelVersion& version) {
    Json json{{"model", version.model},
              {"version", version.version},
              {"digest", version.digest},
              {"description", version.description},
              {"creation_timestamp", version.creation_time},
              {"last_updated_timestamp", version.last_updated_time},
              {"user_id", version.user_id},
              {"source", version.source},
              {"run_id", version.run_id},
              {"status", version.status},
              {"current_stage", version.stage},
              {"aliases", version.aliases},
              {"tags", tags_json(version.tags)},
              {"files", version.files},
              {"size", version.size},
              {"provenance", version.provenance},
              {"gates", gates_json(version.gates)}};
    if (version.parts.size() != version.files) return json;
    json["parts"] = Json::array();
    for (const auto& part : version.parts) {
        json["parts"].push_back(
            {{"path", part.path}, {"digest", part.digest}, {"size", part.size}, {"executable", part.executable}});
    }
    return json;
}

std::string name_of(const registry::ModelVersion& version) {
    return fmt::format("{}:{}", version.model, version.version);
}

std::string short_digest(const std::string& digest) {
    constexpr std::size_t shown = 12;
    const auto colon = digest.find(':');
    return colon == std::string::npos ? digest.substr(0, shown) : digest.substr(0, colon + 1 + shown);
}

bool all_passed(const std::vector<registry::GateResult>& gates) {
    return std::all_of(gates.begin(), gates.end(), [](const auto& gate) { return gate.passed; });
}

std::string gates_summary(const std::vector<registry::GateResult>& gates) {
    if (gates.empty()) return "none";
    const auto failed = std::count_if(gates.begin(), gates.end(), [](const auto& gate) { return !gate.passed; });
    if (failed == 0) return gates.size() == 1 ? "passed" : fmt::format("all {} passed", gates.size());
    return fmt::format("{} of {} failed", failed, gates.size());
}

Label gates_label(const std::vector<registry::GateResult>& gates) {
    if (gates.empty()) return Label::dim;
    return all_passed(gates) ? Label::ok : Label::error;
}

void render_gates(const std::vector<registry::GateResult>& gates, Text& text) {
    for (const auto& gate : gates) {
        text.add("  ").add(gate.passed ? Label::ok : Label::error, gate.passed ? "passed" : "FAILED");
        text.add("  ").add(Label::strong, gate.gate).line();
        text.add("          ").line(Label::dim, gate.reason);
    }
}

void render_field(std::string_view key, std::string_view value, Text& text, Label label) {
    if (value.empty()) return;
    text.add(Label::dim, fmt::format("  {:<11}", key)).add(label, value).line();
}

void render_provenance(const Json& provenance, Text& text) {
    const std::string run = text_in(provenance, "run_id");
    const std::string name = text_in(provenance, "run_name");
    if (!run.empty()) render_field("run", fmt::format("{} {}", run.substr(0, 8), name), text, Label::id);
    std::string commit = text_in(provenance, "commit").substr(0, 12);
    if (!commit.empty()) {
        if (const std::string branch = text_in(provenance, "branch"); !branch.empty()) commit += " on " + branch;
        const auto dirty = provenance.find("dirty");
        if (dirty != provenance.end() && dirty->is_boolean() && dirty->get<bool>())
            commit += ", with uncommitted changes";
        render_field("commit", commit, text);
    }
    for (const char* key : {"parameters", "metrics"}) {
        const auto found = provenance.find(key);
        if (found != provenance.end() && found->is_object()) render_field(key, pairs_text(*found), text);
    }
    if (const auto data = provenance.find("data"); data != provenance.end() && data->is_object() && !data->empty()) {
        render_field("data", fmt::format("{} input{} by digest", data->size(), data->size() == 1 ? "" : "s"), text);
    }
}

}  // namespace mlp::cli
