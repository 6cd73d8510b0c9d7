// mlp track checkout RUN
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/tracking/checkout.hpp"
#include "cli/tracking/documents.hpp"

namespace mlp::cli {

namespace {

base::Json document_of(const CheckedOut& done) {
    base::Json json = document("mlp.track.checkout/1");
    json["run_id"] = done.run_id;
    json["commit"] = text_or_null(done.commit);
    json["branch"] = done.branch ? base::Json(*done.branch) : base::Json(nullptr);
    if (done.branch) json["branch_commit"] = done.branch_commit;
    json["written"] = done.written;
    json["removed"] = done.removed;
    json["restored"] = done.restored;
    json["missing"] = done.missing;
    json["unlike"] = done.unlike;
    json["backup_run_id"] = text_or_null(done.backup);
    return json;
}

void render(const CheckedOut& done, Text& text) {
    text.add("The working tree is that of run ").add(Label::id, short_id(done.run_id));
    text.line(fmt::format(": {} files written, {} removed, {} outputs restored.", done.written.size(),
                          done.removed.size(), done.restored.size()));
    if (done.branch) text.add("On the new branch ").add(Label::strong, *done.branch).line(".");
    if (!done.missing.empty()) {
        text.add(Label::warning, "Not kept: ").line(fmt::format("{}", fmt::join(done.missing, ", ")));
        text.line("  `mlp run` makes outputs again.");
    }
    if (!done.unlike.empty()) {
        text.add(Label::warning, "Not as the run read them: ").line(fmt::format("{}", fmt::join(done.unlike, ", ")));
        text.line("  Neither git nor the run keeps these dependencies. `mlp data checkout` brings back those that are "
                  "tracked; the others are yours to bring.");
    }
    if (done.backup.empty()) return;
    text.add("What was here before: ")
        .line(Label::strong, fmt::format("mlp track checkout --force {}", short_id(done.backup)));
}

}  // namespace

Command track_checkout_command() {
    auto ask = std::make_shared<CheckoutAsk>();
    return {.arguments = {{.name = "run",
                           .help = "A run of `mlp run`, or one of its stages",
                           .target = &ask->run,
                           .required = true,
                           .live = Live::runs},
                          {.name = "-b,--branch",
                           .help = "Commit it as a new branch and go there",
                           .target = &ask->branch,
                           .value = "NAME"},
                          {.name = "-f,--force",
                           .help = "Also over changes that are not committed; they are kept as a run first",
                           .target = &ask->force}},
            .run = [ask](Invocation& call) {
                const CheckedOut done = check_out(call, *ask);
                return Report{.document = document_of(done), .text = [done](Text& text) { render(done, text); }};
            }};
}

}  // namespace mlp::cli
