// Live values for the shells: one row for each kind, each read from local state in milliseconds.
#include <array>
#include <filesystem>

#include "cli/complete.hpp"
#include "core/config/project.hpp"
#include "core/config/settings.hpp"

namespace mlp::cli {
namespace {

std::optional<std::filesystem::path> root_of(const base::Env& env) {
    if (const auto named = env.variable("MLP_PROJECT")) return env.working_directory / *named;
    return config::find_root(env.working_directory);
}

/// Also of a project with mistakes in it: what could be read is offered.
config::Project project_of(const base::Env& env) {
    const auto root = root_of(env);
    return root ? config::load_project(*root).project : config::Project{};
}

std::vector<Candidate> stages(std::string_view, const base::Env& env) {
    std::vector<Candidate> result;
    for (const config::Stage& stage : project_of(env).stages) result.push_back({stage.name, stage.description});
    return result;
}

std::vector<Candidate> environments(std::string_view, const base::Env& env) {
    std::vector<Candidate> result;
    for (const config::Environment& environment : project_of(env).environments) {
        result.push_back({environment.name, environment.target + " " + environment.path});
    }
    return result;
}

std::vector<Candidate> datasets(std::string_view, const base::Env& env) {
    std::vector<Candidate> result;
    for (const config::Dataset& dataset : project_of(env).datasets) {
        result.push_back({dataset.name, dataset.description.empty() ? dataset.path : dataset.description});
    }
    return result;
}

struct Row {
    Live kind;
    std::vector<Candidate> (*values)(std::string_view word, const base::Env& env);
};

constexpr auto rows = std::to_array<Row>({
    {Live::stages, stages},
    {Live::environments, environments},
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
