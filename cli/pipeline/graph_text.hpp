// The stage graph as text, as Graphviz dot and as Mermaid.
#pragma once

#include <string>

#include "core/pipeline/graph.hpp"

namespace mlp::cli {

/// One stage a line in running order, indented under what it needs most: "train ← prepare, features".
std::string graph_plain(const pipeline::Graph& graph, const std::vector<std::size_t>& selected);
std::string graph_dot(const pipeline::Graph& graph, const std::vector<std::size_t>& selected);
std::string graph_mermaid(const pipeline::Graph& graph, const std::vector<std::size_t>& selected);

}  // namespace mlp::cli
