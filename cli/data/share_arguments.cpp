#include "cli/data/share_arguments.hpp"

namespace mlp::cli {

std::vector<Argument> share_arguments(ShareAsk& ask) {
    return {{.name = "path",
             .help = "Tracked paths, parts of them, or stages; without any: everything",
             .target = &ask.paths,
             .live = Live::files},
            {.name = "-r,--remote",
             .help = "The remote, by its name or address (default: the one that the settings name)",
             .target = &ask.remote,
             .value = "NAME"},
            {.name = "-j,--jobs",
             .help = "Objects at a time (default: the remote's jobs, else 8)",
             .target = &ask.jobs,
             .value = "N"},
            {.name = "-a,--all-branches", .help = "Of every branch too", .target = &ask.all_branches},
            {.name = "-T,--all-tags", .help = "Of every tag too", .target = &ask.all_tags},
            {.name = "-A,--all-commits", .help = "Of every commit too", .target = &ask.all_commits}};
}

}  // namespace mlp::cli
