// copier.yml: settings (names that begin with '_') and questions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/template/jinja/value.hpp"
#include "core/template/template_folder.hpp"

namespace mlp::tmpl::copier {

struct Config {
    std::string file;       ///< "copier.yml"; empty: the template has none
    jinja::Dict settings;   ///< by name without the '_'
    jinja::Dict questions;  ///< name → its details, always a dict
    std::map<std::string, Position> places;  ///< of settings (with their '_') and questions

    /// A setting that is a text; nothing when it is not set. Of another kind: Error{invalid}.
    std::optional<std::string> text(std::string_view name) const;
    /// One that is a list of texts.
    std::optional<std::vector<std::string>> texts(std::string_view name) const;
    const jinja::Value* find(std::string_view name) const { return settings.find(name); }
};

/// True when the folder has a copier.yml or copier.yaml.
bool has_config(const TemplateFolder& folder);

/// Reads all documents of the file and what they include (`!include other.yml`, within the template); later ones stand
/// above earlier ones, lists of patterns are joined. Wrong: Error{invalid} with its place.
Config load_config(const TemplateFolder& folder);

}  // namespace mlp::tmpl::copier
