// mlp graph [STAGE...]
#include <memory>
#include <optional>
#include <set>

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "cli/output/text.hpp"
#include "cli/pipeline/graph_text.hpp"
#include "cli/pipeline/site.hpp"
#include "cli/pipeline/stage_json.hpp"
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

Report graph(Invocation& call, const GraphAsk& ask) {
    const pipeline::Graph graph(call.project());
    pipeline::read_locks(graph.project());  // a damaged one is told here, not only when stages are to run
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
