// A project from its files: mlp.yaml, and what DVC keeps beside it.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/io.hpp"
#include "core/config/codes.hpp"
#include "core/config/document.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

/// False when there is no such file.
bool load_mlp_yaml(Project& project, Findings& findings) {
    const std::size_t mark = findings.size();
    const auto document = read_document(project.root, "mlp.yaml", findings);
    if (!document) return findings.size() > mark;
    project.inputs.emplace_back("mlp.yaml");
    // A broken file is only half read: its syntax comes first, the rest would be guesswork.
    if (document->whole) read_mlp_yaml(*document, project, findings);
    return true;
}

bool load_dvc_yaml(const std::string& name, Project& project, Findings& findings) {
    const std::size_t mark = findings.size();
    const auto document = read_document(project.root, name, findings);
    if (!document) return findings.size() > mark;
    project.inputs.push_back(name);
    const std::string folder = std::filesystem::path(name).parent_path().generic_string();
    if (document->whole) {
        read_dvc_yaml(*document, {Origin::dvc, project.root, name, folder.empty() ? "." : folder}, project, findings);
    }
    return true;
}

}  // namespace

bool Loaded::ok() const {
    return std::none_of(problems.begin(), problems.end(),
                        [](const Problem& p) { return p.severity == Problem::Severity::error; });
}

Loaded load_project(const std::filesystem::path& root) {
    Loaded loaded;
    Project& project = loaded.project;
    project.root = std::filesystem::absolute(root).lexically_normal();
    Findings findings;
    project.file = "mlp.yaml";
    const bool native = load_mlp_yaml(project, findings);
    const bool dvc = load_dvc_yaml("dvc.yaml", project, findings);
    if (!native && !dvc) {
        throw Error(Kind::missing, fmt::format("there is neither mlp.yaml nor dvc.yaml in '{}'", project.root.string()))
            .hint("`mlp init minimal .` writes an mlp.yaml");
    }
    if (!native) {
        project.file = "dvc.yaml";
        project.name = project.root.filename().string();
    }
    check_graph(project, findings);
    check_references(project, findings);
    loaded.problems = findings.take();
    return loaded;
}

Project load_project_or_throw(const std::filesystem::path& root) {
    Loaded loaded = load_project(root);
    if (loaded.ok()) return std::move(loaded.project);
    std::erase_if(loaded.problems, [](const Problem& p) { return p.severity != Problem::Severity::error; });
    const Problem& first = loaded.problems.front();
    std::string hint = first.hint;
    if (loaded.problems.size() > 1) {
        hint += fmt::format("{}{} more: `mlp validate` shows {}", hint.empty() ? "" : "\n", loaded.problems.size() - 1,
                            loaded.problems.size() == 2 ? "it" : "them");
    }
    throw Error(Kind::invalid, first.message).at(first.place.to_string()).code(first.code).hint(hint);
}

}  // namespace mlp::config
