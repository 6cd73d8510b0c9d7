#include "core/config/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <unordered_map>

#include "core/base/io.hpp"
#include "core/config/check_files.hpp"
#include "core/config/check_project.hpp"
#include "core/config/codes.hpp"
#include "core/config/contract.hpp"
#include "core/config/document.hpp"
#include "core/config/load.hpp"
#include "core/config/ranges.hpp"
#include "core/config/schema.hpp"
#include "core/config/settings.hpp"
#include "core/config/settings_file.hpp"

namespace mlp::config {

namespace fs = std::filesystem;

namespace {

void note_file(Validated& into, const std::string& name) {
    if (std::find(into.files.begin(), into.files.end(), name) == into.files.end()) into.files.push_back(name);
}

/// One value can be read for several owners, behind an alias or a merge key: what is wrong with it is one mistake. A
/// key that is missing has no place of its own, so there the words decide.
bool is_same_mistake(const Finding& a, const Finding& b) {
    if (a.code != b.code || !(a.place == b.place)) return false;
    static constexpr std::array<std::string_view, 5> of_one_value{
        codes::unknown_key, codes::wrong_type, codes::bad_value, codes::bad_duration, codes::bad_size};
    return a.message == b.message ||
           (a.place.column > 0 && std::find(of_one_value.begin(), of_one_value.end(), a.code) != of_one_value.end());
}

/// The schema is a second opinion: what it finds on a line that has an error already is the same error in other words.
void add_second_opinion(std::vector<Finding> opinion, std::vector<Finding>& problems) {
    const bool displaced = std::any_of(problems.begin(), problems.end(),
                                       [](const Finding& problem) { return problem.code == codes::not_indented; });
    if (displaced) return;  // whose keys they are, only the reader has guessed
    std::set<std::pair<std::string, int>> told;
    for (const Finding& problem : problems) {
        if (problem.severity != Problem::Severity::error) continue;
        told.emplace(problem.place.file, problem.place.line);
        for (const Related& related : problem.related) told.emplace(related.place.file, related.place.line);
    }
    for (Finding& problem : opinion) {
        if (problem.code == codes::missing_key)
            continue;  // the reader knows whether it is there with a slip of the pen
        if (!told.contains({problem.place.file, problem.place.line})) problems.push_back(std::move(problem));
    }
}

/// Beyond some thousands nobody reads on: the last one says how many are left out.
void keep_readable(std::vector<Finding>& problems) {
    constexpr std::size_t most = 5000;
    if (problems.size() <= most) return;
    const std::size_t left_out = problems.size() - most;
    std::stable_partition(problems.begin(), problems.end(),
                          [](const Finding& finding) { return finding.severity == Problem::Severity::error; });
    problems.resize(most);
    problems.back().hint += fmt::format("\n{} more findings are not shown", left_out);
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
    Findings opinion;
    const bool has_own = base::signature_of(root / "mlp.yaml", true).has_value();
    const auto& document = loaded.document;
    if (document ? document->whole : !has_own) {
        check_files(loaded.project, findings);
        check_whole(loaded.project, !has_errors(loaded.findings), further, findings);
    }
    // The library that has a second opinion takes long over files of programs, and over thousands of errors.
    constexpr std::size_t most_errors = 1000;
    constexpr std::size_t largest_text = std::size_t{1} << 18;
    const bool small = document && document->source.text().size() <= largest_text;
    if (small && document->whole && loaded.findings.size() < most_errors) {
        if (document->tree.is_map()) check_schema("mlp.schema.json", document->tree, "the project", opinion);
    }
    for (const std::string& input : loaded.project.inputs) {
        if (has_json_name(input)) check_repeated_keys(root, input, findings);
    }
    for (Finding& problem : findings.take()) loaded.findings.push_back(std::move(problem));
    add_second_opinion(opinion.take(), loaded.findings);
    apply_severities(loaded.severities, loaded.findings);
    keep_readable(loaded.findings);
    for (const std::string& input : loaded.project.inputs) note_file(into, prefix + input);
    for (Finding& problem : loaded.findings) {
        move_below(prefix, problem);
        note_file(into, problem.place.file);
        into.problems.push_back(std::move(problem));
    }
    return std::move(loaded.project);
}

/// A file that no project is around.
void validate_data_file_alone(const fs::path& file, const std::string& prefix, Validated& into) {
    note_file(into, prefix + file.filename().string());
    Found found = find_data_file(file.parent_path(), file.filename().string());
    for (Finding& problem : found.findings) {
        move_below(prefix, problem);
        into.problems.push_back(std::move(problem));
    }
}

/// A file of DVC says little alone: its names and paths are those of the project that it belongs to.
void validate_dvc_file(const fs::path& name, Validated& into) {
    const fs::path file = fs::absolute(name).lexically_normal();
    const auto project = find_root(file.parent_path());
    const fs::path root = project.value_or(file.parent_path());
    const fs::path way = root.lexically_relative(fs::absolute(into.folder).lexically_normal());
    const std::string prefix = way.empty() || way == "." ? "" : way.generic_string() + "/";
    if (project) {
        validate_project_file(root, prefix, {}, into);
    } else {
        validate_data_file_alone(file, prefix, into);
    }
}

/// False only where it surely is not there: a folder that is closed to this user does not say.
bool may_exist(const fs::path& file) {
    try {
        return base::signature_of(file, true).has_value();
    } catch (const Error&) {
        return true;
    }
}

/// @param is_system  whether it is the file of the whole machine
void validate_settings(const fs::path& file, const std::string& name, bool is_system, Validated& into) {
    Findings findings;
    read_settings_file(file, name, findings);
    note_file(into, name);
    for (Finding& problem : findings.take()) {
        // Commands pass it over: it belongs to somebody else, who decides who may read it.
        if (is_system && problem.code == codes::unreadable) problem.severity = Problem::Severity::warning;
        into.problems.push_back(std::move(problem));
    }
}

void validate_document(const std::string& name, bool contract, Validated& into) {
    Findings findings;
    const auto document =
        contract ? read_contract(into.folder, name, findings) : read_document(into.folder, name, findings);
    if (document && !document->is_yaml && has_json_name(name)) check_repeated_keys(into.folder, name, findings);
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
    std::unordered_map<std::string_view, std::size_t> places;
    for (const std::string& file : files) places.emplace(file, places.size());
    const auto order = [&](const std::string& file) {
        const auto known = places.find(file);
        return known == places.end() ? places.size() : known->second;
    };
    std::stable_sort(problems.begin(), problems.end(), [&](const Finding& a, const Finding& b) {
        return std::tuple(order(a.place.file), a.place.line, a.place.column) <
               std::tuple(order(b.place.file), b.place.line, b.place.column);
    });
    for (Finding& problem : problems) {
        if (problem.place.line > 0) problem.place.column = std::max(problem.place.column, 1);
    }
    find_ranges(folder, problems);
    problems.erase(std::unique(problems.begin(), problems.end(), is_same_mistake), problems.end());
    for (Finding& problem : problems) {
        if (problem.hint.empty() && find_code(problem.code) != nullptr)
            problem.hint = fmt::format("`mlp validate --explain {}` shows how it is meant", problem.code);
    }
}

FileKind kind_of(const fs::path& file) {
    const std::string name = file.filename().string();
    if (name == "mlp.yaml") return FileKind::project;
    if (name == "dvc.yaml" || name.ends_with(".dvc")) return FileKind::dvc;
    if (name == "mlp.lock" || name == "dvc.lock" || name == "data.lock" || name == "contracts.lock") return FileKind::lock;
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
        validate_settings(file, name, false, into);
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
        if (!may_exist(file)) continue;
        const bool own = file == root / ".mlp" / "config.yaml";
        const bool is_system = file == settings_file(Level::system, env, root);
        validate_settings(file, own ? ".mlp/config.yaml" : file.string(), is_system, result);
    }
    Findings findings;
    check_remote_urls(env, root, findings);
    for (Finding& problem : findings.take()) result.problems.push_back(std::move(problem));
    result.sort();
    return result;
}

}  // namespace mlp::config
