// mlp data checkout [PATH...]
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/checkout_report.hpp"

namespace mlp::cli {

namespace {

struct DataCheckoutAsk {
    std::vector<std::string> paths;
    DataCheckoutOptions options;
    bool allow_missing = false;
};

Report checkout(Invocation& call, const DataCheckoutAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    DataCheckout done = check_out(site, site.chosen(ask.paths), ask.options, ask.paths.empty());
    if (!done.failed.empty() && !ask.allow_missing) throw failure_of(done);
    for (const auto& [path, error] : done.failed) call.warn(error.message());
    return checkout_report(done, document("mlp.data.checkout/1"));
}

}  // namespace

Command data_checkout_command() {
    auto ask = std::make_shared<DataCheckoutAsk>();
    return {.arguments = {{.name = "path",
                           .help = "Tracked paths, or parts of them; without any: everything",
                           .target = &ask->paths,
                           .live = Live::files},
                          {.name = "-f,--force",
                           .help = "Also over files whose content is kept nowhere",
                           .target = &ask->options.force},
                          {.name = "--relink",
                           .help = "Make links or copies anew, as the settings ask for them now",
                           .target = &ask->options.relink},
                          {.name = "--allow-missing",
                           .help = "Pass over content that is not on this machine",
                           .target = &ask->allow_missing}},
            .run = [ask](Invocation& call) { return checkout(call, *ask); }};
}

}  // namespace mlp::cli
