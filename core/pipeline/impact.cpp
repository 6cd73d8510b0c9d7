#include "core/pipeline/impact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/path.hpp"
#include "core/base/text.hpp"

namespace mlp::pipeline {

namespace {

bool meets(const std::string& a, const std::string& b) { return base::is_within(a, b) || base::is_within(b, a); }

/// A key, or anything above or below it: "train" changes with "train.lr", and the other way round.
bool meets_key(const std::string& a, const std::string& b) {
    return a == b || a.starts_with(b + ".") || b.starts_with(a + ".");
}

std::vector<std::size_t> readers_of_path(const Graph& graph, const std::string& path, bool& made) {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < graph.size(); ++index) {
        const config::Stage& stage = graph.stage(index);
        const auto reads = [&](const auto& ref) { return meets(ref.path, path); };
        const bool dep = std::any_of(stage.deps.begin(), stage.deps.end(), reads);
        const bool param = std::any_of(stage.params.begin(), stage.params.end(),
                                       [&](const config::ParamRef& ref) { return ref.file == path; });
        const bool lock = stage.python_lock && reads(*stage.python_lock);
        if (dep || param || lock) found.push_back(index);
        made = made || std::any_of(stage.outs.begin(), stage.outs.end(), reads);
    }
    return found;
}

std::vector<std::size_t> readers_of_key(const Graph& graph, const std::string& file, const std::string& key) {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < graph.size(); ++index) {
        for (const config::ParamRef& ref : graph.stage(index).params) {
            const bool reads = ref.keys.empty() || std::any_of(ref.keys.begin(), ref.keys.end(),
                                                               [&](const std::string& k) { return meets_key(k, key); });
            if (ref.file == file && reads) {
                found.push_back(index);
                break;
            }
        }
    }
    return found;
}

void add_consequences(const Graph& graph, Impact& impact) {
    const std::vector<std::size_t> reached = graph.reachable_down(impact.direct);
    for (const std::size_t index : graph.order()) {
        if (std::binary_search(reached.begin(), reached.end(), index)) impact.stages.push_back(index);
    }
    const auto touched = [&](const std::string& path) {
        if (impact.subject == Impact::Subject::path && meets(path, impact.name)) return true;
        return std::any_of(impact.stages.begin(), impact.stages.end(), [&](std::size_t index) {
            const auto& outs = graph.stage(index).outs;
            return std::any_of(outs.begin(), outs.end(),
                               [&](const config::Output& out) { return meets(out.path, path); });
        });
    };
    const config::Project& project = graph.project();
    for (const config::Model& model : project.models) {
        if (touched(model.path) || std::any_of(model.files.begin(), model.files.end(), touched)) {
            impact.models.push_back(model.name);
        }
    }
    for (const config::Environment& environment : project.environments) {
        // Without a model of its own an environment takes the only one there is.
        const std::string model = environment.model.value_or(project.models.size() == 1 ? project.models[0].name : "");
        if (std::find(impact.models.begin(), impact.models.end(), model) != impact.models.end()) {
            impact.environments.push_back(environment.name);
        }
    }
}

[[noreturn]] void unknown(const Graph& graph, const std::string& word) {
    std::vector<std::string> names;
    for (std::size_t index = 0; index < graph.size(); ++index) {
        const config::Stage& stage = graph.stage(index);
        names.push_back(stage.name);
        for (const config::PathRef& dep : stage.deps) names.push_back(dep.path);
        for (const config::Output& out : stage.outs) names.push_back(out.path);
        for (const config::ParamRef& ref : stage.params) names.insert(names.end(), ref.keys.begin(), ref.keys.end());
    }
    throw Error(Kind::missing, fmt::format("no stage, dependency, output or parameter is called '{}'{}",
                                           base::printable(word), base::did_you_mean(word, names)))
        .at(graph.project().file)
        .hint("`mlp graph` shows the stages; nothing in the pipeline depends on other files");
}

}  // namespace

std::string_view subject_name(Impact::Subject subject) {
    switch (subject) {
        case Impact::Subject::stage:
            return "stage";
        case Impact::Subject::path:
            return "path";
        case Impact::Subject::parameter:
            return "parameter";
    }
    return "";
}

Impact impact_of(const Graph& graph, const std::string& word, const std::optional<std::string>& path) {
    Impact impact;
    impact.name = word;
    for (std::size_t index = 0; index < graph.size(); ++index) {
        const std::string& name = graph.stage(index).name;
        if (name == word || name.starts_with(word + "@")) impact.direct.push_back(index);
    }
    bool made = false;
    if (impact.direct.empty() && path) {
        impact.subject = Impact::Subject::path;
        impact.name = *path;
        impact.direct = readers_of_path(graph, *path, made);
    }
    if (impact.direct.empty() && !made) {
        impact.subject = Impact::Subject::parameter;
        const std::size_t colon = word.find(':');
        const std::string file = colon == std::string::npos ? "params.yaml" : word.substr(0, colon);
        const std::string key = colon == std::string::npos ? word : word.substr(colon + 1);
        impact.name = file + ":" + key;
        impact.direct = readers_of_key(graph, file, key);
        // A file that only a model names has no reader, and still a consequence.
        if (impact.direct.empty() && path) {
            impact.subject = Impact::Subject::path;
            impact.name = *path;
        }
    }
    add_consequences(graph, impact);
    if (impact.direct.empty() && impact.models.empty() && !made) unknown(graph, word);
    return impact;
}

}  // namespace mlp::pipeline
