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

std::optional<TemplateKind> kind_named(std::string_view name) {
    for (const auto kind : {TemplateKind::own, TemplateKind::cookiecutter, TemplateKind::copier}) {
        if (name == name_of(kind)) return kind;
    }
    return std::nullopt;
}

std::unique_ptr<OpenedTemplate> open_template(const Origin& origin, const jinja::Dict& cookiecutter_defaults,
                                              std::optional<TemplateKind> kind) {
    const TemplateFolder folder(origin.folder);
    const auto may_be = [&](TemplateKind one) { return kind.value_or(one) == one; };
    if (may_be(TemplateKind::own) && folder.has_file("template.yaml") && folder.has("files")) return open_own(origin);
    if (may_be(TemplateKind::cookiecutter) && folder.has_file("cookiecutter.json"))
        return cookiecutter::open(origin, cookiecutter_defaults);
    if (may_be(TemplateKind::copier) && copier::has_config(folder)) return copier::open(origin);
    if (kind) {
        throw Error(Kind::invalid,
                    fmt::format("'{}' is no template of {}", base::printable(origin.source), name_of(*kind)));
    }
    throw Error(Kind::invalid, fmt::format("'{}' is no template: it has neither template.yaml, copier.yml nor "
                                           "cookiecutter.json",
                                           base::printable(origin.source)))
        .hint("name the folder of the template in a larger repository with --directory");
}

std::unique_ptr<OpenedTemplate> open_bundled(std::string_view name) { return open_own(bundled_template(name)); }

}  // namespace mlp::tmpl
