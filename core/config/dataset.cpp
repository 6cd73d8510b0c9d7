// `datasets:`: data with an owner and a contract.
#include <fmt/format.h>

#include <array>

#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

void read_path(const Reader& reader, const Yaml::Entry& entry, Dataset& dataset) {
    dataset.path = reader.path(entry.value, entry.key).value_or("");
    dataset.path_place = entry.value.begin();
}

void read_contract(const Reader& reader, const Yaml::Entry& entry, Dataset& dataset) {
    if (auto path = reader.path(entry.value, entry.key)) dataset.contract = PathRef{*path, entry.value.begin()};
}

void read_owner(const Reader& reader, const Yaml::Entry& entry, Dataset& dataset) {
    if (auto text = reader.text(entry.value, entry.key)) dataset.owner = *text;
}

void read_desc(const Reader& reader, const Yaml::Entry& entry, Dataset& dataset) {
    if (auto text = reader.text(entry.value, entry.key)) dataset.description = *text;
}

constexpr auto dataset_keys = std::to_array<Key<Dataset>>({
    {"path", read_path, true},
    {"contract", read_contract},
    {"owner", read_owner},
    {"desc", read_desc},
});

}  // namespace

std::vector<std::string_view> dataset_key_names() { return names_of<Dataset>(dataset_keys); }

void read_datasets(const Reader& outer, const Yaml::Entry& entry, Project& project) {
    if (!outer.expect_map(entry.value, entry.key)) return;
    for (const Yaml::Entry& named : entry.value.entries()) {
        const Reader reader = outer.for_owner(fmt::format("data set '{}'", named.key));
        if (!check_name(outer, named, "data set") || !outer.for_owner("datasets").expect_map(named.value, named.key))
            continue;
        Dataset dataset;
        dataset.name = named.key;
        dataset.place = named.key_place;
        read_keys<Dataset>(reader, named.value, named.key_place, dataset_keys, dataset);
        project.datasets.push_back(std::move(dataset));
    }
}

}  // namespace mlp::config
