// `models:`: what is registered, and the gates it must pass.
#include <fmt/format.h>

#include <array>

#include "core/config/indentation.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

void read_path(const Reader& reader, const Yaml::Entry& entry, Model& model) {
    model.path = reader.path(entry.value, entry.key).value_or("");
    model.path_place = entry.value.begin();
}

void read_desc(const Reader& reader, const Yaml::Entry& entry, Model& model) {
    if (auto text = reader.text(entry.value, entry.key)) model.description = *text;
}

void read_card(const Reader& reader, const Yaml::Entry& entry, Model& model) {
    model.card = reader.path(entry.value, entry.key).value_or("");
    model.card_place = entry.value.begin();
}

void read_files(const Reader& reader, const Yaml::Entry& entry, Model& model) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    for (const Yaml& item : entry.value.items()) {
        const auto path = reader.path(item, entry.key);
        if (!path) continue;
        model.files.push_back(*path);
        model.file_places.push_back(item.begin());
    }
}

void read_gates(const Reader& reader, const Yaml::Entry& entry, Model& model) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    for (const Yaml& item : entry.value.items()) {
        if (auto gate = read_gate(reader, item)) model.gates.push_back(std::move(*gate));
    }
}

void read_champion(const Reader& reader, const Yaml::Entry& entry, Model& model) {
    if (auto text = reader.full_text(entry.value, entry.key)) model.champion = *text;
}

constexpr auto model_keys = std::to_array<Key<Model>>({
    {"path", read_path, true},
    {"desc", read_desc},
    {"card", read_card},
    {"files", read_files},
    {"champion", read_champion},
    {"gates", read_gates},
});

}  // namespace

std::vector<std::string_view> model_key_names() { return names_of<Model>(model_keys); }

void read_models(const Reader& outer, const Yaml::Entry& entry, Project& project) {
    if (outer.is_empty_section(entry.value) || !outer.expect_map(entry.value, entry.key)) return;
    for (const Yaml::Entry* found : indented_entries(outer, entry.value, "model", model_key_names())) {
        const Yaml::Entry& named = *found;
        const Reader reader = outer.for_owner(fmt::format("model '{}'", named.key));
        if (!check_name(outer, named, "model") || !outer.for_owner("models").expect_map(named.value, named.key))
            continue;
        Model model;
        model.name = named.key;
        model.place = named.key_place;
        read_keys<Model>(reader, named.value, named.key_place, model_keys, model);
        project.models.push_back(std::move(model));
    }
}

}  // namespace mlp::config
