// mlp data verify
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/data/verification.hpp"
#include "cli/output/text.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

struct DataVerifyAsk {
    std::vector<std::string> paths;
    bool leave = false;
};

/// All of them in one message, as far as somebody would read them.
Error damage_of(const Verification& verification, bool left) {
    constexpr std::size_t shown = 20;
    std::string list;
    for (std::size_t at = 0; at < verification.damaged.size() && at < shown; ++at) {
        const DamagedBlob& one = verification.damaged[at];
        list += fmt::format("{}{}{}", at == 0 ? "" : "; ", data::to_string(one.name),
                            one.used_by.empty() ? " (nothing recorded here names it)" : " of " + one.used_by);
    }
    if (verification.damaged.size() > shown) list += fmt::format("; and {} more", verification.damaged.size() - shown);
    Error error(Kind::damaged,
                fmt::format("{} of {} objects do not hold what their names say: {}", verification.damaged.size(),
                            verification.objects, list));
    const DamagedBlob& first = verification.damaged.front();
    error.at((left || first.moved_to.empty() ? first.path : first.moved_to).string());
    return std::move(error.hint(left ? "without --leave they are put aside, so that they can be had again"
                                     : "they were put aside: `mlp data fetch` gets them from the remote, `mlp data add` "
                                       "from files that are still there, `mlp run` makes outputs again"));
}

Error unread_of(const Verification& verification) {
    const Error& first = verification.unreadable.front();
    return Error(first.kind(), fmt::format("{} of {} objects cannot be read: {}", verification.unreadable.size(),
                                           verification.objects, first.message()))
        .at(first.place())
        .hint("mend the disk or the rights, and verify again: the others hold what their names say");
}

Report verify(Invocation& call, const DataVerifyAsk& ask) {
    const DataHold hold(call);
    DataSite site(call);
    const Verification verification = verify_data(site, ask.paths, !ask.leave);
    for (const Error& error : verification.unreadable) call.warn(error.message());
    if (!verification.damaged.empty()) throw damage_of(verification, ask.leave);
    if (!verification.unreadable.empty()) throw unread_of(verification);
    base::Json json = document("mlp.data.verify/1");
    json["objects"] = verification.objects;
    json["bytes"] = verification.bytes;
    return {.document = std::move(json), .text = [verification](Text& text) {
                text.add(Label::ok, "ok").line(fmt::format("  {} objects, {}: each holds what its name says",
                                                           verification.objects, base::size_text(verification.bytes)));
            }};
}

}  // namespace

Command data_verify_command() {
    auto ask = std::make_shared<DataVerifyAsk>();
    return {.arguments = {{.name = "path",
                           .help = "Only what these tracked paths name; without any: everything that is stored",
                           .target = &ask->paths,
                           .live = Live::files},
                          {.name = "--leave", .help = "Leave damaged objects where they are", .target = &ask->leave}},
            .run = [ask](Invocation& call) { return verify(call, *ask); }};
}

}  // namespace mlp::cli
