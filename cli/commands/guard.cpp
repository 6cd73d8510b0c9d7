// mlp guard (hidden): stands beside a run, and ends its stages when it is killed.
#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "core/pipeline/orphans.hpp"

namespace mlp::cli {
namespace {

struct GuardAsk {
    std::int64_t parent = 0;
    std::string id;
    std::string root;
};

}  // namespace

Command guard_command() {
    auto ask = std::make_shared<GuardAsk>();
    return {.arguments = {{.name = "parent", .help = "The process that runs stages", .target = &ask->parent, .required = true},
                          {.name = "id", .help = "What its stages have as MLP_WORK_ID", .target = &ask->id, .required = true},
                          {.name = "root", .help = "The project's folder", .target = &ask->root, .required = true}},
            .run = [ask](Invocation&) {
                pipeline::guard_work(static_cast<int>(ask->parent), ask->id, ask->root);
                return Report{};
            }};
}

}  // namespace mlp::cli
