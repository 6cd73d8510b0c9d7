// The sections of mlp.yaml, each read by a file of its own into its part of the Project.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/project.hpp"
#include "core/config/reader.hpp"

namespace mlp::config {

// stage.cpp, command.cpp, outputs.cpp, stage_params.cpp
/// Reads one stage under its final name; what could be read is returned even with findings.
Stage read_stage(const Reader& reader, const std::string& name, const Position& place, const Yaml& node);
std::vector<std::string> read_commands(const Reader& reader, const Yaml& node, std::string_view key);
void read_outputs(const Reader& reader, const Yaml::Entry& entry, Output::Role role, const std::string& wdir,
                  Stage& stage);
void read_stage_params(const Reader& reader, const Yaml::Entry& entry, const std::string& wdir, Stage& stage);

/// `env:` of a stage or test: variables, and `python`, which is a lock file.
struct Surroundings {
    std::map<std::string, std::string> variables;
    std::optional<PathRef> python_lock;
};
Surroundings read_surroundings(const Reader& reader, const Yaml::Entry& entry, const std::string& folder);

// expand.cpp
/// Reads an entry of `stages:`: one stage, or as many as foreach or matrix say.
void read_stage_entry(const Reader& reader, const Yaml::Entry& entry, Project& project);

// model.cpp, gate.cpp, environment.cpp, dataset.cpp, test_command.cpp
void read_models(const Reader& reader, const Yaml::Entry& entry, Project& project);
void read_environments(const Reader& reader, const Yaml::Entry& entry, Project& project);
void read_datasets(const Reader& reader, const Yaml::Entry& entry, Project& project);
void read_tests(const Reader& reader, const Yaml::Entry& entry, Project& project);
std::optional<Gate> read_gate(const Reader& reader, const Yaml& node);

// vars.cpp
/// params.yaml of the root and the items of `vars` (may be null) as one map. Files that were read are added to
/// `inputs`.
Json read_vars(const std::filesystem::path& root, const Yaml* vars, const Reader& reader,
               std::vector<std::string>& inputs);
/// Adds the items of a list of vars to `values`; a name that has a value already is a finding.
void merge_vars(const std::filesystem::path& root, const Yaml& list, const Reader& reader, Json& values,
                std::vector<std::string>& inputs);

// load.cpp
/// Checks the name of a thing that others refer to: not empty, no control characters, no '/', ':' or '@'.
bool check_name(const Reader& reader, const Yaml::Entry& entry, std::string_view kind);

// check_graph.cpp, check_models.cpp
/// Outputs made twice, paths read and written by one stage, cycles.
void check_graph(const Project& project, Findings& findings);
/// Gates, environments and names against each other.
void check_references(const Project& project, Findings& findings);

}  // namespace mlp::config
