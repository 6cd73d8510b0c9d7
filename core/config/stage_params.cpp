// `params` of a stage: keys of params.yaml, keys of another file, or a whole file.
#include <fmt/format.h>

#include <algorithm>

#include "core/config/codes.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

ParamRef& reference_to(const std::string& file, const Position& place, Stage& stage) {
    for (ParamRef& known : stage.params) {
        if (known.file == file) return known;
    }
    stage.params.push_back({file, {}, place, {}});
    return stage.params.back();
}

void add_key(const Reader& reader, const std::string& file, const Yaml& node, Stage& stage) {
    const auto key = reader.full_text(node, "params");
    if (!key) return;
    ParamRef& reference = reference_to(file, node.begin(), stage);
    if (std::find(reference.keys.begin(), reference.keys.end(), *key) != reference.keys.end()) {
        reader.error(codes::listed_twice, node.begin(),
                     fmt::format("{} lists the parameter '{}' twice", reader.owner(), *key));
        return;
    }
    reference.keys.push_back(*key);
    reference.key_places.push_back(node.begin());
}

}  // namespace

void read_stage_params(const Reader& reader, const Yaml::Entry& entry, const std::string& wdir, Stage& stage) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    const std::string standard = wdir == "." ? "params.yaml" : wdir + "/params.yaml";
    std::vector<std::string> whole;
    for (const Yaml& item : entry.value.items()) {
        if (!item.is_map()) {
            add_key(reader, standard, item, stage);
            continue;
        }
        for (const Yaml::Entry& named : item.entries()) {
            const auto written = reader.key_text(named);
            const auto file =
                written ? reader.path_from_text(*written, named.key_place, entry.key, wdir) : std::nullopt;
            if (!file) continue;
            if (!named.value.is_null() && !reader.expect_list(named.value, named.key)) continue;
            reference_to(*file, named.key_place, stage);
            if (named.value.is_null() || named.value.items().empty()) whole.push_back(*file);
            for (const Yaml& key : named.value.items()) add_key(reader, *file, key, stage);
        }
    }
    // A whole file includes each of its keys.
    for (ParamRef& reference : stage.params) {
        if (std::find(whole.begin(), whole.end(), reference.file) == whole.end()) continue;
        reference.keys.clear();
        reference.key_places.clear();
    }
}

}  // namespace mlp::config
