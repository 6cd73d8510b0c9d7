// `params` of a stage: keys of params.yaml, keys of another file, or a whole file.
#include <fmt/format.h>

#include <algorithm>

#include "core/config/codes.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

/// A parameter file as a stage names it.
struct File {
    std::string path;
    std::string written;  ///< two spellings of one file are two files for DVC, whose lock repeats them
};

bool names(const ParamRef& reference, const File& file) {
    return reference.file == file.path && reference.written == file.written;
}

ParamRef& reference_to(const File& file, const Position& place, Stage& stage) {
    for (ParamRef& known : stage.params) {
        if (names(known, file)) return known;
    }
    stage.params.push_back({file.path, {}, place, {}, file.written});
    return stage.params.back();
}

void add_key(const Reader& reader, const File& file, const Yaml& node, Stage& stage) {
    const auto key = reader.name_text(node, "params");
    if (!key) return;
    ParamRef& reference = reference_to(file, node.begin(), stage);
    if (std::find(reference.keys.begin(), reference.keys.end(), *key) != reference.keys.end()) {
        if (reader.is_dvc()) return;
        reader.error(codes::listed_twice, node.begin(),
                     fmt::format("{} lists the parameter '{}' twice", reader.owner(), *key));
        return;
    }
    reference.keys.push_back(*key);
    reference.key_places.push_back(node.begin());
}

/// Null and [] stand for the whole file; DVC takes {} and "" for the same.
bool means_whole(const Reader& reader, const Yaml& keys) {
    if (keys.is_null()) return true;
    if (reader.is_dvc() && (keys.is_map() ? keys.entries().empty() : keys.is_string() && keys.text().empty()))
        return true;
    return keys.is_list() && keys.items().empty();
}

std::optional<File> file_of(const Reader& reader, const Yaml::Entry& named, const std::string& wdir) {
    const auto written = reader.key_text(named);
    const auto path = written ? reader.path_from_text(*written, named.key_place, "params", wdir) : std::nullopt;
    if (!path) return std::nullopt;
    return File{*path, written_in_lock(reader.dialect(), *written, *path, wdir)};
}

}  // namespace

void read_stage_params(const Reader& reader, const Yaml::Entry& entry, const std::string& wdir, Stage& stage) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    const File standard{place_path(reader.dialect().root, wdir, "params.yaml"), reader.is_dvc() ? "params.yaml" : ""};
    std::vector<File> whole;
    for (const Yaml& item : entry.value.items()) {
        if (!item.is_map()) {
            add_key(reader, standard, item, stage);
            continue;
        }
        for (const Yaml::Entry& named : item.entries()) {
            const auto file = file_of(reader, named, wdir);
            if (!file) continue;
            const bool all = means_whole(reader, named.value);
            if (!all && !reader.expect_list(named.value, named.key)) continue;
            reference_to(*file, named.key_place, stage);
            if (all) whole.push_back(*file);
            for (const Yaml& key : named.value.items()) add_key(reader, *file, key, stage);
        }
    }
    // A whole file includes each of its keys.
    for (ParamRef& reference : stage.params) {
        const bool all =
            std::any_of(whole.begin(), whole.end(), [&](const File& file) { return names(reference, file); });
        if (!all) continue;
        reference.keys.clear();
        reference.key_places.clear();
    }
}

}  // namespace mlp::config
