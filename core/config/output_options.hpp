// The options of an output that mlp.yaml, dvc.yaml and .dvc files have in common, as readers for their tables of keys.
#pragma once

#include "core/config/project.hpp"
#include "core/config/reader.hpp"

namespace mlp::config::output_option {

void cache(const Reader& reader, const Yaml::Entry& entry, Output& output);
void persist(const Reader& reader, const Yaml::Entry& entry, Output& output);
void push(const Reader& reader, const Yaml::Entry& entry, Output& output);
void remote(const Reader& reader, const Yaml::Entry& entry, Output& output);
/// A text, or anything, that is kept among `Output::options`.
void text(const Reader& reader, const Yaml::Entry& entry, Output& output);
void anything(const Reader& reader, const Yaml::Entry& entry, Output& output);

}  // namespace mlp::config::output_option
