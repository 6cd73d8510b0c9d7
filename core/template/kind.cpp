#include "core/template/kind.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/template/cookiecutter/template.hpp"
#include "core/template/copier/config.hpp"
#include "core/template/copier/template.hpp"
#include "core/template/own.hpp"

namespace mlp::tmpl {

std::string_view name_of(TemplateKind kind) {
    switch (kind) {
        case TemplateKind::own:
            return "mlp";
        case TemplateKind::cookiecutter:
            return "cookiecutter";
        case TemplateKind::copier:
            return "copier";
    }
    return "";
}

std::unique_ptr<OpenedTemplate> open_template(const Origin& origin, const jinja::Dict& cookiecutter_defaults) {
    const TemplateFolder folder(origin.folder);
    if (folder.has_file("template.yaml") && folder.has("files")) return open_own(origin);
    if (folder.has_file("cookiecutter.json")) return cookiecutter::open(origin, cookiecutter_defaults);
    if (copier::has_config(folder)) return copier::open(origin);
    throw Error(Kind::invalid, fmt::format("'{}' is no template: it has neither template.yaml, copier.yml nor "
                                           "cookiecutter.json",
                                           base::printable(origin.source)))
        .hint("name the folder of the template in a larger repository with --directory");
}

std::unique_ptr<OpenedTemplate> open_bundled(std::string_view name) { return open_own(bundled_template(name)); }

}  // namespace mlp::tmpl
