// `environments:`: where releases go.
#include <fmt/format.h>

#include <array>

#include "core/config/codes.hpp"
#include "core/config/indentation.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

void read_target(const Reader& reader, const Yaml::Entry& entry, Environment& environment) {
    const auto text = reader.full_text(entry.value, entry.key);
    if (!text) return;
    if (*text != "folder") {
        reader.error(codes::bad_value, entry.value.begin(), fmt::format("there is no target '{}'", *text),
                     "the only one is 'folder'");
    }
    environment.target = *text;
}

void read_path(const Reader& reader, const Yaml::Entry& entry, Environment& environment) {
    const auto text = reader.full_text(entry.value, entry.key);
    if (!text) return;
    if (text->find('\0') != std::string::npos) {
        reader.error(codes::bad_value, entry.value.begin(), "a path cannot hold a NUL character");
        return;
    }
    environment.path = *text;
}

void read_model(const Reader& reader, const Yaml::Entry& entry, Environment& environment) {
    if (auto text = reader.full_text(entry.value, entry.key)) {
        environment.model = *text;
        environment.model_place = entry.value.begin();
    }
}

void read_alias(const Reader& reader, const Yaml::Entry& entry, Environment& environment) {
    environment.alias = reader.full_text(entry.value, entry.key);
}

void read_keep(const Reader& reader, const Yaml::Entry& entry, Environment& environment) {
    if (auto count = reader.integer(entry.value, entry.key, 1, 1'000'000)) environment.keep = static_cast<int>(*count);
}

constexpr auto environment_keys = std::to_array<Key<Environment>>({
    {"target", read_target},
    {"path", read_path, true},
    {"model", read_model},
    {"alias", read_alias},
    {"keep", read_keep},
});

}  // namespace

std::vector<std::string_view> environment_key_names() { return names_of<Environment>(environment_keys); }

void read_environments(const Reader& outer, const Yaml::Entry& entry, Project& project) {
    if (outer.is_empty_section(entry.value) || !outer.expect_map(entry.value, entry.key)) return;
    for (const Yaml::Entry* found : indented_entries(outer, entry.value, "environment", environment_key_names())) {
        const Yaml::Entry& named = *found;
        const Reader reader = outer.for_owner(fmt::format("environment '{}'", named.key));
        if (!check_name(outer, named, "environment")) continue;
        if (!outer.for_owner("environments").expect_map(named.value, named.key)) continue;
        Environment environment;
        environment.name = named.key;
        environment.place = named.key_place;
        read_keys<Environment>(reader, named.value, named.key_place, environment_keys, environment);
        project.environments.push_back(std::move(environment));
    }
}

}  // namespace mlp::config
