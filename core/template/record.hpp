// What a project remembers of the template that it was made from: source, revision and answers.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/json.hpp"
#include "core/template/kind.hpp"

namespace mlp::tmpl {

/// Where each kind keeps it: copier's answers file, cruft's .cruft.json, and .mlp-template.json for mlp's own.
struct Record {
    TemplateKind kind = TemplateKind::own;
    std::string file;  ///< relative to the project
    std::string source;
    std::string revision;   ///< a commit, or how copier described it; empty: not from git
    std::string directory;  ///< folder of the template within its source
    base::Json answers = base::Json::object();
};

/// Nothing when the project has none. One that cannot be read: Error{invalid}.
/// @param file of copier, where a project has several or one with a name of its own; empty: the usual names
std::optional<Record> read_record(const std::filesystem::path& project, const std::string& file = {});

/// The file that remembers a rendering, to be written with the others; nothing for kinds whose template writes one of
/// its own, and for templates without a revision to come back to.
std::optional<RenderedFile> record_of(TemplateKind kind, const Origin& origin, const Rendering& rendering);

}  // namespace mlp::tmpl
