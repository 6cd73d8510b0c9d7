#include "core/template/source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::tmpl {

namespace {

bool is_bundled(std::string_view name) {
    const auto bundled = bundled_templates();
    return std::any_of(bundled.begin(), bundled.end(), [&](const Template& known) { return known.name == name; });
}

}  // namespace

OpenedSource open_source(const SourceRequest& request) {
    OpenedSource found;
    found.origin.source = request.source;
    found.origin.ref = request.ref;
    found.origin.directory = request.directory;
    const auto folder = request.working_directory / request.source;
    const auto there = base::signature_of(folder, true);
    if (is_bundled(request.source) || !there || !there->is_folder()) {
        found.opened = open_bundled(request.source);
        return found;
    }
    found.origin.folder = TemplateFolder(folder).below(request.directory).root();
    found.opened = open_template(found.origin);
    return found;
}

}  // namespace mlp::tmpl
