#include "cli/data/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

#include "core/base/ascii.hpp"
#include "core/config/dataset_path.hpp"

namespace mlp::cli {

using config::meets;
using config::Stage;

namespace {

bool reads(const Stage& stage, const std::string& path) {
    return std::any_of(stage.deps.begin(), stage.deps.end(),
                       [&](const config::PathRef& dep) {
                           return dep.path == path || (dep.is_inside() && meets(dep.path, path));
                       });
}

bool writes(const Stage& stage, const std::string& path) {
    return std::any_of(stage.outs.begin(), stage.outs.end(),
                       [&](const config::Output& out) { return out.is_inside() && meets(out.path, path); });
}

struct Reached {
    std::set<std::string> paths;
    std::vector<LineageStep> steps;
};

LineageStep step_of(const Stage& stage) {
    LineageStep step{.stage = stage.name, .reads = {}, .makes = {}};
    for (const config::PathRef& dep : stage.deps) step.reads.push_back(dep.path);
    for (const config::Output& out : stage.outs) step.makes.push_back(out.path);
    return step;
}

bool is_over(const config::Dataset& dataset, base::Millis now) {
    constexpr std::size_t day = std::string_view("2026-12-31").size();
    return !dataset.deprecated.empty() && base::iso_time(now).substr(0, day) > dataset.deprecated;
}

/// Everything that can be reached by going from paths to stages and on to their other paths.
Reached reached(const config::Project& project, const std::string& start, bool down) {
    Reached found;
    std::deque<std::string> open{start};
    std::set<const Stage*> seen;
    while (!open.empty()) {
        const std::string path = open.front();
        open.pop_front();
        for (const Stage& stage : project.stages) {
            if (!(down ? reads(stage, path) : writes(stage, path)) || !seen.insert(&stage).second) continue;
            if (!stage.commands.empty()) found.steps.push_back(step_of(stage));
            const auto take = [&](const std::string& next) {
                if (found.paths.insert(next).second) open.push_back(next);
            };
            if (down) {
                for (const config::Output& out : stage.outs) take(out.path);
            } else {
                for (const config::PathRef& dep : stage.deps) take(dep.path);
            }
        }
    }
    return found;
}

/// What a dvc.yaml says of a data set that is kept elsewhere. Stages read it as ds://NAME.
std::optional<config::Dataset> dataset_of_dvc(const base::Json& item, const std::string& file) {
    const auto word = [&](const char* key) {
        const auto found = item.find(key);
        return found != item.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    if (!item.is_object() || word("name").empty()) return std::nullopt;
    config::Dataset dataset;
    dataset.name = word("name");
    dataset.path = "ds://" + dataset.name;
    dataset.source = word("url");
    if (!word("path").empty()) dataset.source += " " + word("path");
    if (!word("rev").empty()) dataset.source += " at " + word("rev");
    dataset.place.file = file;
    return dataset;
}

std::vector<config::Dataset> all_datasets(const config::Project& project) {
    std::vector<config::Dataset> datasets = project.datasets;
    for (const config::DvcYaml& file : project.dvc_files) {
        for (const base::Json& item : file.datasets) {
            if (auto dataset = dataset_of_dvc(item, file.file)) datasets.push_back(*std::move(dataset));
        }
    }
    return datasets;
}

}  // namespace

std::vector<CatalogEntry> catalog_of(const config::Project& project, base::Millis now) {
    std::vector<CatalogEntry> entries;
    for (const config::Dataset& dataset : all_datasets(project)) {
        const Reached up = reached(project, dataset.path, false);
        const Reached down = reached(project, dataset.path, true);
        CatalogEntry entry{.dataset = dataset,
                           .is_over = is_over(dataset, now),
                           .makers = {},
                           .users = {},
                           .upstream = {up.paths.begin(), up.paths.end()},
                           .downstream = {down.paths.begin(), down.paths.end()},
                           .models = {},
                           .steps_up = up.steps,
                           .steps_down = down.steps};
        for (const Stage& stage : project.stages) {
            if (stage.commands.empty()) continue;
            if (writes(stage, dataset.path)) entry.makers.push_back(stage.name);
            if (reads(stage, dataset.path)) entry.users.push_back(stage.name);
        }
        for (const config::Model& model : project.models) {
            const bool made =
                meets(model.path, dataset.path) ||
                std::any_of(entry.downstream.begin(), entry.downstream.end(),
                            [&](const std::string& out) { return meets(model.path, out); });
            if (made) entry.models.push_back(model.name);
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

bool matches(const CatalogEntry& entry, const std::vector<std::string>& words) {
    const config::Dataset& dataset = entry.dataset;
    std::string text = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", dataset.name, dataset.path, dataset.owner,
                                   dataset.purpose, dataset.source, dataset.description, dataset.replacement,
                                   dataset.contract ? dataset.contract->path : "");
    for (const auto* list : {&entry.makers, &entry.users, &entry.upstream, &entry.downstream, &entry.models})
        text += fmt::format("\n{}", fmt::join(*list, "\n"));
    text = base::lower(text);
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return text.find(base::lower(word)) != std::string::npos;
    });
}

std::string Deprecation::message() const {
    std::string text = fmt::format("data set '{}' {} {}, and {} {} it", dataset->name,
                                   over ? "was to be used until" : "is to be used only until", dataset->deprecated,
                                   fmt::join(users, ", "), users.size() == 1 ? "reads" : "read");
    if (!dataset->replacement.empty()) text += fmt::format("; read '{}' instead", dataset->replacement);
    return text;
}

std::vector<Deprecation> deprecations(const config::Project& project, base::Millis now,
                                      const std::optional<std::vector<std::string>>& stages) {
    std::vector<Deprecation> found;
    for (const config::Dataset& dataset : project.datasets) {
        if (dataset.deprecated.empty()) continue;
        Deprecation deprecation{.dataset = &dataset, .users = {}, .over = false};
        for (const Stage& stage : project.stages) {
            if (stage.commands.empty() || !reads(stage, dataset.path)) continue;
            if (stages && std::find(stages->begin(), stages->end(), stage.name) == stages->end()) continue;
            deprecation.users.push_back(stage.name);
        }
        if (deprecation.users.empty()) continue;
        deprecation.over = is_over(dataset, now);
        found.push_back(std::move(deprecation));
    }
    return found;
}

}  // namespace mlp::cli
