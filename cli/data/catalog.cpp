#include "cli/data/catalog.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <set>

#include "core/base/ascii.hpp"
#include "core/base/path.hpp"

namespace mlp::cli {

using config::Stage;

namespace {

constexpr std::string_view wildcards = "*?[";

/// The folder in which all that a pattern can match lies: "data" for "data/*.csv".
std::string fixed_folder(std::string_view pattern) {
    const auto slash = pattern.rfind('/', pattern.find_first_of(wildcards));
    return slash == std::string_view::npos ? "." : std::string(pattern.substr(0, slash));
}

/// Whether a path is, holds or lies in what a data set's path or pattern says.
bool meets(const std::string& path, const std::string& pattern) {
    if (path == "." || base::is_within(path, pattern) || base::is_within(pattern, path)) return true;
    if (pattern.find_first_of(wildcards) == std::string::npos) return false;
    return fnmatch(pattern.c_str(), path.c_str(), 0) == 0 || base::is_within(fixed_folder(pattern), path);
}

bool reads(const Stage& stage, const std::string& path) {
    return std::any_of(stage.deps.begin(), stage.deps.end(),
                       [&](const config::PathRef& dep) { return dep.is_inside() && meets(dep.path, path); });
}

bool writes(const Stage& stage, const std::string& path) {
    return std::any_of(stage.outs.begin(), stage.outs.end(),
                       [&](const config::Output& out) { return out.is_inside() && meets(out.path, path); });
}

/// Everything that can be reached by going from paths to stages and on to their other paths.
std::vector<std::string> reached(const config::Project& project, const std::string& start, bool down) {
    std::set<std::string> found;
    std::vector<std::string> open{start};
    std::set<const Stage*> seen;
    while (!open.empty()) {
        const std::string path = open.back();
        open.pop_back();
        for (const Stage& stage : project.stages) {
            if (!(down ? reads(stage, path) : writes(stage, path)) || !seen.insert(&stage).second) continue;
            const auto take = [&](const std::string& next) {
                if (found.insert(next).second) open.push_back(next);
            };
            if (down) {
                for (const config::Output& out : stage.outs) take(out.path);
            } else {
                for (const config::PathRef& dep : stage.deps) take(dep.path);
            }
        }
    }
    return {found.begin(), found.end()};
}

}  // namespace

std::vector<CatalogEntry> catalog_of(const config::Project& project) {
    std::vector<CatalogEntry> entries;
    for (const config::Dataset& dataset : project.datasets) {
        CatalogEntry entry{.dataset = &dataset,
                           .makers = {},
                           .users = {},
                           .upstream = reached(project, dataset.path, false),
                           .downstream = reached(project, dataset.path, true),
                           .models = {}};
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

bool matches(const config::Dataset& dataset, const std::vector<std::string>& words) {
    const std::string text = base::lower(fmt::format("{}\n{}\n{}\n{}\n{}\n{}", dataset.name, dataset.path, dataset.owner,
                                                     dataset.purpose, dataset.source, dataset.description));
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
    constexpr std::size_t day = std::string_view("2026-12-31").size();
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
        deprecation.over = base::iso_time(now).substr(0, day) > dataset.deprecated;
        found.push_back(std::move(deprecation));
    }
    return found;
}

}  // namespace mlp::cli
