// A project from its files: mlp.yaml, and what DVC keeps beside it.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/ini.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/yaml_python.hpp"
#include "core/config/codes.hpp"
#include "core/config/document.hpp"
#include "core/config/dvc_search.hpp"
#include "core/config/load.hpp"
#include "core/config/place.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

/// False when there is no such file.
bool load_mlp_yaml(Found& found, Findings& findings) {
    const std::size_t mark = findings.size();
    found.document = read_document(found.project.root, "mlp.yaml", findings);
    if (!found.document) return findings.size() > mark;
    found.project.inputs.emplace_back("mlp.yaml");
    if (auto tag = base::meaningless_tag(found.document->source.text(), found.document->tree)) {
        findings.add(std::move(*tag));
        found.document->whole = false;
    }
    // A broken file is only half read: its syntax comes first, the rest would be guesswork.
    if (found.document->whole) read_mlp_yaml(*found.document, found.project, findings);
    found.severities = read_severities(found.document->tree);
    return true;
}

/// `[parsing]` of DVC's settings: how maps become options.
OptionStyle read_option_style(Project& project, Findings& findings) {
    OptionStyle style;
    for (const std::string name : {".dvc/config", ".dvc/config.local"}) {
        std::optional<std::string> text;
        try {
            text = base::read_file_if_exists(project.root / name);
        } catch (Error& error) {
            throw error.at(name);
        }
        if (!text) continue;
        project.inputs.push_back(name);
        std::vector<Problem> problems;
        const auto sections = base::parse_ini(*text, name, problems);
        findings.add_syntax(std::move(problems));
        for (const base::IniSection& section : sections) {
            for (const base::IniEntry& entry : section.entries) {
                if (section.name != "parsing" || entry.values.empty()) continue;
                if (entry.key == "bool") style.negate_false = entry.values.front() == "boolean_optional";
                if (entry.key == "list") style.repeat_lists = entry.values.front() == "append";
            }
        }
    }
    return style;
}

void load_dvc_file(const std::string& name, const OptionStyle& options, Project& project, Findings& findings) {
    const auto document = read_document(project.root, name, findings);
    if (!document) return;
    project.inputs.push_back(name);
    if (!document->whole) return;
    if (auto refused = base::python_refusal(document->source.text(), document->tree)) {
        findings.add(std::move(*refused));
        return;
    }
    const bool data = name.ends_with(".dvc");
    const std::string folder = std::filesystem::path(name).parent_path().generic_string();
    const Dialect dialect{data ? Origin::data : Origin::dvc, project.root, name, folder.empty() ? "." : folder};
    if (data) {
        read_dvc_data_file(*document, dialect, project, findings);
    } else {
        read_dvc_yaml(*document, dialect, options, project, findings);
    }
}

/// DVC refuses an output that its own .dvcignore leaves out.
void check_left_out(const Project& project, DvcSearch& search, Findings& findings) {
    for (const Stage& stage : project.stages) {
        for (const Output& output : stage.outs) {
            if (!stage.is_of_dvc() || !output.is_inside() || !search.is_left_out(output.path)) continue;
            findings.error(codes::path_reserved, output.place,
                           fmt::format("the output '{}' of '{}' is left out by .dvcignore", output.path, stage.name),
                           "choose another path, or change .dvcignore");
        }
    }
}

/// What the project is read from, other than what DVC knows by its name.
std::vector<std::string> own_files(const Project& project) {
    std::vector<std::string> files;
    for (const std::string& input : project.inputs) {
        const std::string name = std::filesystem::path(input).filename().string();
        if (name.starts_with('.') || name.ends_with(".dvc") || name == "dvc.yaml" || name == "dvc.lock") continue;
        files.push_back(input);
    }
    for (const Dataset& dataset : project.datasets) {
        if (dataset.contract && dataset.contract->is_inside()) files.push_back(dataset.contract->path);
    }
    return files;
}

