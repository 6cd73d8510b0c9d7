#include "cli/testing/freshness.hpp"

#include "cli/pipeline/site.hpp"
#include "core/data/file_index.hpp"

namespace mlp::cli {

std::set<std::string> stale_stages(Invocation& call) {
    data::FileIndex index(index_path(call));
    Site site(call, index);
    std::set<std::string> stale;
    for (const auto& planned : site.plan(site.selected({})).stages) {
        if (planned.decision.action != pipeline::Action::none) stale.insert(site.graph().stage(planned.index).name);
    }
    return stale;
}

}  // namespace mlp::cli
