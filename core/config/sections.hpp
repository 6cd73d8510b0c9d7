// The sections of mlp.yaml, each read by a file of its own into its part of the Project.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/document.hpp"
#include "core/config/project.hpp"
#include "core/config/reader.hpp"
#include "core/config/vars.hpp"

namespace mlp::config {

// stage.cpp, command.cpp, outputs.cpp, stage_params.cpp
/// Reads one stage under its final name; what could be read is returned even with findings.
Stage read_stage(const Reader& reader, const std::string& name, const Position& place, const Yaml& node);
/// Whether DVC keeps its own words in a file of that name (dvc.yaml, *.dvc): neither a dependency nor an output.
bool is_dvc_file(std::string_view path);
/// `wdir` of a stage, relative to the root; the folder of the file without one.
std::string stage_folder(const Reader& reader, const Yaml& node);
std::vector<std::string> read_commands(const Reader& reader, const Yaml& node, std::string_view key);
/// One text of commands with its ${…} resolved, not yet cut into lines: DVC cuts afterwards.
std::optional<std::string> read_command_text(const Reader& reader, const Yaml& node, std::string_view key);
/// Lines as Python's str.splitlines sees them; empty ones are left out, as they do nothing.
std::vector<std::string> python_lines(std::string_view text);
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
/// Reads `stages:`: of each entry one stage, or as many as foreach or matrix say.
void read_stages(const Reader& reader, const Yaml& stages, const Vars& vars, Project& project);

// model.cpp, gate.cpp, environment.cpp, dataset.cpp, test_command.cpp
void read_models(const Reader& reader, const Yaml::Entry& entry, Project& project);
void read_environments(const Reader& reader, const Yaml::Entry& entry, Project& project);
void read_datasets(const Reader& reader, const Yaml::Entry& entry, Project& project);
void read_tests(const Reader& reader, const Yaml::Entry& entry, Project& project);
std::optional<Gate> read_gate(const Reader& reader, const Yaml& node);

// mlp_yaml.cpp, dvc_yaml.cpp, dvc_data_file.cpp
/// Each adds what the file says to `project`.
void read_mlp_yaml(const Document& document, Project& project, Findings& findings);
void read_dvc_yaml(const Document& document, const Dialect& dialect, const OptionStyle& options, Project& project,
                   Findings& findings);
void read_dvc_data_file(const Document& document, const Dialect& dialect, Project& project, Findings& findings);
/// Sections of dvc.yaml that are checked and kept (dvc_sections.cpp).
void read_plot_definitions(const Reader& reader, const Yaml::Entry& entry, DvcYaml& file);
void read_artifacts(const Reader& reader, const Yaml::Entry& entry, DvcYaml& file);
void read_dvc_datasets(const Reader& reader, const Yaml::Entry& entry, DvcYaml& file);
/// Checks the name of a thing that others refer to: not empty, no control characters, no '/', ':' or '@'.
bool check_name(const Reader& reader, const Yaml::Entry& entry, std::string_view kind);

// check_graph.cpp, check_models.cpp
/// Outputs made twice, paths read and written by one stage, cycles.
void check_graph(const Project& project, Findings& findings);
/// The stage that a gate's "stage.key" speaks of, or null.
const Stage* stage_of_metric(const Project& project, std::string_view metric);
/// Gates, environments and names against each other.
void check_references(const Project& project, Findings& findings);

}  // namespace mlp::config
