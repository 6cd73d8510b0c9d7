#include "cli/pipeline/pulled_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/data/importing.hpp"
#include "cli/data/site.hpp"
#include "core/base/io.hpp"
#include "core/pipeline/stage_files.hpp"

namespace mlp::cli {

namespace {

bool is_missing(Site& site, const std::string& path) { return !base::signature_of(site.contents().root() / path); }

/// The .dvc files of data that is not in the working tree.
std::set<std::string> files_of_missing_data(Site& site, const std::vector<std::size_t>& selected) {
    std::set<std::string> files;
    for (const std::size_t index : selected) {
        const config::Stage& stage = site.graph().stage(index);
        const bool missing = std::any_of(stage.outs.begin(), stage.outs.end(),
                                         [&](const config::Output& out) { return is_missing(site, out.path); });
        if (stage.origin == config::Origin::data && missing) files.insert(stage.file);
    }
    return files;
}

void pull_imports(Site& site, const std::vector<std::size_t>& selected) {
    const std::set<std::string> files = files_of_missing_data(site, selected);
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

/// The stages that make what a selected one needs and does not find, though they are not selected themselves.
std::set<std::size_t> makers_of_missing(Site& site, const std::vector<std::size_t>& selected) {
    const auto is_selected = [&](std::size_t index) {
        return std::binary_search(selected.begin(), selected.end(), index);
    };
    std::set<std::size_t> makers;
    for (const pipeline::Edge& edge : site.graph().edges()) {
        // What is frozen reads nothing.
        if (!is_selected(edge.to) || is_selected(edge.from) || site.graph().stage(edge.to).frozen) continue;
        if (is_missing(site, edge.path)) makers.insert(edge.from);
    }
    return makers;
}

void bring_back(Site& site, const config::Stage& stage, const pipeline::Outputs& outputs) {
    const pipeline::ResultsElsewhere from = site.elsewhere();
    if (stage.is_of_dvc() && from.dvc != nullptr) from.dvc->fetch(stage, outputs, {});
    if (!stage.is_of_dvc() && from.own != nullptr) from.own->fetch(outputs, {});
    pipeline::restore_outputs(site.contents(), outputs);
}

}  // namespace

void pull_inputs(Site& site, const Asked& asked) {
    const std::vector<std::size_t> selected = site.selected(asked);
    pull_imports(site, selected);
    for (const std::size_t index : makers_of_missing(site, selected)) {
        const config::Stage& stage = site.graph().stage(index);
        const pipeline::LockedStage* locked = site.locks().lock.find(stage.name);
        if (locked == nullptr) continue;
        pipeline::Outputs missing = locked->outs;
        std::erase_if(missing, [&](const auto& out) { return !is_missing(site, out.first); });
        try {
            bring_back(site, stage, missing);
        } catch (const Error& error) {
            site.call().warn(fmt::format("what {} makes is not fetched: {}", stage.name, error.message()));
        }
    }
}

}  // namespace mlp::cli
