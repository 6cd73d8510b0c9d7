// "If this changes, what follows?": from a path, a parameter or a stage to stages, models and environments.
#pragma once

#include <string>
#include <vector>

#include "core/pipeline/graph.hpp"

namespace mlp::pipeline {

struct Impact {
    enum class Subject { stage, path, parameter };
    Subject subject = Subject::stage;
    std::string name;                       ///< as understood: a normal path, "params.yaml:train.lr" …
    std::vector<std::size_t> direct;        ///< stages that read it, or the stage itself
    std::vector<std::size_t> stages;        ///< with everything behind them, in an order in which they would run
    std::vector<std::string> models;        ///< whose files one of these stages makes, or that lie at the path
    std::vector<std::string> environments;  ///< that take one of these models
};

/// @param word  a stage (or group of stages), a path, or a parameter ("train.lr", "other.yaml:key")
/// @param path  `word` as a path relative to the root, if it is one that lies inside; tried after the stages
/// Nothing of the project by that name: Error{missing} with a suggestion.
Impact impact_of(const Graph& graph, const std::string& word, const std::optional<std::string>& path);

std::string_view subject_name(Impact::Subject subject);  ///< "stage", "path", "parameter"

}  // namespace mlp::pipeline
