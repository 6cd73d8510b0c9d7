#include "core/deploy/release.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/registry/manifest.hpp"

namespace mlp::deploy {

namespace {

constexpr std::string_view entry_schema = "mlp.release-entry/1";
constexpr std::string_view manifest_schema = "mlp.release/1";

/// Parses a document of ours and runs `read` on it; whatever does not fit is one kind of error: damaged.
template <class Read>
auto parse_own(std::string_view text, const std::string& place, std::string_view schema, Read read) {
    std::string problem;
    try {
        const Json document = base::parse_json(text, place);
        if (document.is_object() && document.value("schema", "") == schema) return read(document);
        problem = fmt::format("expected a document of schema {}", schema);
    } catch (const Error& error) {
        problem = error.message();
    } catch (const Json::exception& error) {
        problem = error.what();
    }
    throw Error(Kind::damaged, fmt::format("'{}' cannot be read: {}", place, problem))
        .at(place)
        .hint("restore this file from a backup of the target, or move it away and deploy again");
}

bool is_plain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           c == '.';
}

std::string file_name_of(const std::string& model) {
    constexpr std::size_t longest = 80;
    std::string name = model.substr(0, longest);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return !is_plain(c); }, '_');
    if (name.starts_with('.') || name.starts_with('-')) name.front() = '_';
    return name;
}

}  // namespace

Json entry_json(const Entry& entry) {
    return {{"schema", entry_schema},   {"number", entry.number},   {"time", entry.time},
            {"actor", entry.actor},     {"action", entry.action},   {"environment", entry.environment},
            {"project", entry.project}, {"release", entry.release}, {"previous", entry.previous},
            {"model", entry.model},     {"version", entry.version}, {"digest", entry.digest},
            {"run_id", entry.run_id},   {"commit", entry.commit},   {"reason", entry.reason},
            {"gates", entry.gates}};
}

Entry parse_entry(std::string_view text, const std::string& place) {
    return parse_own(text, place, entry_schema, [](const Json& json) {
        Entry entry;
        entry.number = json.at("number").get<std::int64_t>();
        entry.time = json.at("time").get<std::int64_t>();
        entry.actor = json.at("actor").get<std::string>();
        entry.action = json.at("action").get<std::string>();
        entry.environment = json.at("environment").get<std::string>();
        entry.project = json.at("project").get<std::string>();
        entry.release = json.at("release").get<std::string>();
        entry.previous = json.at("previous").get<std::string>();
        entry.model = json.at("model").get<std::string>();
        entry.version = json.at("version").get<std::int64_t>();
        entry.digest = json.at("digest").get<std::string>();
        entry.run_id = json.at("run_id").get<std::string>();
        entry.commit = json.at("commit").get<std::string>();
        entry.reason = json.at("reason").get<std::string>();
        entry.gates = json.at("gates");
        return entry;
    });
}

std::string release_id(const registry::ModelVersion& version) {
    const auto digest = base::Digest::parse(version.digest);
    if (!digest) {
        throw Error(Kind::invalid, fmt::format("{}:{} has no content in this store, so it cannot be released",
                                               version.model, version.version))
            .hint("versions made by `mlp model push` have content; register the model that way");
    }
    return fmt::format("{}-{}-{}", file_name_of(version.model), version.version, digest->hex().substr(0, 12));
}

Json release_manifest(const registry::ModelVersion& version) {
    Json parts = Json::array();
    for (const auto& part : version.parts) {
        parts.push_back(
            {{"path", part.path}, {"digest", part.digest}, {"size", part.size}, {"executable", part.executable}});
    }
    return {{"schema", manifest_schema},       {"release", release_id(version)}, {"model", version.model},
            {"version", version.version},      {"digest", version.digest},       {"parts", std::move(parts)},
            {"provenance", version.provenance}};
}

ReleaseContent parse_release_manifest(std::string_view text, const std::string& place) {
    return parse_own(text, place, manifest_schema, [](const Json& json) {
        ReleaseContent content;
        content.release = json.at("release").get<std::string>();
        content.model = json.at("model").get<std::string>();
        content.version = json.at("version").get<std::int64_t>();
        content.digest = json.at("digest").get<std::string>();
        for (const Json& part : json.at("parts")) {
            content.parts.push_back({part.at("path").get<std::string>(), part.at("digest").get<std::string>(),
                                     part.at("size").get<std::uint64_t>(), part.at("executable").get<bool>()});
        }
        registry::check_parts(content.parts);
        return content;
    });
}

std::vector<std::string> release_stack(const std::vector<Entry>& history) {
    std::vector<std::string> stack;
    for (const Entry& entry : history) {
        const auto place = std::find(stack.begin(), stack.end(), entry.release);
        if (entry.action == "rollback" && place != stack.end()) {
            stack.erase(place + 1, stack.end());
            continue;
        }
        // Deployed again: it stands on top now, and once is enough.
        if (place != stack.end()) stack.erase(place);
        stack.push_back(entry.release);
    }
    return stack;
}

}  // namespace mlp::deploy
