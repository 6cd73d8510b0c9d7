// A .dvc file as a stage without commands: what it makes, and for an import what it depends on. Digests are not read
// here; they are the lock's part of the file (core/data/dvc).
#include <fmt/format.h>

#include <array>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/output_options.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

template <class Into>
void ignore(const Reader&, const Yaml::Entry&, Into&) {}

void want_boolean(const Reader& reader, const Yaml::Entry& entry, Output&) { reader.boolean(entry.value, entry.key); }

/// As it stands in the file; made a path of the project when the whole entry was read.
void read_path(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    output.place = entry.value.begin();
    output.written = reader.full_text(entry.value, entry.key).value_or("");
}

constexpr auto data_out_keys = std::to_array<Key<Output>>({
    {"path", read_path, true},
    {"cache", output_option::cache},
    {"persist", output_option::persist},
    {"push", output_option::push},
    {"remote", output_option::remote},
    {"desc", output_option::text},
    {"type", output_option::text},
    {"labels", output_option::anything},
    {"meta", output_option::anything},
    {"md5", ignore},
    {"etag", ignore},
    {"checksum", ignore},
    {"hash", ignore},
    {"size", ignore},
    {"nfiles", ignore},
    {"isexec", want_boolean},
    {"version_id", ignore},
    {"cloud", ignore},
    {"files", ignore},
    {"fs_config", ignore},
});

/// What an import depends on.
struct ImportSource {
    std::string path;
    std::string repository;
    std::string connection;
    Position place;
};

void read_source_path(const Reader& reader, const Yaml::Entry& entry, ImportSource& source) {
    source.place = entry.value.begin();
    source.path = reader.full_text(entry.value, entry.key).value_or("");
}

template <class Into>
void want_text(const Reader& reader, const Yaml::Entry& entry, Into&) {
    reader.text(entry.value, entry.key);
}

/// A name of DVC's settings, or settings of its own.
void want_text_or_map(const Reader& reader, const Yaml::Entry& entry, ImportSource&) {
    if (!entry.value.is_map() && !reader.is_text(entry.value))
        reader.wrong_type(entry.value, entry.key, "a text or a map");
}

void read_url(const Reader& reader, const Yaml::Entry& entry, ImportSource& source) {
    source.repository = reader.full_text(entry.value, entry.key).value_or("");
}

constexpr auto repository_keys = std::to_array<Key<ImportSource>>({
    {"url", read_url, true},
    {"rev", want_text},
    {"rev_lock", want_text},
    {"remote", want_text_or_map},
    {"config", want_text_or_map},
});

void read_repository(const Reader& reader, const Yaml::Entry& entry, ImportSource& source) {
    if (!reader.expect_map(entry.value, entry.key)) return;
    read_keys<ImportSource>(reader.for_owner("'repo' of " + reader.owner()), entry.value, entry.key_place,
                            repository_keys, source);
}

void read_connection(const Reader& reader, const Yaml::Entry& entry, ImportSource& source) {
    source.connection = reader.full_text(entry.value, entry.key).value_or("");
}

constexpr auto database_keys = std::to_array<Key<ImportSource>>({
    {"connection", read_connection},
    {"query", want_text},
    {"table", want_text},
    {"file_format", want_text},
});

void read_database(const Reader& reader, const Yaml::Entry& entry, ImportSource& source) {
    if (!reader.expect_map(entry.value, entry.key)) return;
    source.place = entry.key_place;
    source.connection = "database";
    read_keys<ImportSource>(reader.for_owner("'db' of " + reader.owner()), entry.value, entry.key_place, database_keys,
                            source);
}

constexpr auto source_keys = std::to_array<Key<ImportSource>>({
    {"path", read_source_path},
    {"repo", read_repository},
    {"db", read_database},
    {"md5", ignore},
    {"etag", ignore},
    {"checksum", ignore},
    {"hash", ignore},
    {"size", ignore},
    {"nfiles", ignore},
    {"isexec", ignore},
    {"version_id", ignore},
    {"persist", ignore},
    {"cloud", ignore},
    {"files", ignore},
    {"fs_config", ignore},
});

/// Calls `read` for each map of a list, which may have no value.
template <class Read>
void each_map(const Reader& reader, const Yaml::Entry& entry, const Read& read) {
    if (entry.value.is_null() || !reader.expect_list(entry.value, entry.key)) return;
    for (const Yaml& item : entry.value.items()) {
        if (reader.expect_map(item, entry.key)) read(item);
    }
}

void read_outs(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    each_map(reader, entry, [&](const Yaml& item) {
        Output output;
        output.options = Json::object();
        read_keys<Output>(reader.for_owner("an output of " + reader.owner()), item, item.begin(), data_out_keys,
                          output);
        if (output.written.empty()) return;
        const auto path = reader.path_from_text(output.written, output.place, entry.key, stage.wdir);
        if (!path) return;
        output.path = *path;
        stage.outs.push_back(std::move(output));
    });
}

