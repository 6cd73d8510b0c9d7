#include "cli/pipeline/pulled_imports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/data/importing.hpp"
#include "cli/data/site.hpp"
#include "core/base/io.hpp"

namespace mlp::cli {

namespace {

/// The .dvc files of data that is not in the working tree.
std::set<std::string> files_of_missing_data(Site& site, const Asked& asked) {
    std::set<std::string> files;
    for (const std::size_t index : site.selected(asked)) {
        const config::Stage& stage = site.graph().stage(index);
        const bool missing = std::any_of(stage.outs.begin(), stage.outs.end(), [&](const config::Output& out) {
            return !base::signature_of(site.contents().root() / out.path);
        });
        if (stage.origin == config::Origin::data && missing) files.insert(stage.file);
    }
    return files;
}

}  // namespace

void pull_imports(Site& site, const Asked& asked) {
    const std::set<std::string> files = files_of_missing_data(site, asked);
    if (files.empty()) return;
    DataSite data(site.call());
    for (const TrackedPath& tracked : data.tracked()) {
        if (!tracked.is_import || !files.contains(tracked.file)) continue;
        try {
            fetch_import(data, tracked);
        } catch (const Error& error) {
            site.call().warn(
                fmt::format("{} is not fetched from where it was imported: {}", tracked.path, error.message()));
        }
    }
}

}  // namespace mlp::cli
