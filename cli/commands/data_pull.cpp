// mlp data pull [PATH...]
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/checkout_report.hpp"
#include "cli/data/share_arguments.hpp"
#include "cli/data/sharing.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

namespace {

struct PullAsk {
    ShareAsk share;
    DataCheckoutOptions options;
    bool allow_missing = false;
};

Report pull(Invocation& call, const PullAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    const std::vector<Shared> shared = share(site, ask.share, Direction::fetch);
    const auto failure = failure_of(shared, Direction::fetch);
    const DataCheckout done = check_out(site, site.chosen(ask.share.paths), ask.options, ask.share.paths.empty());
    // What did arrive is of use; what did not is why the rest of it is not there.
    if (failure && !(ask.allow_missing && failure->kind() == Kind::missing)) throw Error(*failure);
    if (!done.failed.empty() && !ask.allow_missing) throw failure_of(done);
    for (const auto& [path, error] : done.failed) call.warn(error.message());
    base::Json json = document("mlp.data.pull/1");
    json["remotes"] = shared_json(shared);
    Report report = checkout_report(done, std::move(json));
    report.text = [lines = shared_lines(shared, Direction::fetch), rest = report.text](Text& text) {
        for (const std::string& line : lines) text.line(line);
        rest(text);
    };
    return report;
}

}  // namespace

Command data_pull_command() {
    auto ask = std::make_shared<PullAsk>();
    std::vector<Argument> arguments = share_arguments(ask->share);
    arguments.push_back({.name = "-f,--force",
                         .help = "Also over files whose content is kept nowhere",
                         .target = &ask->options.force});
    arguments.push_back({.name = "--allow-missing",
                         .help = "Pass over content that the remote does not have",
                         .target = &ask->allow_missing});
    return {.arguments = std::move(arguments), .run = [ask](Invocation& call) { return pull(call, *ask); }};
}

}  // namespace mlp::cli
