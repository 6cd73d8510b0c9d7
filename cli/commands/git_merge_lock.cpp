// mlp git merge-lock ANCESTOR OURS THEIRS PATH
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/data/data_lock.hpp"
#include "core/data/data_lock_merge.hpp"
#include "core/pipeline/lock_merge.hpp"

namespace mlp::cli {

namespace {

struct MergeAsk {
    std::string ancestor;
    std::string ours;
    std::string theirs;
    std::string path;
};

std::string side(Invocation& call, const std::string& file) {
    constexpr std::uint64_t limit = 1ULL << 30;
    return base::read_file(call.folder() / file, limit);
}

/// What both sides changed is for people to decide: git is told of the conflict, which stands in its marks.
Report merge_data(Invocation& call, const MergeAsk& ask) {
    const data::DataLockMerge merged = data::merge_data_locks(side(call, ask.ancestor), side(call, ask.ours),
                                                              side(call, ask.theirs), ask.path);
    base::replace_file(call.folder() / ask.ours, merged.text);
    for (const std::string& path : merged.conflicts) {
        call.warn(fmt::format("{}: both sides changed '{}': keep the line whose data is wanted, then `mlp data pull`",
                              ask.path, base::printable(path)));
    }
    base::Json json = document("mlp.git.merge_lock/1");
    json["path"] = ask.path;
    json["from_theirs"] = merged.from_theirs;
    json["dropped"] = base::Json::array();
    json["conflicts"] = merged.conflicts;
    return {.document = std::move(json),
            .text = [path = ask.path, count = merged.from_theirs](Text& text) {
                text.line(fmt::format("{}: merged path by path, {} from their side", path, count));
            },
            .exit_code = merged.conflicts.empty() ? 0 : 1};
}

Report merge(Invocation& call, const MergeAsk& ask) {
    if (std::filesystem::path(ask.path).filename() == data::data_lock_file) return merge_data(call, ask);
    const pipeline::LockMerge merged =
        pipeline::merge_locks(side(call, ask.ancestor), side(call, ask.ours), side(call, ask.theirs), ask.path);
    base::replace_file(call.folder() / ask.ours, merged.text);
    for (const std::string& stage : merged.dropped) {
        call.warn(fmt::format("{}: both sides changed stage {}: its entry is left out, and `mlp run` makes it again",
                              ask.path, stage));
    }
    base::Json json = document("mlp.git.merge_lock/1");
    json["path"] = ask.path;
    json["from_theirs"] = merged.from_theirs;
    json["dropped"] = merged.dropped;
    return {.document = std::move(json), .text = [path = ask.path, count = merged.from_theirs](Text& text) {
                text.line(fmt::format("{}: merged stage by stage, {} from their side", path, count));
            }};
}

}  // namespace

Command git_merge_lock_command() {
    auto ask = std::make_shared<MergeAsk>();
    const auto file = [](std::string name, std::string help, std::string* target) {
        return Argument{
            .name = std::move(name), .help = std::move(help), .target = target, .required = true, .live = Live::files};
    };
    return {.arguments = {file("ancestor", "The lock file as both sides began with it (%O)", &ask->ancestor),
                          file("ours", "Our side; the result is written to it (%A)", &ask->ours),
                          file("theirs", "Their side (%B)", &ask->theirs),
                          file("path", "What the file is called in the repository (%P)", &ask->path)},
            .run = [ask](Invocation& call) { return merge(call, *ask); }};
}

}  // namespace mlp::cli
