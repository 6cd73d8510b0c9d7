// Where templates come from: part of the binary, a folder, an archive, a git repository, or a short name for one of
// these. What came over the network is kept in the user's cache.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/env.hpp"
#include "core/base/io.hpp"
#include "core/template/kind.hpp"

namespace mlp::tmpl {

struct SourceRequest {
    std::string source;                ///< as the user named it
    std::optional<std::string> ref;    ///< of a git repository: branch, tag or commit
    std::string directory;             ///< folder of the template within the source
    std::optional<TemplateKind> kind;  ///< where a folder is a template of several; nothing: as open_template() has it
    bool as_it_stands = false;         ///< without a ref a folder is read as it is, whatever its repository holds
};

/// A template, opened, with what must live as long as it is read from.
struct OpenedSource {
    Origin origin;
    std::vector<std::string> notes;  ///< "the network could not be reached: the copy of last time is used"
    std::unique_ptr<base::TemporaryFolder> unpacked;
    std::unique_ptr<OpenedTemplate> opened;
};

/// Relative paths are meant from `env.working_directory`. Without a ref a template of cookiecutter is taken from the
/// default branch, others from their newest release tag, as copier does, else from the default branch. Unknown:
/// Error{missing} with a suggestion. A remote that cannot be reached and was never fetched: Error{remote}.
OpenedSource open_source(const SourceRequest& request, const base::Env& env);

}  // namespace mlp::tmpl
