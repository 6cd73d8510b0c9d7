// mlp data du [PATH...]
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "cli/command.hpp"
#include "cli/data/verification.hpp"
#include "cli/output/text.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

namespace {

/// What one tracked path takes.
struct Usage {
    std::string path;
    std::string file;
    std::uint64_t files = 0;
    std::uint64_t here = 0;       ///< bytes of its objects on this machine
    std::uint64_t alone = 0;      ///< of these, what no other path shares
    std::size_t missing = 0;      ///< objects that are not on this machine
};

struct Usages {
    std::vector<Usage> paths;
    std::uint64_t stored = 0;    ///< everything on this machine
    std::uint64_t unnamed = 0;   ///< of that, what no tracked path names
};

Usages measure(DataSite& site, const std::vector<std::string>& words) {
    std::map<data::BlobName, std::uint64_t> sizes;
    Usages usages;
    for_each_stored(site, [&](const data::BlobName& name, std::uint64_t size, const std::filesystem::path&) {
        sizes[name] = size;
        usages.stored += size;
    });
    std::map<data::BlobName, std::size_t> users;
    std::vector<std::set<data::BlobName>> blobs;
    for (const Chosen& one : site.chosen(words)) {
        if (!one.tracked->content || !one.tracked->cache) continue;
        BlobLevels levels = blobs_of(site, {one}, [](const std::vector<data::BlobName>&) {});
        usages.paths.push_back({.path = one.path(), .file = one.tracked->file, .files = levels.files.size()});
        for (const auto& level : levels.lists) levels.files.insert(level.begin(), level.end());
        for (const data::BlobName& blob : levels.files) ++users[blob];
        blobs.push_back(std::move(levels.files));
    }
    for (std::size_t at = 0; at < blobs.size(); ++at) {
        Usage& usage = usages.paths[at];
        for (const data::BlobName& blob : blobs[at]) {
            const auto size = sizes.find(blob);
            usage.missing += size == sizes.end() ? 1U : 0U;
            if (size == sizes.end()) continue;
            usage.here += size->second;
            if (users[blob] == 1) usage.alone += size->second;
        }
    }
    for (const auto& [name, size] : sizes) usages.unnamed += users.contains(name) ? 0U : size;
    std::stable_sort(usages.paths.begin(), usages.paths.end(),
                     [](const Usage& a, const Usage& b) { return a.here > b.here; });
    return usages;
}

Report report(Invocation& call, const std::vector<std::string>& words) {
    DataSite site(call);
    const Usages usages = measure(site, words);
    base::Json json = document("mlp.data.du/1");
    json["stored_bytes"] = usages.stored;
    json["unnamed_bytes"] = usages.unnamed;
    json["paths"] = base::Json::array();
    for (const Usage& one : usages.paths) {
        json["paths"].push_back({{"path", one.path},
                                 {"file", one.file},
                                 {"files", one.files},
                                 {"bytes", one.here},
                                 {"own_bytes", one.alone},
                                 {"missing", one.missing}});
    }
    return {.document = std::move(json), .text = [usages, all = words.empty()](Text& text) {
                Table table({"path", "files", "stored", "its own", "missing"});
                table.right(1).right(2).right(3).right(4);
                for (const Usage& one : usages.paths) {
                    table.row({{one.path, Label::path},
                               std::to_string(one.files),
                               base::size_text(one.here),
                               base::size_text(one.alone),
                               one.missing == 0 ? "" : std::to_string(one.missing)});
                }
                table.print(text);
                if (!all) return;
                text.line(fmt::format("stored in all: {}; of that {} not named by the working tree",
                                      base::size_text(usages.stored), base::size_text(usages.unnamed)));
            }};
}

}  // namespace

Command data_du_command() {
    auto words = std::make_shared<std::vector<std::string>>();
    return {.arguments = {{.name = "path",
                           .help = "Tracked paths, or parts of them; without any: everything",
                           .target = words.get(),
                           .live = Live::files}},
            .run = [words](Invocation& call) { return report(call, *words); }};
}

}  // namespace mlp::cli
