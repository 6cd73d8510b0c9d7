// Where templates come from: part of the binary, a folder, an archive, a git repository, or a short name for one of
// these.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/template/kind.hpp"

namespace mlp::tmpl {

struct SourceRequest {
    std::string source;              ///< as the user named it
    std::optional<std::string> ref;  ///< of a git repository: branch, tag or commit
    std::string directory;           ///< folder of the template within the source
    std::filesystem::path working_directory;
};

/// A template, opened, with what must live as long as it is read from.
struct OpenedSource {
    Origin origin;
    std::unique_ptr<OpenedTemplate> opened;
};

/// Unknown: Error{missing} that says what was looked for.
OpenedSource open_source(const SourceRequest& request);

}  // namespace mlp::tmpl
