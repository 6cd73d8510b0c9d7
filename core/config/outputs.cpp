// outs, metrics and plots: a path, or a path with flags.
#include <fmt/format.h>

#include <array>

#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

void read_cache(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    output.cache = reader.boolean(entry.value, entry.key).value_or(true);
}

void read_persist(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    output.persist = reader.boolean(entry.value, entry.key).value_or(false);
}

void keep_text(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    if (auto text = reader.text(entry.value, entry.key)) output.options[entry.key] = *text;
}

void keep_boolean(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    if (auto value = reader.boolean(entry.value, entry.key)) output.options[entry.key] = *value;
}

void keep_any(const Reader&, const Yaml::Entry& entry, Output& output) {
    output.options[entry.key] = entry.value.to_json();
}

void keep_texts(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    Json list = Json::array();
    for (const Yaml& item : entry.value.items()) {
        if (auto text = reader.text(item, entry.key)) list.push_back(*text);
    }
    output.options[entry.key] = std::move(list);
}

constexpr auto output_keys = std::to_array<Key<Output>>({
    {"cache", read_cache},
    {"persist", read_persist},
    {"desc", keep_text},
    {"type", keep_text},
    {"labels", keep_texts},
    {"meta", keep_any},
});

constexpr auto plot_keys = std::to_array<Key<Output>>({
    {"cache", read_cache},
    {"persist", read_persist},
    {"desc", keep_text},
    {"type", keep_text},
    {"labels", keep_texts},
    {"meta", keep_any},
    {"x", keep_text},
    {"y", keep_text},
    {"x_label", keep_text},
    {"y_label", keep_text},
    {"title", keep_text},
    {"template", keep_text},
    {"header", keep_boolean},
});

/// Stages remove their outputs before they run, so some places are never outputs.
bool is_reserved(const std::string& path) {
    for (const std::string_view folder : {".mlp", ".git", ".dvc"}) {
        if (base::is_within(path, folder)) return true;
    }
    return path == "." || path == "mlp.yaml" || path == "mlp.lock" || path == "dvc.yaml" || path == "dvc.lock";
}

void add_output(const Reader& reader, const std::string& written, const Position& place, const Yaml* flags,
                std::string_view key, Output output, const std::string& wdir, Stage& stage) {
    const auto path = reader.path_from_text(written, place, key, wdir);
    output.place = place;
    output.options = Json::object();
    if (flags != nullptr && !flags->is_null()) {
        const std::string shown = base::printable(written);
        if (reader.for_owner(fmt::format("{} of {}", key, reader.owner())).expect_map(*flags, shown)) {
            const Reader inner = reader.for_owner(fmt::format("'{}' of {}", shown, reader.owner()));
            const std::span<const Key<Output>> keys =
                output.role == Output::Role::plot ? std::span<const Key<Output>>(plot_keys) : output_keys;
            read_keys<Output>(inner, *flags, place, keys, output);
        }
    }
    if (!path) return;
    output.path = *path;
    if (is_reserved(*path)) {
        reader.error(codes::path_reserved, place, fmt::format("{}: '{}' cannot be an output", reader.owner(), *path),
                     "outputs are removed before a stage runs; write them to a folder of their own, such as build/");
        return;
    }
    stage.outs.push_back(std::move(output));
}

}  // namespace

std::vector<std::string_view> output_key_names() { return names_of<Output>(output_keys); }
std::vector<std::string_view> plot_key_names() { return names_of<Output>(plot_keys); }

void read_outputs(const Reader& reader, const Yaml::Entry& entry, Output::Role role, const std::string& wdir,
                  Stage& stage) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    Output output;
    output.role = role;
    for (const Yaml& item : entry.value.items()) {
        if (!item.is_map()) {
            const auto written = reader.full_text(item, entry.key);
            if (written) add_output(reader, *written, item.begin(), nullptr, entry.key, output, wdir, stage);
            continue;
        }
        for (const Yaml::Entry& named : item.entries()) {
            const auto written = reader.key_text(named);
            if (written) add_output(reader, *written, named.key_place, &named.value, entry.key, output, wdir, stage);
        }
    }
}

}  // namespace mlp::config
