#include "cli/pipeline/graph_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace mlp::cli {

namespace {

using pipeline::Graph;
using Selection = std::vector<std::size_t>;

bool in(const Selection& selected, std::size_t index) {
    return std::binary_search(selected.begin(), selected.end(), index);
}

/// Calls `visit(from, to)` once for each pair of neighbours that are both selected.
void for_each_edge(const Graph& graph, const Selection& selected,
                   const std::function<void(std::size_t, std::size_t)>& visit) {
    for (const std::size_t from : graph.order()) {
        for (const std::size_t to : graph.downstream(from)) {
            if (in(selected, from) && in(selected, to)) visit(from, to);
        }
    }
}

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + "\"";
}

/// Mermaid knows no escapes in labels but entities.
std::string mermaid_label(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '"' || c == '#' || c == '<' || c == '>' || c == '&') {
            result += fmt::format("#{};", static_cast<int>(c));
        } else {
            result += c;
        }
    }
    return result;
}

}  // namespace

std::string graph_plain(const Graph& graph, const Selection& selected) {
    // Depth is the longest way from a beginning: what stands deeper comes later.
    std::vector<std::size_t> depth(graph.size());
    std::string text;
    for (const std::size_t index : graph.order()) {
        if (!in(selected, index)) continue;
        std::vector<std::string> needs;
        for (const std::size_t up : graph.upstream(index)) {
            if (!in(selected, up)) continue;
            depth[index] = std::max(depth[index], depth[up] + 1);
            needs.push_back(graph.stage(up).name);
        }
        const std::string from = needs.empty() ? "" : fmt::format(" ← {}", fmt::join(needs, ", "));
        text += fmt::format("{}{}{}\n", std::string(depth[index] * 2, ' '), graph.stage(index).name, from);
    }
    return text;
}

std::string graph_dot(const Graph& graph, const Selection& selected) {
    std::string text = "digraph pipeline {\n    rankdir=LR;\n    node [shape=box];\n";
    for (const std::size_t index : selected) text += fmt::format("    {};\n", quoted(graph.stage(index).name));
    for_each_edge(graph, selected, [&](std::size_t from, std::size_t to) {
        text += fmt::format("    {} -> {};\n", quoted(graph.stage(from).name), quoted(graph.stage(to).name));
    });
    return text + "}\n";
}

std::string graph_mermaid(const Graph& graph, const Selection& selected) {
    std::string text = "flowchart LR\n";
    for (const std::size_t index : selected) {
        text += fmt::format("    s{}[\"{}\"]\n", index, mermaid_label(graph.stage(index).name));
    }
    for_each_edge(graph, selected,
                  [&](std::size_t from, std::size_t to) { text += fmt::format("    s{} --> s{}\n", from, to); });
    return text;
}

}  // namespace mlp::cli
