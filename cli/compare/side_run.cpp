// A tracked run as a side: what its documents say, and the files that were kept.
#include <algorithm>
#include <set>

#include "cli/compare/kept_contents.hpp"
#include "cli/compare/project_files.hpp"
#include "cli/compare/side.hpp"
#include "cli/pipeline/stage_documents.hpp"
#include "cli/tracking/session.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/temporary.hpp"
#include "core/pipeline/run_cache.hpp"

namespace mlp::cli {

namespace fs = std::filesystem;
using base::Json;

namespace {

/// Undoes how stage documents name parameters: "train.lr" is of params.yaml, "other.yaml:key" of another file, a file's
/// name with a map stands for all of it.
void add_param(const std::string& name, const Json& value, compare::State& state) {
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
        state.params[name.substr(0, colon)][name.substr(colon + 1)] = value;
    } else if (value.is_object() && fs::path(name).has_extension()) {
        state.params[name] = compare::flattened(value);
    } else {
        for (const auto& [key, leaf] : compare::flattened(value)) {
            state.params["params.yaml"][key.empty() ? name : name + "." + key] = leaf;
        }
    }
}

class RunReader {
public:
    RunReader(Invocation& call, Side& side)
        : kept_(call), side_(side), folder_(base::system_temporaries(), "mlp-run") {}

    void read_stages(const Json& stages) {
        side_.state.declared_params_only = true;
        for (const auto& [name, stage] : stages.items()) read_stage(stage);
        // What one stage measures another may read: it is told as a metric or plot, not as data.
        for (const std::string& path : told_) side_.state.data.erase(path);
    }

    /// What a dvc.yaml lists beside its stages, as far as their outputs hold it.
    void read_listed(const Json& listed) {
        try {
            for (const Json& path : listed.at("metrics")) {
                if (place(path.get<std::string>()))
                    read_metrics(folder_.path(), path.get<std::string>(), side_.state, side_.warnings);
            }
            for (const DeclaredPlot& plot : plots_from_json(listed)) {
                const bool all = std::all_of(plot.files.begin(), plot.files.end(), [&](const auto& f) { return place(f); });
                if (all) read_plot(folder_.path(), plot, side_.state, side_.warnings);
            }
        } catch (const Json::exception&) {
            side_.warnings.emplace_back("its list of metrics and plots cannot be read");
        }
    }

    void name_warnings() { name_side(side_.warnings, folder_.path(), "run " + side_.name); }

private:
    void read_stage(const Json& stage) {
        const Json none = Json::object();
        const auto part = [&](const char* key) -> const Json& { return stage.contains(key) ? stage[key] : none; };
        for (const auto& [name, value] : part("params").items()) add_param(name, value, side_.state);
        // A stage of DVC may read and write outside of the project: those paths are its own business.
        auto deps = pipeline::outputs_from_json(part("deps"), pipeline::LockPaths::any);
        auto outs = pipeline::outputs_from_json(part("outs"), pipeline::LockPaths::any);
        const auto is_outside = [](const auto& row) { return row.first.starts_with('/'); };
        if (deps) std::erase_if(*deps, is_outside);
        if (outs) std::erase_if(*outs, is_outside);
        if (deps) side_.state.data.insert(deps->begin(), deps->end());
        if (!outs) return;
        side_.state.data.insert(outs->begin(), outs->end());
        outs_.insert(outs->begin(), outs->end());
        for (const Json& path : part("metrics")) {
            if (fetch(*outs, path.get<std::string>()))
                read_metrics(folder_.path(), path.get<std::string>(), side_.state, side_.warnings);
        }
        for (const auto& [path, options] : part("plots").items()) {
            if (fetch(*outs, path)) read_plot(folder_.path(), {path, {path}, options}, side_.state, side_.warnings);
        }
    }

    /// Copies a path out of the outputs that hold it. False for what is no path: a run may come from anywhere.
    bool place(const std::string& path) {
        if (base::normal_relative(path) != path) return false;
        for (const auto& [out, content] : outs_) {
            const bool meets = base::is_within(path, out) || base::is_within(out, path);
            if (meets) kept_.place(content, out, path, folder_.path());
        }
        return true;
    }

    /// Copies an output from where it is kept. False when it was not kept.
    bool fetch(const pipeline::Outputs& outs, const std::string& path) {
        told_.push_back(path);
        const auto content = outs.find(path);
        if (content == outs.end()) return false;
        if (!kept_.place(content->second, path, path, folder_.path())) {
            side_.warnings.push_back(path + " was not kept");
            return false;
        }
        return true;
    }

    KeptContents kept_;
    Side& side_;
    base::TemporaryFolder folder_;
    std::vector<std::string> told_;
    pipeline::Outputs outs_;  ///< of all stages
};

/// Metrics that stages logged themselves: those that none of their files holds.
void read_stage_metrics(TrackSession& session, const std::string& run_id, compare::State& state) {
    std::set<std::string> in_files;
    for (const auto& [file, values] : state.metrics) {
        for (const auto& [key, value] : values) in_files.insert(tracking_key(key));
    }
    for (const std::string& child : session->child_runs(run_id)) {
        const auto run = session->find_run(child);
        if (!run) continue;
        for (const tracking::Metric& metric : run->metrics) {
            if (in_files.contains(metric.key)) continue;
            state.metrics[""][run->info.name + "." + metric.key] = base::number_json(metric.value);
        }
    }
}

/// What was logged without a file.
void read_logged(const tracking::Run& run, compare::State& state) {
    for (const tracking::Param& param : run.params) state.params[""][param.key] = param.value;
    for (const tracking::Metric& metric : run.metrics) {
        state.metrics[""][metric.key] = base::number_json(metric.value);
    }
}

}  // namespace

Side run_side(Invocation& call, const std::string& run_id, const std::string& name) {
    Side side{.kind = "run", .name = name, .id = run_id};
    TrackSession session(call, TrackSession::Use::read);
    const tracking::Run run = session.run(run_id);
    side.state.logged_known = true;
    if (const auto stages = session->find_document(run_id, "stages"); stages && stages->is_object()) {
        RunReader reader(call, side);
        reader.read_stages(*stages);
        if (const auto listed = session->find_document(run_id, "measures")) reader.read_listed(*listed);
        reader.name_warnings();
        read_stage_metrics(session, run_id, side.state);
    } else {
        read_logged(run, side.state);
    }
    return side;
}

}  // namespace mlp::cli
