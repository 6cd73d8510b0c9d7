// mlp git install
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "cli/pipeline/merge_driver.hpp"

namespace mlp::cli {

namespace {

Report install(Invocation& call, bool uninstall) {
    const git::MergeDriver driver = lock_merge_driver(call.env());
    const git::Installation done =
        uninstall ? git::uninstall(call.folder(), driver) : git::install(call.folder(), driver);
    base::Json json = document("mlp.git.install/1");
    json["installed"] = !uninstall;
    json["root"] = done.root.string();
    json["settings_changed"] = done.settings_changed;
    json["attributes_changed"] = done.attributes_changed;
    return {
        .document = std::move(json), .text = [done, uninstall](Text& text) {
            if (!done.settings_changed && !done.attributes_changed) {
                return static_cast<void>(text.line(uninstall ? "It was not installed." : "It is installed already."));
            }
            text.line(uninstall ? "git merges lock files line by line again."
                                : "git merges mlp.lock and dvc.lock stage by stage, data.lock path by path in this clone.");
            if (done.attributes_changed) {
                text.line("Commit .gitattributes; each clone that merges needs its own `mlp git install`.");
            }
        }};
}

}  // namespace

Command git_install_command() {
    auto uninstall = std::make_shared<bool>(false);
    return {.arguments = {{.name = "--uninstall", .help = "Take it away again", .target = uninstall.get()}},
            .run = [uninstall](Invocation& call) { return install(call, *uninstall); }};
}

}  // namespace mlp::cli