/// Stages remove their outputs before they run: nothing that people wrote may be among them.
void check_own_files(const Project& project, Findings& findings) {
    const std::vector<std::string> files = own_files(project);
    for (const Stage& stage : project.stages) {
        if (stage.is_of_dvc()) continue;
        for (const Output& output : stage.outs) {
            if (!output.is_inside()) continue;
            const auto lost = std::find_if(files.begin(), files.end(),
                                           [&](const std::string& file) { return base::is_within(file, output.path); });
            if (lost == files.end()) continue;
            findings.error(codes::path_reserved, output.place,
                           fmt::format("the output '{}' of '{}' {} '{}', which the project is read from", output.path,
                                       stage.name, *lost == output.path ? "is" : "holds", *lost),
                           "outputs are removed before a stage runs; write them to a folder of their own, such as build/");
        }
    }
}

void load_dvc_files(Project& project, Findings& findings) {
    DvcSearch search(project.root);
    try {
        const OptionStyle options = read_option_style(project, findings);
        search.run([&](const std::string& name) {
            const std::size_t known = project.stages.size();
            load_dvc_file(name, options, project, findings);
            std::vector<std::string> outputs;
            for (std::size_t i = known; i < project.stages.size(); ++i) {
                for (const Output& output : project.stages[i].outs) outputs.push_back(output.path);
            }
            return outputs;
        });
        check_left_out(project, search, findings);
    } catch (const Error& error) {
        // A file of settings or an ignore file that cannot be read.
        const std::string name = error.place().substr(0, error.place().rfind(':'));
        findings.error(codes::unreadable, position_from(error.place(), name), error.message(), error.hint_text());
    }
    project.folders = search.folders();
    project.inputs.insert(project.inputs.end(), search.ignore_files().begin(), search.ignore_files().end());
}

/// All but the first: in full where they are few, as the one that was meant may be among them; else their number.
std::string told_besides(const std::vector<Problem>& problems) {
    constexpr std::size_t most_told = 3;
    if (problems.size() > most_told) {
        return fmt::format("{} more: `mlp validate` shows them", problems.size() - 1);
    }
    std::string text;
    for (std::size_t i = 1; i < problems.size(); ++i) {
        const Problem& other = problems[i];
        text += fmt::format("{}also {}: {}", text.empty() ? "" : "\n", other.place.to_string(), other.message);
    }
    return text;
}

}  // namespace

bool Loaded::ok() const {
    return std::none_of(problems.begin(), problems.end(),
                        [](const Problem& p) { return p.severity == Problem::Severity::error; });
}

Found find_project(const std::filesystem::path& root) {
    Found found;
    Project& project = found.project;
    project.root = std::filesystem::absolute(root).lexically_normal();
    project.file = "mlp.yaml";
    project.folders = {"."};
    Findings findings;
    const bool native = load_mlp_yaml(found, findings);
    if (!native && !has_dvc_files(project.root)) {
        throw Error(Kind::missing, fmt::format("there is neither mlp.yaml nor dvc.yaml in '{}'", project.root.string()))
            .hint("`mlp init minimal .` writes an mlp.yaml");
    }
    if (!native) {
        project.file = "dvc.yaml";
        project.name = project.root.filename().string();
    }
    if (has_dvc_files(project.root)) load_dvc_files(project, findings);
    check_own_files(project, findings);
    check_graph(project, findings);
    check_references(project, findings);
    found.findings = findings.take();
    return found;
}

Found find_data_file(const std::filesystem::path& root, const std::string& name) {
    Found found;
    found.project.root = std::filesystem::absolute(root).lexically_normal();
    found.project.file = name;
    Findings findings;
    load_dvc_file(name, {}, found.project, findings);
    found.findings = findings.take();
    return found;
}

Loaded load_project(const std::filesystem::path& root) {
    Found found = find_project(root);
    apply_severities(found.severities, found.findings);
    Loaded loaded{std::move(found.project), {}};
    for (Finding& finding : found.findings) loaded.problems.push_back(std::move(finding));
    return loaded;
}

Project load_project_or_throw(const std::filesystem::path& root) {
    Loaded loaded = load_project(root);
    if (loaded.ok()) return std::move(loaded.project);
    std::erase_if(loaded.problems, [](const Problem& p) { return p.severity != Problem::Severity::error; });
    const Problem& first = loaded.problems.front();
    const std::string others = told_besides(loaded.problems);
    const std::string hint = first.hint + (first.hint.empty() || others.empty() ? "" : "\n") + others;
    throw Error(Kind::invalid, first.message).at(first.place.to_string()).code(first.code).hint(hint);
}

}  // namespace mlp::config