void read_deps(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    each_map(reader, entry, [&](const Yaml& item) {
        ImportSource source;
        read_keys<ImportSource>(reader.for_owner("a dependency of " + reader.owner()), item, item.begin(), source_keys,
                                source);
        if (!source.connection.empty()) {
            stage.deps.push_back({"db://" + source.connection, source.place, {}});
        } else if (!source.repository.empty()) {
            // It lies in another repository: no path of this one means it.
            stage.deps.push_back(
                {fmt::format("repo://{}:{}", source.repository, source.path), source.place, source.path});
        } else if (!source.path.empty()) {
            const auto path = reader.path_from_text(source.path, source.place, entry.key, stage.wdir);
            if (path) stage.deps.push_back({*path, source.place, source.path});
        }
    });
}

void read_frozen(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    stage.frozen = stage.frozen || reader.boolean(entry.value, entry.key).value_or(false);
}

void read_always_changed(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    stage.always_changed = reader.boolean(entry.value, entry.key).value_or(false);
}

void read_desc(const Reader& reader, const Yaml::Entry& entry, Stage& stage) {
    stage.description = reader.text(entry.value, entry.key).value_or("");
}

void read_meta(const Reader&, const Yaml::Entry& entry, Stage& stage) { stage.meta = entry.value.to_json(); }

constexpr auto data_file_keys = std::to_array<Key<Stage>>({
    {"outs", read_outs},
    {"deps", read_deps},
    {"wdir", ignore},  // before all paths, see below
    {"md5", ignore},
    {"frozen", read_frozen},
    {"locked", read_frozen},  // its name before DVC 1
    {"always_changed", read_always_changed},
    {"desc", read_desc},
    {"meta", read_meta},
});

/// A key that only files before DVC 1.0 have, or null: a command, or a flag of metrics at an output.
const Yaml::Entry* key_of_first_dvc(const Yaml& tree) {
    const auto find = [](const Yaml& map, std::string_view key) -> const Yaml::Entry* {
        for (const Yaml::Entry& entry : map.entries()) {
            if (entry.key == key) return &entry;
        }
        return nullptr;
    };
    if (const Yaml::Entry* cmd = find(tree, "cmd")) return cmd;
    const Yaml* outs = tree.find("outs");
    if (outs == nullptr) return nullptr;
    for (const Yaml& item : outs->items()) {
        if (const Yaml::Entry* metric = find(item, "metric")) return metric;
    }
    return nullptr;
}

void report_age(const Yaml::Entry& old, std::string_view owner, Findings& findings) {
    const bool stage = old.key == "cmd";
    findings.error(codes::bad_version, old.key_place,
                   fmt::format("{} is of DVC 0: {}, which DVC no longer reads", owner,
                               stage ? "a stage with a command" : "an output with 'metric'"),
                   stage ? "move the stage into dvc.yaml (`dvc stage add`), and remove this file"
                         : "remove the lines with 'metric:'");
}

}  // namespace

std::vector<std::string_view> data_file_key_names() { return names_of<Stage>(data_file_keys); }
std::vector<std::string_view> data_out_key_names() { return names_of<Output>(data_out_keys); }
std::vector<std::string_view> data_source_key_names() { return names_of<ImportSource>(source_keys); }
std::vector<std::string_view> data_repository_key_names() { return names_of<ImportSource>(repository_keys); }
std::vector<std::string_view> data_database_key_names() { return names_of<ImportSource>(database_keys); }

void read_dvc_data_file(const Document& document, const Dialect& dialect, Project& project, Findings& findings) {
    const Yaml::Entry* old = key_of_first_dvc(document.tree);
    Findings aside;  // what an old file has wrong is one thing: its age
    const Reader reader = Reader(document.source, old != nullptr ? aside : findings, {}, dialect)
                              .for_owner(fmt::format("'{}'", dialect.file));
    if (old != nullptr) report_age(*old, reader.owner(), findings);
    Stage stage;
    stage.name = dialect.file;
    stage.file = dialect.file;
    stage.origin = Origin::data;
    stage.wdir = dialect.folder;
    stage.place = {dialect.file, 1, 1};
    const Yaml& tree = document.tree;
    if (!tree.is_null() && !tree.is_map()) {
        reader.error(codes::wrong_type, stage.place,
                     fmt::format("{} is {}; a map is expected", reader.owner(), tree.type_name()),
                     "`dvc add` writes such files");
        return;
    }
    const Yaml* wdir = tree.find("wdir");
    if (wdir != nullptr && !wdir->is_null())
        stage.wdir = reader.path(*wdir, "wdir", dialect.folder).value_or(dialect.folder);
    read_keys<Stage>(reader, tree, stage.place, data_file_keys, stage);
    project.stages.push_back(std::move(stage));
}

}  // namespace mlp::config
