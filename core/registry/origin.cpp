#include "core/registry/origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/path.hpp"

namespace mlp::registry {

namespace {

const Json& member(const Json& object, const char* key) {
    static const Json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(key);
    return found == object.end() ? nothing : *found;
}

/// A lock entry is {kind, digest, size} or the digest alone.
std::string digest_in(const Json& entry) {
    if (entry.is_string()) return entry.get<std::string>();
    const Json& digest = member(entry, "digest");
    return digest.is_string() ? digest.get<std::string>() : std::string();
}

bool touches(const std::string& output, const std::string& path) {
    return base::is_within(path, output) || base::is_within(output, path);
}

/// Runs of the project's pipeline, newest first, a page at a time; `visit` says whether to go on.
void walk_runs(tracking::TrackingStore& tracking, const std::string& experiment,
               const std::function<bool(const tracking::Run&)>& visit) {
    Search search;
    search.experiment_ids = {experiment};
    search.filter = "tags.`mlp.kind` = 'pipeline' AND attributes.status = 'FINISHED'";
    search.order_by = {"attributes.start_time DESC"};
    search.max_results = 50;
    do {
        const auto page = tracking.search_runs(search);
        for (const auto& run : page.items) {
            if (!visit(run)) return;
        }
        search.page_token = page.next_page_token;
    } while (!search.page_token.empty());
}

/// What went into `wanted`: the stages themselves and all before them, and what these read that no stage made.
struct Upstream {
    std::set<std::string> stages;
    std::map<std::string, std::string> inputs;  ///< path → digest
};

Upstream upstream_of(const Json& stages, const std::vector<std::string>& wanted) {
    std::vector<std::pair<std::string, std::string>> outputs;  // path, stage
    for (const auto& [name, stage] : stages.items()) {
        for (const auto& [path, entry] : member(stage, "outs").items()) outputs.emplace_back(path, name);
    }
    Upstream upstream;
    std::vector<std::string> open = wanted;
    while (!open.empty()) {
        const std::string name = open.back();
        open.pop_back();
        if (!upstream.stages.insert(name).second) continue;
        for (const auto& [path, entry] : member(member(stages, name.c_str()), "deps").items()) {
            bool made = false;
            for (const auto& [output, maker] : outputs) {
                if (!touches(output, path)) continue;
                made = true;
                open.push_back(maker);
            }
            if (!made) upstream.inputs[path] = digest_in(entry);
        }
    }
    return upstream;
}

/// Parameters and data of a pipeline's run, from its locked stages: a run that executed only some of them still names
/// all.
void add_upstream(const Json& stages, const std::vector<std::string>& wanted, Json& provenance) {
    const Upstream upstream = upstream_of(stages, wanted);
    std::map<std::string, Json> parameters;
    for (const std::string& name : upstream.stages) {
        for (const auto& [key, value] : member(member(stages, name.c_str()), "params").items())
            parameters.emplace(key, value);
    }
    provenance["parameters"] = Json::object();
    for (const auto& [key, value] : parameters) provenance["parameters"][key] = value;
    provenance["data"] = Json::object();
    for (const auto& [path, digest] : upstream.inputs) provenance["data"][path] = digest;
}

}  // namespace

Comparison compare_outputs(const Json& stages, const std::vector<std::string>& paths, const ContentOf& content_of) {
    Comparison comparison;
    std::set<std::string> makers;
    if (!stages.is_object()) return comparison;
    for (const auto& [name, stage] : stages.items()) {
        const Json& outs = member(stage, "outs");
        if (!outs.is_object()) continue;
        for (const auto& [output, entry] : outs.items()) {
            const std::string& path_of_output = output;
            if (std::none_of(paths.begin(), paths.end(),
                             [&](const auto& path) { return touches(path_of_output, path); }))
                continue;
            makers.insert(name);
            const auto content = content_of(output);
            if (!content || content->digest.to_string() != digest_in(entry)) comparison.stale.push_back(output);
        }
    }
    comparison.stages.assign(makers.begin(), makers.end());
    return comparison;
}

std::optional<Origin> find_origin(tracking::TrackingStore& tracking, const std::string& project,
                                  const std::vector<std::string>& paths, const ContentOf& content_of) {
    const auto experiment = tracking.find_experiment_by_name(project);
    if (!experiment) return std::nullopt;
    // Each path is hashed once, however many runs are looked at.
    std::map<std::string, std::optional<data::Content>> known;
    const ContentOf remembered = [&](const std::string& path) {
        const auto found = known.find(path);
        return found != known.end() ? found->second : known.emplace(path, content_of(path)).first->second;
    };
    std::optional<Origin> origin;
    walk_runs(tracking, experiment->id, [&](const tracking::Run& run) {
        const auto stages = tracking.find_document(run.info.id, "stages");
        if (!stages) return true;
        Comparison comparison = compare_outputs(*stages, paths, remembered);
        if (comparison.stages.empty() || !comparison.stale.empty()) return true;
        origin = Origin{run.info.id, std::move(comparison.stages)};
        return false;
    });
    return origin;
}

Json provenance_of(tracking::TrackingStore& tracking, const Origin& origin) {
    const auto run = tracking.find_run(origin.run_id);
    if (!run) throw Error(Kind::missing, fmt::format("there is no run '{}'", origin.run_id));
    Json provenance{{"run_id", run->info.id}, {"run_name", run->info.name}, {"user", run->info.user_id}};
    if (const auto experiment = tracking.find_experiment(run->info.experiment_id))
        provenance["project"] = experiment->name;
    const Json git = tracking.find_document(run->info.id, "git").value_or(Json::object());
    for (const char* key : {"commit", "branch", "dirty"}) {
        if (const Json& value = member(git, key); !value.is_null()) provenance[key] = value;
    }
    Json parameters = Json::object();
    for (const auto& param : run->params) parameters[param.key] = param.value;
    Json metrics = Json::object();
    for (const auto& metric : run->metrics) metrics[metric.key] = base::number_json(metric.value);
    provenance["parameters"] = std::move(parameters);
    provenance["metrics"] = std::move(metrics);
    provenance["data"] = Json::object();
    for (const auto& input : run->dataset_inputs) provenance["data"][input.dataset.name] = input.dataset.digest;
    const auto stages = tracking.find_document(run->info.id, "stages");
    if (stages && stages->is_object() && !origin.stages.empty()) add_upstream(*stages, origin.stages, provenance);
    const Json host = tracking.find_document(run->info.id, "host").value_or(Json::object());
    if (const Json& name = member(host, "host"); name.is_string()) provenance["host"] = name;
    provenance["stages"] = origin.stages;
    provenance["run_start_time"] = run->info.start_time;
    return provenance;
}

Json provenance_of_lock(const Json& stages, const std::vector<std::string>& makers) {
    Json provenance{{"metrics", Json::object()}, {"stages", makers}};
    add_upstream(stages, makers, provenance);
    return provenance;
}

void add_metrics(Json& provenance, const Json& stages, const config::Project& project, const ContentOf& content_of) {
    Json& metrics = provenance["metrics"];
    for (const auto& stage : project.stages) {
        const Json& outs = member(member(stages, stage.name.c_str()), "outs");
        for (const auto& output : stage.outs) {
            if (output.role != config::Output::Role::metric) continue;
            const auto content = content_of(output.path);
            if (!content || content->digest.to_string() != digest_in(member(outs, output.path.c_str()))) continue;
            for (const auto& [key, value] : config::read_metrics(project.root / output.path)) {
                const std::string name = metric_key(stage.name, key);
                if (!metrics.contains(name)) metrics[name] = base::number_json(value);
            }
        }
    }
}

std::string metric_key(const std::string& stage, const std::string& key) {
    std::string name = stage;
    std::replace(name.begin(), name.end(), '@', '/');
    return name + "." + key;
}

std::map<std::string, double> metrics_of(const Json& provenance) {
    std::map<std::string, double> result;
    const Json& metrics = member(provenance, "metrics");
    if (!metrics.is_object()) return result;
    for (const auto& [key, value] : metrics.items()) {
        if (const auto number = base::number_from_json(value)) result[key] = *number;
    }
    return result;
}

}  // namespace mlp::registry
