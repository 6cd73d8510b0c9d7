#include "core/config/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "core/base/io.hpp"
#include "core/config/check_files.hpp"
#include "core/config/check_project.hpp"
#include "core/config/codes.hpp"
#include "core/config/contract.hpp"
#include "core/config/document.hpp"
#include "core/config/load.hpp"
#include "core/config/ranges.hpp"
#include "core/config/schema.hpp"
#include "core/config/settings_file.hpp"

namespace mlp::config {

namespace fs = std::filesystem;

namespace {

void note_file(Validated& into, const std::string& name) {
    if (std::find(into.files.begin(), into.files.end(), name) == into.files.end()) into.files.push_back(name);
}

/// The schema is a second opinion: what it finds on a line that has an error already is the same error in other words.
void add_second_opinion(std::vector<Finding> opinion, std::vector<Finding>& problems) {
    const std::size_t known = problems.size();
    for (Finding& problem : opinion) {
        const bool told =
            std::any_of(problems.begin(), problems.begin() + static_cast<std::ptrdiff_t>(known), [&](const Finding& p) {
                return p.severity == Problem::Severity::error && p.place.file == problem.place.file &&
                       p.place.line == problem.place.line;
            });
        if (!told) problems.push_back(std::move(problem));
    }
}

/// Names of files relative to the project become those of the folder that the prefix leads from.
void move_below(const std::string& prefix, Finding& problem) {
    problem.place.file = prefix + problem.place.file;
    if (problem.end.line > 0) problem.end.file = prefix + problem.end.file;
    for (Related& related : problem.related) related.place.file = prefix + related.place.file;
    if (problem.fix) problem.fix->begin.file = problem.fix->end.file = problem.place.file;
}

/// What only the project as a whole shows. @param sound whether all of it was understood
void check_whole(const Project& project, bool sound, const ProjectCheck& further, Findings& findings) {
    CommandPlaces places(project.root);
    // What a misspelt name left unused is no second mistake.
    if (sound && !findings.failed_since(0)) check_unused(project, findings);
    check_undeclared(project, places, findings);
    check_secrets(project, findings);
    check_release(project, findings);
    if (further) further(project, findings);
}

/// mlp.yaml and what it reads. @param prefix folder of mlp.yaml as it goes into places ("" or "sub/")
Project validate_project_file(const fs::path& root, const std::string& prefix, const ProjectCheck& further,
                              Validated& into) {
    Found loaded = find_project(root);
    Findings findings;
    Findings ignored;  // what the text itself has wrong was told by load_project
    const auto document = read_document(root, "mlp.yaml", ignored);
    Findings opinion;
    if (document ? document->whole : ignored.size() == 0) {
        check_files(loaded.project, findings);
        check_whole(loaded.project, !has_errors(loaded.findings), further, findings);
    }
    if (document && document->whole) {
        if (document->tree.is_map()) check_schema("mlp.schema.json", document->tree, "the project", opinion);
    }
    for (Finding& problem : findings.take()) loaded.findings.push_back(std::move(problem));
    add_second_opinion(opinion.take(), loaded.findings);
    apply_severities(loaded.severities, loaded.findings);
    for (const std::string& input : loaded.project.inputs) note_file(into, prefix + input);
    for (Finding& problem : loaded.findings) {
        move_below(prefix, problem);
        note_file(into, problem.place.file);
        into.problems.push_back(std::move(problem));
    }
    return std::move(loaded.project);
}

/// A file of DVC says nothing alone: its names and paths are those of the project that it belongs to.
void validate_dvc_file(const fs::path& file, Validated& into) {
    const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
    const fs::path root = find_root(folder).value_or(folder);
    const std::string prefix = root.lexically_relative(fs::absolute(into.folder).lexically_normal()).generic_string();
    const bool here = prefix == "." || prefix.empty();
    validate_project_file(root, here ? "" : prefix + "/", {}, into);
}

void validate_settings(const fs::path& file, const std::string& name, Validated& into) {
    Findings findings;
    read_settings_file(file, name, findings);
    note_file(into, name);
    for (Finding& problem : findings.take()) into.problems.push_back(std::move(problem));
}

void validate_document(const std::string& name, bool contract, Validated& into) {
    Findings findings;
    const auto document = read_document(into.folder, name, findings);
    if (document && contract && document->whole) check_contract(*document, findings);
    note_file(into, name);
    for (Finding& problem : findings.take()) into.problems.push_back(std::move(problem));
}

/// Contracts that data sets name, and all that lie in contracts/.
std::vector<std::string> contracts_of(const Project& project) {
    std::vector<std::string> names;
    for (const Dataset& dataset : project.datasets) {
        if (dataset.contract && base::signature_of(project.root / dataset.contract->path, true))
            names.push_back(dataset.contract->path);
    }
    std::error_code error;
    for (fs::directory_iterator it(project.root / "contracts", error), end; !error && it != end; it.increment(error)) {
        const std::string name = "contracts/" + it->path().filename().string();
        if (kind_of(name) == FileKind::contract) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace

void Validated::sort() {
    const auto order = [&](const std::string& file) {
        return std::find(files.begin(), files.end(), file) - files.begin();
    };
    std::stable_sort(problems.begin(), problems.end(), [&](const Finding& a, const Finding& b) {
        return std::tuple(order(a.place.file), a.place.line, a.place.column) <
               std::tuple(order(b.place.file), b.place.line, b.place.column);
    });
    find_ranges(folder, problems);
    const auto same = [](const Finding& a, const Finding& b) {
        return a.code == b.code && a.place == b.place && a.message == b.message;
    };
    problems.erase(std::unique(problems.begin(), problems.end(), same), problems.end());
}

FileKind kind_of(const fs::path& file) {
    const std::string name = file.filename().string();
    if (name == "mlp.yaml") return FileKind::project;
    if (name == "dvc.yaml" || name.ends_with(".dvc")) return FileKind::dvc;
    if (name == "mlp.lock" || name == "dvc.lock") return FileKind::lock;
    if (name.ends_with(".odcs.yaml") || name.ends_with(".odcs.yml")) return FileKind::contract;
    const std::string folder = file.parent_path().filename().string();
    if (name == "config.yaml" && (folder == ".mlp" || folder == "mlp")) return FileKind::settings;
    const std::string extension = file.extension().string();
    if (extension == ".yaml" || extension == ".yml" || extension == ".json") return FileKind::values;
    return FileKind::unknown;
}

void validate_file(const std::string& name, FileKind kind, Validated& into) {
    const fs::path file = into.folder / name;
    if (!base::signature_of(file, true)) throw Error(Kind::missing, fmt::format("the file '{}' does not exist", name));
    if (kind == FileKind::project) {
        const std::string folder = fs::path(name).parent_path().generic_string();
        validate_project_file(file.parent_path(), folder.empty() ? "" : folder + "/", {}, into);
    } else if (kind == FileKind::dvc) {
        validate_dvc_file(file, into);
    } else if (kind == FileKind::settings) {
        validate_settings(file, name, into);
    } else {
        validate_document(name, kind == FileKind::contract, into);
    }
    into.sort();
}

Validated validate_project(const base::Env& env, const fs::path& root, const ProjectCheck& further) {
    Validated result;
    result.folder = root;
    const Project project = validate_project_file(root, "", further, result);
    for (const std::string& contract : contracts_of(project)) validate_document(contract, true, result);
    for (const fs::path& file : settings_files(env, root)) {
        if (!base::signature_of(file, true)) continue;
        const bool own = file == root / ".mlp" / "config.yaml";
        validate_settings(file, own ? ".mlp/config.yaml" : file.string(), result);
    }
    result.sort();
    return result;
}

}  // namespace mlp::config
