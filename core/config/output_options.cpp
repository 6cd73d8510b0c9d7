#include "core/config/output_options.hpp"

namespace mlp::config::output_option {

void cache(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    output.cache = reader.boolean(entry.value, entry.key).value_or(true);
}

void persist(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    output.persist = reader.boolean(entry.value, entry.key).value_or(false);
}

void push(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    output.push = reader.boolean(entry.value, entry.key).value_or(true);
}

void remote(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    if (auto name = reader.text(entry.value, entry.key)) output.remote = *name;
}

void text(const Reader& reader, const Yaml::Entry& entry, Output& output) {
    if (auto value = reader.text(entry.value, entry.key)) output.options[entry.key] = *value;
}

void anything(const Reader&, const Yaml::Entry& entry, Output& output) {
    output.options[entry.key] = entry.value.to_json();
}

}  // namespace mlp::config::output_option
