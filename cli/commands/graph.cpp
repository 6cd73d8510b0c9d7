// mlp graph [STAGE...]
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "cli/pipeline/graph_text.hpp"
#include "cli/pipeline/site.hpp"
#include "cli/pipeline/stage_json.hpp"
#include "core/base/ascii.hpp"
#include "core/base/text.hpp"
#include "core/data/dvc/config.hpp"
#include "core/pipeline/locks.hpp"

namespace mlp::cli {

namespace {

struct GraphAsk {
    std::vector<std::string> stages;
    std::string format = "text";
    std::optional<std::string> since;
};

base::Json graph_document(const pipeline::Graph& graph, const std::vector<std::size_t>& selected) {
    base::Json json = document("mlp.graph/1");
    json["stages"] = base::Json::array();
    json["edges"] = base::Json::array();
    std::vector<bool> in(graph.size());
    for (const std::size_t index : selected) {
        in[index] = true;
        json["stages"].push_back(stage_json(graph.stage(index)));
    }
    for (const pipeline::Edge& edge : graph.edges()) {
        if (!in[edge.from] || !in[edge.to]) continue;
        json["edges"].push_back(
            {{"from", graph.stage(edge.from).name}, {"to", graph.stage(edge.to).name}, {"path", edge.path}});
    }
    return json;
}

/// DVC takes `remote://NAME/PATH` as a path of one of its remotes.
void check_remote(const data::dvc::Config& config, std::string_view path, const Position& place) {
    constexpr std::string_view scheme = "remote://";
    if (!path.starts_with(scheme)) return;
    const auto name = path.substr(scheme.size(), path.find('/', scheme.size()) - scheme.size());
    if (config.remote(base::lower(name)) != nullptr) return;
    throw Error(Kind::invalid, fmt::format("'{}' names the remote '{}', which DVC's settings do not have",
                                           base::printable(path), base::printable(name)))
        .at(place.to_string())
        .hint("`mlp remote list` shows those that there are, `mlp remote add` adds one");
}

/// What is wrong beside the stages is told here, too, and not only when they are to run: damaged locks, DVC's settings.
void check_surroundings(Invocation& call, const pipeline::Graph& graph) {
    const config::Project& project = graph.project();
    pipeline::read_locks(project);
    const auto of_dvc = [](const config::Stage& stage) { return stage.is_of_dvc(); };
    if (std::none_of(project.stages.begin(), project.stages.end(), of_dvc)) return;
    const data::dvc::Config config = data::dvc::read_config(project.root, call.env());
    for (const config::Stage& stage : project.stages) {
        if (!stage.is_of_dvc()) continue;
        for (const config::PathRef& dep : stage.deps) check_remote(config, dep.path, dep.place);
        for (const config::Output& out : stage.outs) check_remote(config, out.path, out.place);
    }
}

Report graph(Invocation& call, const GraphAsk& ask) {
    const pipeline::Graph graph(call.project());
    check_surroundings(call, graph);
    auto selected = graph.targets(ask.stages, in_project(call));
    std::optional<Since> since;
    if (ask.since) {
        since = affected_since(call, graph, *ask.since);
        std::set<std::size_t> affected;
        for (const pipeline::Affected& one : since->affected) affected.insert(one.index);
        std::erase_if(selected, [&](std::size_t index) { return !affected.contains(index); });
    }
    if (ask.format != "text" && !call.globals().json) {
        // For other programs as it is: names stay bytes, nothing is made printable.
        call.write(ask.format == "dot" ? graph_dot(graph, selected) : graph_mermaid(graph, selected));
        return {};
    }
    base::Json json = graph_document(graph, selected);
    if (since) json["since"] = since_json(*since, graph);
    return {.document = std::move(json),
            .text = [plain = graph_plain(graph, selected), affected = since.has_value()](Text& text) {
                for (std::size_t start = 0; start < plain.size();) {
                    const std::size_t end = plain.find('\n', start);
                    text.line(plain.substr(start, end - start));
                    start = end + 1;
                }
                if (plain.empty()) text.line(affected ? "No stage is affected." : "The project has no stages.");
            }};
}

}  // namespace

Command graph_command() {
    auto ask = std::make_shared<GraphAsk>();
    return {.arguments = {{.name = "stage",
                           .help = "Stages to show, with all they need; without any: the whole pipeline",
                           .target = &ask->stages,
                           .live = Live::stages},
                          {.name = "--since",
                           .help = "Only stages that changes since this git revision affect",
                           .target = &ask->since,
                           .value = "REV"},
                          {.name = "--format",
                           .help = "Form of the graph",
                           .target = &ask->format,
                           .choices = {"text", "dot", "mermaid"}}},
            .run = [ask](Invocation& call) { return graph(call, *ask); }};
}

}  // namespace mlp::cli
