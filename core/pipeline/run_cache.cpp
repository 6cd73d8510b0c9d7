#include "core/pipeline/run_cache.hpp"

#include "core/base/path.hpp"

namespace mlp::pipeline {

namespace {

std::optional<data::ContentKind> kind_of(const std::string& name) {
    using enum data::ContentKind;
    for (const data::ContentKind kind : {file, executable, link, tree}) {
        if (name == data::kind_name(kind)) return kind;
    }
    return std::nullopt;
}

std::optional<Outputs> parse_outputs(const std::string& text) {
    return outputs_from_json(Json::parse(text, nullptr, false));
}

Maker maker_of(const base::Row& row) {
    return {row.get<std::optional<std::string>>(0).value_or(""), row.get<base::Millis>(1)};
}

}  // namespace

Json outputs_json(const Outputs& outputs) {
    Json list = Json::object();
    for (const auto& [path, content] : outputs) {
        Json& row = list[path];
        row = {{"kind", data::kind_name(content.kind)}, {"digest", content.digest.to_string()}, {"size", content.size}};
        if (content.kind == data::ContentKind::tree) row["files"] = content.files;
    }
    return list;
}

std::optional<Outputs> outputs_from_json(const Json& list, LockPaths paths) {
    if (!list.is_object()) return std::nullopt;
    const auto is_fine = [&](const std::string& path) {
        if (base::normal_relative(path) == path) return true;
        return paths == LockPaths::any && path.starts_with('/') && base::normal_relative(path.substr(1)) == path.substr(1);
    };
    Outputs outputs;
    try {
        for (const auto& [path, row] : list.items()) {
            const auto kind = kind_of(row.at("kind").get<std::string>());
            const auto digest = Digest::parse_any(row.at("digest").get<std::string>());
            if (!kind || !digest || !is_fine(path)) return std::nullopt;
            outputs[path] = {*kind, *digest, row.at("size").get<std::uint64_t>(), row.value("files", std::uint64_t{1})};
        }
    } catch (const Json::exception&) {
        return std::nullopt;
    }
    return outputs;
}

std::optional<EarlierResult> find_cached(base::Db& db, const Digest& fingerprint) {
    base::Statement& find = db.cached("SELECT run_id, time, outputs FROM run_cache WHERE fingerprint = ?1");
    find.bind(fingerprint.to_string());
    std::optional<EarlierResult> found;
    if (const auto row = find.step()) {
        if (auto outputs = parse_outputs(row->get<std::string>(2))) found = {*std::move(outputs), maker_of(*row)};
    }
    find.reset();
    return found;
}

std::optional<Maker> find_maker(base::Db& db, const Digest& fingerprint) {
    base::Statement& find = db.cached("SELECT run_id, time FROM run_cache WHERE fingerprint = ?1");
    find.bind(fingerprint.to_string());
    const auto row = find.step();
    const auto maker = row ? std::optional(maker_of(*row)) : std::nullopt;
    find.reset();
    return maker;
}

void put_cached(base::Db& db, const Digest& fingerprint, const std::string& stage, const Outputs& outputs,
                const std::optional<std::string>& run_id, base::Millis time) {
    db.cached(
          "INSERT OR REPLACE INTO run_cache (fingerprint, stage, outputs, run_id, time) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(fingerprint.to_string(), stage, outputs_json(outputs).dump(), run_id, time)
        .run();
}

}  // namespace mlp::pipeline
