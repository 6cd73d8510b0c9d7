// plots, artifacts and datasets of a dvc.yaml: checked as DVC does, kept with their templates resolved.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <variant>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

void want_text(const Reader& reader, const Yaml::Entry& entry, std::monostate&) {
    if (!entry.value.is_string()) reader.wrong_type(entry.value, entry.key, "a text");
}

void want_anything(const Reader&, const Yaml::Entry&, std::monostate&) {}

bool are_texts(const Yaml& list) {
    return list.is_list() &&
           std::all_of(list.items().begin(), list.items().end(), [](const Yaml& item) { return item.is_string(); });
}

void want_texts(const Reader& reader, const Yaml::Entry& entry, std::monostate&) {
    if (!are_texts(entry.value)) reader.wrong_type(entry.value, entry.key, "a list of texts");
}

/// A field, or {file: field}.
void want_x(const Reader& reader, const Yaml::Entry& entry, std::monostate&) {
    const auto& fields = entry.value.entries();
    const bool good = entry.value.is_map()
                          ? std::all_of(fields.begin(), fields.end(),
                                        [](const Yaml::Entry& field) { return field.value.is_string(); })
                          : entry.value.is_string();
    if (!good) reader.wrong_type(entry.value, entry.key, "a field, or a map FILE: FIELD");
}

/// A field, several, or {file: field or fields}.
void want_y(const Reader& reader, const Yaml::Entry& entry, std::monostate&) {
    const auto is_fields = [](const Yaml& value) { return value.is_string() || are_texts(value); };
    const auto& files = entry.value.entries();
    const bool good = entry.value.is_map() ? std::all_of(files.begin(), files.end(),
                                                         [&](const Yaml::Entry& file) { return is_fields(file.value); })
                                           : is_fields(entry.value);
    if (!good) reader.wrong_type(entry.value, entry.key, "a field, a list of fields, or a map FILE: FIELDS");
}

constexpr auto plot_keys = std::to_array<Key<std::monostate>>({
    {"x", want_x},
    {"y", want_y},
    {"x_label", want_text},
    {"y_label", want_text},
    {"title", want_text},
    {"template", want_text},
});

constexpr auto artifact_keys = std::to_array<Key<std::monostate>>({
    {"path", want_text, true},
    {"desc", want_text},
    {"type", want_text},
    {"labels", want_texts},
    {"meta", want_anything},
});

void check_keys(const Reader& reader, const Yaml::Entry& entry, std::string_view kind,
                std::span<const Key<std::monostate>> keys) {
    const Reader inner = reader.for_owner(fmt::format("{} '{}'", kind, base::printable(entry.key)));
    std::monostate nothing;
    if (inner.expect_map(entry.value, entry.key))
        read_keys<std::monostate>(inner, entry.value, entry.key_place, keys, nothing);
}

void check_plot(const Reader& reader, const Yaml& item) {
    if (item.is_string()) return;
    if (!item.is_map() || item.entries().empty()) {
        reader.wrong_type(item, "plots", "a path, or a map ID: PROPERTIES");
        return;
    }
    for (const Yaml::Entry& plot : item.entries()) {
        if (!plot.value.is_null()) check_keys(reader, plot, "plot", plot_keys);
    }
}

}  // namespace

std::vector<std::string_view> dvc_plot_key_names() { return names_of<std::monostate>(plot_keys); }
std::vector<std::string_view> artifact_key_names() { return names_of<std::monostate>(artifact_keys); }

void read_plot_definitions(const Reader& reader, const Yaml::Entry& entry, DvcYaml& file) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    for (const Yaml& item : entry.value.items()) check_plot(reader, item);
    if (auto plots = reader.value(entry.value)) file.plots = std::move(*plots);
}

void read_artifacts(const Reader& reader, const Yaml::Entry& entry, DvcYaml& file) {
    if (!reader.expect_map(entry.value, entry.key)) return;
    for (const Yaml::Entry& artifact : entry.value.entries()) check_keys(reader, artifact, "artifact", artifact_keys);
    if (auto artifacts = reader.value(entry.value)) file.artifacts = std::move(*artifacts);
}

void read_dvc_datasets(const Reader& reader, const Yaml::Entry& entry, DvcYaml& file) {
    if (auto datasets = reader.value(entry.value)) file.datasets = std::move(*datasets);
}

}  // namespace mlp::config
