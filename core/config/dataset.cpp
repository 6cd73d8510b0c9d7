// `datasets:`: data with an owner and a contract.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/indentation.hpp"
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

void read_purpose(const Reader& reader, const Yaml::Entry& entry, Dataset& dataset) {
    if (auto text = reader.text(entry.value, entry.key)) dataset.purpose = *text;
}

void read_source(const Reader& reader, const Yaml::Entry& entry, Dataset& dataset) {
    if (auto text = reader.text(entry.value, entry.key)) dataset.source = *text;
}

void read_replacement(const Reader& reader, const Yaml::Entry& entry, Dataset& dataset) {
    if (auto text = reader.text(entry.value, entry.key)) dataset.replacement = *text;
}

bool is_day(std::string_view text) {
    constexpr std::string_view shape = "dddd-dd-dd";
    const auto fits = [](char letter, char at) { return at == 'd' ? letter >= '0' && letter <= '9' : letter == at; };
    if (text.size() != shape.size() || !std::equal(text.begin(), text.end(), shape.begin(), fits)) return false;
    const auto number = [&](std::size_t from, std::size_t count) {
        return std::stoi(std::string(text.substr(from, count)));
    };
    using namespace std::chrono;
    const auto month_number = static_cast<unsigned>(number(5, 2));
    return year_month_day(year(number(0, 4)), month(month_number), day(static_cast<unsigned>(number(8, 2)))).ok();
}

void read_deprecated(const Reader& reader, const Yaml::Entry& entry, Dataset& dataset) {
    const auto text = reader.any_scalar(entry.value, entry.key);
    if (!text) return;
    if (!is_day(*text)) {
        const std::string dashed =
            text->size() == 8 ? text->substr(0, 4) + "-" + text->substr(4, 2) + "-" + text->substr(6) : "";
        return reader.error(codes::wrong_type, entry.value.begin(),
                            fmt::format("'deprecated' of {} is '{}', not a day", reader.owner(), base::printable(*text)),
                            is_day(dashed) ? fmt::format("write it with dashes: {}", dashed)
                                           : "write the last day on which it may be used: 2026-12-31");
    }
    dataset.deprecated = *text;
}

constexpr auto dataset_keys = std::to_array<Key<Dataset>>({
    {"path", read_path, true},
    {"contract", read_contract},
    {"owner", read_owner},
    {"desc", read_desc},
    {"purpose", read_purpose},
    {"source", read_source},
    {"deprecated", read_deprecated},
    {"replacement", read_replacement},
});

/// Who reads a data set that goes away is sent to its successor, which must be there.
void check_replacements(const Reader& reader, const Yaml& datasets) {
    std::vector<std::string> names;
    for (const Yaml::Entry& named : datasets.entries()) names.push_back(named.key);
    constexpr int most_suggested = 12;  // comparing all names with all costs their product
    int suggested = 0;
    for (const Yaml::Entry& named : datasets.entries()) {
        const Yaml* other = named.value.find("replacement");
        if (other == nullptr || !other->is_string() || has_template(other->text())) continue;
        const bool own = other->text() == named.key;
        if (!own && datasets.find(other->text()) != nullptr) continue;
        reader.findings().warning(
            codes::bad_value, other->begin(),
            own ? fmt::format("data set '{}' is its own replacement", named.key)
                : fmt::format("the replacement of data set '{}' is '{}', which is none of the data sets{}", named.key,
                              base::printable(other->text()),
                              ++suggested > most_suggested ? "" : base::did_you_mean(other->text(), names)),
            "name the data set that takes its place, or leave the key out");
    }
}

}  // namespace

std::vector<std::string_view> dataset_key_names() { return names_of<Dataset>(dataset_keys); }

void read_datasets(const Reader& outer, const Yaml::Entry& entry, Project& project) {
    if (outer.is_empty_section(entry.value) || !outer.expect_map(entry.value, entry.key)) return;
    for (const Yaml::Entry* found : indented_entries(outer, entry.value, "data set", dataset_key_names())) {
        const Yaml::Entry& named = *found;
        const Reader reader = outer.for_owner(fmt::format("data set '{}'", named.key));
        if (!check_name(outer, named, "data set") || !outer.for_owner("datasets").expect_map(named.value, named.key))
            continue;
        Dataset dataset;
        dataset.name = named.key;
        dataset.place = named.key_place;
        read_keys<Dataset>(reader, named.value, named.key_place, dataset_keys, dataset);
        project.datasets.push_back(std::move(dataset));
    }
    check_replacements(outer, entry.value);
}

}  // namespace mlp::config
