// Versions of a model: made once, found by number, alias or as the newest.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/data/object_store.hpp"
#include "core/registry/manifest.hpp"
#include "core/registry/names.hpp"
#include "core/registry/sqlite_registry.hpp"
#include "core/store/audit.hpp"

namespace mlp::registry {

namespace {

/// Usually there already: whoever stores the parts stores the manifest in the same batch.
void keep_manifest(const store::Location& location, const std::string& text, const base::Digest& digest) {
    data::ObjectStore objects(location.objects);
    if (objects.has(digest)) return;
    data::ObjectStore::Batch batch(objects);
    batch.put_bytes(text);
    batch.commit();
}

std::uint64_t total_size(const std::vector<Part>& parts) {
    std::uint64_t size = 0;
    for (const Part& part : parts) size += part.size;
    return size;
}

/// What the audit trail says of a new version: enough to recognise it when it is gone.
Json audit_of(const NewVersion& version, std::int64_t number, const std::string& digest) {
    return {{"version", number},
            {"digest", digest},
            {"run_id", version.run_id},
            {"source", version.source},
            {"files", version.parts.size()},
            {"size", total_size(version.parts)}};
}

std::optional<double> number_of(const std::optional<std::string>& text) {
    return text ? base::parse_number(*text) : std::nullopt;
}

}  // namespace

ModelRegistry::Made SqliteRegistry::create_version(const NewVersion& version) {
    check_model_name(version.model);
    check_parts(version.parts);
    for (const Tag& tag : version.tags) check_tag_key(tag.key);
    std::string digest;
    if (!version.parts.empty()) {
        const std::string text = manifest_text(version.model, version.parts, version.provenance);
        const base::Digest found = base::sha256(text);
        keep_manifest(store_.location(), text, found);
        digest = found.to_string();
    }
    base::Transaction transaction(db());
    const auto known = find_id(version.model);
    const auto id = known ? *known : insert_model(version.model, {});
    if (!digest.empty()) {
        if (auto same = find_content(version.model, digest)) return {std::move(*same), false};
    }
    const auto number = insert_version(id, version, digest);
    const auto version_id = db().last_insert_id();
    insert_parts(version_id, version.parts);
    for (const Tag& tag : version.tags) {
        db().cached("INSERT OR REPLACE INTO model_version_tags (version_id, key, value) VALUES (?, ?, ?)")
            .bind(version_id, tag.key, tag.value)
            .run();
    }
    store::append_audit(store_, "model.version.create", fmt::format("{}/{}", version.model, number), nullptr,
                        audit_of(version, number, digest));
    Made made{*load_version(id, version.model, number, true), true};
    transaction.commit();
    return made;
}

std::int64_t SqliteRegistry::insert_version(std::int64_t id, const NewVersion& version, const std::string& digest) {
    auto& next =
        db().cached(
                "UPDATE registered_models SET last_version = last_version + 1, last_updated_time = ? WHERE id = ? "
                "RETURNING last_version")
            .bind(now(), id);
    const auto row = next.step();
    const auto number = row->get<std::int64_t>(0);
    next.reset();
    const std::string source = version.source.empty() && !digest.empty() ? "mlp:" + digest : version.source;
    const Json provenance = version.provenance.is_object() ? version.provenance : Json::object();
    db().cached(
            "INSERT INTO model_versions (model, version, description, creation_time, last_updated_time, user_id, "
            "source, "
            "run_id, run_link, status, status_message, stage, logged_model_id, digest, provenance, files, size) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'None', ?, ?, ?, ?, ?)")
        .bind(id, number, version.description, now(), now(), version.user_id, source, version.run_id, version.run_link,
              version.status, version.status_message, version.model_id, digest, base::canonical_json(provenance),
              static_cast<std::int64_t>(version.parts.size()), total_size(version.parts))
        .run();
    return number;
}

void SqliteRegistry::insert_parts(std::int64_t version_id, const std::vector<Part>& parts) {
    for (const Part& part : parts) {
        db().cached("INSERT INTO model_parts (version_id, path, digest, size, executable) VALUES (?, ?, ?, ?, ?)")
            .bind(version_id, part.path, part.digest, part.size, part.executable)
            .run();
    }
}

std::optional<ModelVersion> SqliteRegistry::load_version(std::int64_t id, const std::string& name, std::int64_t number,
                                                         bool with_parts) {
    ModelVersion version;
    version.model = name;
    version.version = number;
    auto& statement =
        db().cached(
                "SELECT description, creation_time, last_updated_time, user_id, source, run_id, run_link, status, "
                "status_message, stage, logged_model_id, digest, provenance, files, size, version_id FROM "
                "model_versions "
                "WHERE model = ? AND version = ?")
            .bind(id, number);
    const auto row = statement.step();
    if (!row) return std::nullopt;
    version.description = row->get<std::string>(0);
    version.creation_time = row->get<std::int64_t>(1);
    version.last_updated_time = row->get<std::int64_t>(2);
    version.user_id = row->get<std::string>(3);
    version.source = row->get<std::string>(4);
    version.run_id = row->get<std::string>(5);
    version.run_link = row->get<std::string>(6);
    version.status = row->get<std::string>(7);
    version.status_message = row->get<std::string>(8);
    version.stage = row->get<std::string>(9);
    version.model_id = row->get<std::string>(10);
    version.digest = row->get<std::string>(11);
    version.provenance =
        base::parse_json(row->get<std::string_view>(12), fmt::format("provenance of {}:{}", name, number));
    version.files = static_cast<std::uint64_t>(row->get<std::int64_t>(13));
    version.size = static_cast<std::uint64_t>(row->get<std::int64_t>(14));
    const auto version_id = row->get<std::int64_t>(15);
    statement.reset();

    auto& tags =
        db().cached("SELECT key, value FROM model_version_tags WHERE version_id = ? ORDER BY key").bind(version_id);
    while (const auto tag = tags.step()) version.tags.push_back({tag->get<std::string>(0), tag->get<std::string>(1)});
    auto& aliases =
        db().cached("SELECT alias FROM model_aliases WHERE model = ? AND version = ? ORDER BY alias").bind(id, number);
    while (const auto alias = aliases.step()) version.aliases.push_back(alias->get<std::string>(0));
    version.gates = load_gates(version_id);
    if (with_parts) load_parts(version_id, version);
    return version;
}

void SqliteRegistry::load_parts(std::int64_t version_id, ModelVersion& version) {
    auto& parts =
        db().cached("SELECT path, digest, size, executable FROM model_parts WHERE version_id = ? ORDER BY path")
            .bind(version_id);
    while (const auto part = parts.step()) {
        version.parts.push_back({part->get<std::string>(0), part->get<std::string>(1),
                                 static_cast<std::uint64_t>(part->get<std::int64_t>(2)), part->get<bool>(3)});
    }
}

std::vector<GateResult> SqliteRegistry::load_gates(std::int64_t version_id) {
    std::vector<GateResult> results;
    auto& statement =
        db().cached(
                "SELECT gate, metric, passed, value, threshold, champion_version, reason, time FROM gate_results "
                "WHERE version_id = ?1 AND evaluation = (SELECT max(evaluation) FROM gate_results "
                "WHERE version_id = ?1) ORDER BY position")
            .bind(version_id);
    while (const auto row = statement.step()) {
        GateResult result;
        result.gate = row->get<std::string>(0);
        result.metric = row->get<std::string>(1);
        result.passed = row->get<bool>(2);
        result.value = number_of(row->get<std::optional<std::string>>(3));
        result.threshold = number_of(row->get<std::optional<std::string>>(4));
        result.champion_version = row->get<std::optional<std::int64_t>>(5);
        result.reason = row->get<std::string>(6);
        result.time = row->get<std::int64_t>(7);
        results.push_back(std::move(result));
    }
    return results;
}

std::optional<ModelVersion> SqliteRegistry::find_version(const std::string& name, std::int64_t version) {
    const auto id = find_id(name);
    return id ? load_version(*id, name, version, true) : std::nullopt;
}

std::optional<ModelVersion> SqliteRegistry::find_content(const std::string& name, const std::string& digest) {
    const auto id = digest.empty() ? std::nullopt : find_id(name);
    if (!id) return std::nullopt;
    auto& statement = db().cached("SELECT version FROM model_versions WHERE model = ? AND digest = ? AND digest <> ''")
                          .bind(*id, digest);
    const auto row = statement.step();
    const auto number = row ? std::optional(row->get<std::int64_t>(0)) : std::nullopt;
    statement.reset();
    return number ? load_version(*id, name, *number, true) : std::nullopt;
}

std::int64_t SqliteRegistry::highest_version(std::int64_t id, const std::string& name) {
    auto& statement = db().cached("SELECT max(version) FROM model_versions WHERE model = ?").bind(id);
    const auto row = statement.step();
    const auto number = row ? row->get<std::optional<std::int64_t>>(0) : std::nullopt;
    statement.reset();
    if (!number) {
        throw Error(Kind::missing, fmt::format("model '{}' has no version", name)).hint("`mlp model push` makes one");
    }
    return *number;
}

Error SqliteRegistry::no_version(std::int64_t id, const std::string& name, std::int64_t version) {
    auto& statement = db().cached("SELECT count(*), max(version) FROM model_versions WHERE model = ?").bind(id);
    const auto row = statement.step();
    const auto count = row->get<std::int64_t>(0);
    const auto highest = row->get<std::optional<std::int64_t>>(1).value_or(0);
    statement.reset();
    return Error(Kind::missing, fmt::format("model '{}' has no version {}", name, version))
        .hint(count == 0 ? std::string("it has no version at all: `mlp model push` makes one")
                         : fmt::format("it has {} version{}, the newest is {}: `mlp model show {}`", count,
                                       count == 1 ? "" : "s", highest, name));
}

std::int64_t SqliteRegistry::version_id_of(std::int64_t id, const std::string& name, std::int64_t version) {
    auto& statement =
        db().cached("SELECT version_id FROM model_versions WHERE model = ? AND version = ?").bind(id, version);
    const auto row = statement.step();
    const auto found = row ? std::optional(row->get<std::int64_t>(0)) : std::nullopt;
    statement.reset();
    if (!found) throw no_version(id, name, version);
    return *found;
}

ModelVersion SqliteRegistry::resolve(const std::string& reference) {
    // A name may itself hold '@', so the whole text is looked for first.
    if (const auto id = find_id(reference)) return *load_version(*id, reference, highest_version(*id, reference), true);
    const Reference wanted = parse_reference(reference);
    const auto id = id_of(wanted.model);
    std::int64_t number = 0;
    if (wanted.version) {
        number = *wanted.version;
    } else if (wanted.alias) {
        const auto found = find_alias(wanted.model, *wanted.alias);
        if (!found) throw no_alias(id, wanted.model, *wanted.alias);
        number = *found;
    } else {
        number = highest_version(id, wanted.model);
    }
    auto version = load_version(id, wanted.model, number, true);
    if (!version) throw no_version(id, wanted.model, number);
    return std::move(*version);
}

}  // namespace mlp::registry
