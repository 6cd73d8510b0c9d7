// Live values for the shells: one row for each kind, each read from local state in milliseconds.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "cli/complete.hpp"
#include "cli/stage_names.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/config/project.hpp"
#include "core/config/settings.hpp"
#include "core/registry/registry.hpp"
#include "core/store/store.hpp"
#include "core/template/template.hpp"
#include "core/tracking/store.hpp"

namespace mlp::cli {
namespace {

using Candidates = std::vector<Candidate>;

/// A screen of candidates helps; more of them only cost time.
constexpr std::int64_t enough = 50;

std::optional<std::filesystem::path> root_of(const base::Env& env) {
    if (const auto named = env.variable("MLP_PROJECT")) return env.working_directory / *named;
    return config::find_root(env.working_directory);
}

/// Also of a project with mistakes in it: what could be read is offered.
config::Project project_of(const base::Env& env) {
    const auto root = root_of(env);
    return root ? config::load_project(*root).project : config::Project{};
}

/// Read-only, so that Tab never makes a store. Error{missing} without one.
store::Store store_of(const base::Env& env) {
    const auto root = root_of(env);
    const auto configured = config::Settings::load(env, root).text("store");
    return store::Store::open(store::locate(env, root, configured), env, store::Access::read_only);
}

/// Larger files are scanned for names instead of being parsed: Tab has 20 ms.
constexpr std::uint64_t large_file = 32 << 10;

std::vector<std::string> names_in_large_file(const base::Env& env) {
    const auto root = root_of(env);
    const auto file = root ? base::signature_of(*root / "mlp.yaml", true) : std::nullopt;
    if (!file || file->size < large_file) return {};
    return stage_names(base::read_file(*root / "mlp.yaml")).value_or(std::vector<std::string>());
}

Candidates stages(std::string_view, const base::Env& env) {
    Candidates result;
    for (std::string& name : names_in_large_file(env)) result.push_back({std::move(name), ""});
    if (!result.empty()) return result;
    for (const config::Stage& stage : project_of(env).stages) result.push_back({stage.name, stage.description});
    return result;
}

Candidates environments(std::string_view, const base::Env& env) {
    Candidates result;
    for (const config::Environment& environment : project_of(env).environments) {
        result.push_back({environment.name, environment.target + " " + environment.path});
    }
    return result;
}

Candidates datasets(std::string_view, const base::Env& env) {
    Candidates result;
    for (const config::Dataset& dataset : project_of(env).datasets) {
        result.push_back({dataset.name, dataset.description.empty() ? dataset.path : dataset.description});
    }
    return result;
}

Candidate candidate_of(const tracking::RunInfo& run) {
    return {run.id,
            fmt::format("{} {} {}", run.name, tracking::status_name(run.status), base::iso_time(run.start_time))};
}

/// The latest runs; for a typed beginning also an older one, when only one begins like that.
Candidates runs(std::string_view word, const base::Env& env) {
    store::Store store = store_of(env);
    const auto tracking = tracking::open_tracking(store);
    Candidates result;
    for (const tracking::Run& run : tracking->search_runs({.max_results = enough}).items) {
        if (run.info.id.starts_with(word)) result.push_back(candidate_of(run.info));
    }
    if (!result.empty() || word.size() < 4) return result;
    if (const auto run = tracking->find_run(tracking->resolve_run(std::string(word)))) {
        result.push_back(candidate_of(run->info));
    }
    return result;
}

Candidates experiments(std::string_view, const base::Env& env) {
    store::Store store = store_of(env);
    Candidates result;
    for (const auto& experiment : tracking::open_tracking(store)->search_experiments({.max_results = enough}).items) {
        result.push_back({experiment.name, "experiment " + experiment.id});
    }
    return result;
}

/// "churn:3" and "churn@champion" of every registered model whose name fits the word.
Candidates versions(std::string_view word, const base::Env& env) {
    store::Store store = store_of(env);
    const auto registry = registry::open_registry(store);
    const std::string_view name = word.substr(0, word.find_first_of(":@"));
    Candidates result;
    for (const registry::RegisteredModel& model : registry->search_models({.max_results = enough}).items) {
        if (!model.name.starts_with(name)) continue;
        for (const auto& [alias, version] : model.aliases) {
            result.push_back({model.name + "@" + alias, fmt::format("version {}", version)});
        }
        const tracking::Search search{.filter = fmt::format("name = '{}'", model.name), .max_results = enough};
        for (const registry::ModelVersion& version : registry->search_versions(search).items) {
            if (version.model != model.name) continue;
            result.push_back({fmt::format("{}:{}", model.name, version.version), version.description});
        }
    }
    return result;
}

/// Names; behind a name and ':' or '@' its versions and aliases.
Candidates models(std::string_view word, const base::Env& env) {
    if (word.find_first_of(":@") != std::string_view::npos) return versions(word, env);
    Candidates result;
    for (const config::Model& model : project_of(env).models) result.push_back({model.name, model.description});
    try {
        store::Store store = store_of(env);
        for (const auto& model : registry::open_registry(store)->search_models({.max_results = enough}).items) {
            const bool known = std::any_of(result.begin(), result.end(),
                                           [&](const Candidate& candidate) { return candidate.value == model.name; });
            if (!known) result.push_back({model.name, model.description});
        }
    } catch (const Error&) {
        // No store yet: what the project declares is still an answer.
    }
    return result;
}

Candidates aliases(std::string_view, const base::Env& env) {
    store::Store store = store_of(env);
    Candidates result;
    for (const auto& model : registry::open_registry(store)->search_models({.max_results = enough}).items) {
        for (const auto& [alias, version] : model.aliases) {
            result.push_back({alias, fmt::format("{}:{}", model.name, version)});
        }
    }
    return result;
}

Candidates templates(std::string_view, const base::Env&) {
    Candidates result;
    for (const auto& bundled : tmpl::bundled_templates()) result.push_back({bundled.name, bundled.description});
    return result;
}

struct Row {
    Live kind;
    Candidates (*values)(std::string_view word, const base::Env& env);
};

constexpr auto rows = std::to_array<Row>({
    {Live::stages, stages},
    {Live::runs, runs},
    {Live::experiments, experiments},
    {Live::models, models},
    {Live::versions, versions},
    {Live::aliases, aliases},
    {Live::environments, environments},
    {Live::templates, templates},
    {Live::datasets, datasets},
});

}  // namespace

std::vector<Candidate> live_values(Live kind, std::string_view word, const base::Env& env) {
    for (const Row& row : rows) {
        if (row.kind == kind) return row.values(word, env);
    }
    return {};
}

}  // namespace mlp::cli
