#include "cli/pipeline/deprecated_data.hpp"

#include <string>
#include <vector>

#include "cli/data/catalog.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {

namespace {

std::vector<Deprecation> read_by(Site& site, const Asked& asked) {
    std::vector<std::string> stages;
    for (const std::size_t index : site.selected(asked)) stages.push_back(site.graph().stage(index).name);
    return deprecations(site.graph().project(), site.call().env().now(), stages);
}

}  // namespace

void refuse_deprecated(Site& site, const Asked& asked) {
    for (const Deprecation& deprecation : read_by(site, asked)) {
        if (deprecation.over) {
            throw Error(Kind::work_failed, deprecation.message())
                .at(deprecation.dataset->place.to_string())
                .hint(std::string(deprecation_way_out));
        }
        site.call().warn(deprecation.message());
    }
}

void warn_of_deprecated(Site& site, const Asked& asked) {
    for (const Deprecation& deprecation : read_by(site, asked))
        site.call().warn(deprecation.message() + (deprecation.over ? "; `mlp run` refuses that" : ""));
}

}  // namespace mlp::cli
