#include "core/config/check_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/command_places.hpp"
#include "core/config/document.hpp"
#include "core/config/odd_paths.hpp"
#include "core/config/param_file.hpp"
#include "core/config/parents.hpp"
#include "core/config/place.hpp"
#include "core/config/shell_words.hpp"

namespace mlp::config {

namespace {

/// Paths that data.lock tracks: those that are not there can be pulled. Whether the file is sound is the business of
/// whoever reads it in earnest.
std::vector<std::string> tracked_data(const std::filesystem::path& root) {
    constexpr std::uint64_t largest = 1ULL << 30;
    constexpr const char* name = "data.lock";
    std::vector<std::string> paths;
    const auto text = base::read_file_if_exists(root / name, largest);
    std::vector<Problem> problems;
    const base::Yaml top = base::parse_yaml(text.value_or(""), name, problems);
    const base::Yaml* data = top.is_map() ? top.find("data") : nullptr;
    if (data == nullptr || !data->is_map()) return paths;
    for (const base::Yaml::Entry& entry : data->entries()) paths.push_back(entry.key);
    return paths;
}

/// What is there or will be there: files on disk, outputs of stages, and tracked data.
class Existing {
public:
    explicit Existing(const Project& project) : root_(project.root) {
        for (const Stage& stage : project.stages) {
            for (const Output& output : stage.outs) add(output.path);
        }
        for (const std::string& path : tracked_data(root_)) add(path);
    }

    bool has(const std::string& path) {
        if (is_made(path)) return true;
        const auto [known, fresh] = on_disk_.emplace(path, false);
        if (fresh) known->second = base::signature_of(root_ / path, true).has_value();
        return known->second;
    }

    bool is_made(const std::string& path) const {
        if (outputs_.contains(path) || folders_.contains(path)) return true;
        bool inside = false;
        for_each_parent(path, [&](const std::string& parent) { inside = inside || outputs_.contains(parent); });
        return inside;
    }

    /// ". Did you mean 'x'?" for an output that a path may have meant. The first dozen only: comparing every path with
    /// every output costs their product, and nobody reads more.
    std::string suggestion(const std::string& path) {
        if (++suggested_ > 12) return "";
        if (names_.empty()) names_.assign(outputs_.begin(), outputs_.end());
        return base::did_you_mean(path, names_);
    }

private:
    void add(const std::string& path) {
        outputs_.insert(path);
        for_each_parent(path, [&](const std::string& parent) { folders_.insert(parent); });
    }

    std::filesystem::path root_;
    std::set<std::string> outputs_;  // in order, so that suggestions are the same every time
    std::unordered_set<std::string> folders_;
    std::unordered_map<std::string, bool> on_disk_;
    std::vector<std::string> names_;
    int suggested_ = 0;
};

/// DVC looks for files when a stage runs: until then they may be pulled.
Problem::Severity severity_of(const Stage& stage) {
    return stage.is_of_dvc() ? Problem::Severity::warning : Problem::Severity::error;
}

std::string way_to_file(const std::string& path) {
    if (auto odd = oddness_of_path(path)) return *odd;
    if (path.find_first_of("*?[") != std::string::npos) return "patterns are not expanded: name the folder, or each file";
    return "add the file, or correct the path";
}

void check_deps(const Stage& stage, Existing& existing, Findings& findings) {
    for (const PathRef& dep : stage.deps) {
        if (dep.is_url() || existing.has(dep.path)) continue;
        findings.add({severity_of(stage), std::string(codes::missing_dep), dep.place,
                      fmt::format("dependency '{}' of stage '{}' does not exist, and no stage makes it{}",
                                  base::printable(dep.path), stage.name, existing.suggestion(dep.path)),
                      way_to_file(dep.path)});
    }
}

bool is_python(std::string_view program) {
    constexpr std::string_view name = "python";
    return program.starts_with(name) && program.find_first_not_of("0123456789.", name.size()) == std::string_view::npos;
}

/// Programs that make no scripts, so that one that runs behind them was there before.
bool makes_no_script(std::string_view program) {
    static constexpr std::array<std::string_view, 8> programs{"echo", "printf", "mkdir", "rm", "export", "set", "test", "["};
    return is_python(program) || std::find(programs.begin(), programs.end(), program) != programs.end();
}

/// Flags of python that take no value.
bool leads_to_script(std::string_view before) {
    static constexpr std::array<std::string_view, 8> flags{"", "-u", "-B", "-O", "-OO", "-s", "-E", "-I"};
    return std::find(flags.begin(), flags.end(), before) != flags.end();
}

/// The first script of a stage that is nowhere: as it is written, and as a path of the project.
std::optional<std::pair<std::string, std::string>> missing_script(const Stage& stage, Existing& existing) {
    for (const std::string& command : stage.commands) {
        for (const ShellWord& word : shell_words(command)) {
            if (!makes_no_script(word.program)) return std::nullopt;
            const bool script = is_python(word.program) && word.role == ShellWord::Role::argument &&
                                leads_to_script(word.before) && word.text.ends_with(".py") && word.text[0] != '/';
            const auto path = script ? base::normal_relative(stage.wdir + "/" + word.text) : std::nullopt;
            if (path && !existing.has(*path)) return std::pair(word.text, *path);
        }
    }
    return std::nullopt;
}

/// Until it runs, a stage with a misspelt script looks like any other.
void check_script(const Stage& stage, Existing& existing, CommandPlaces& places, Findings& findings) {
    const auto script = missing_script(stage, existing);
    if (!script) return;
    const bool told = std::any_of(stage.deps.begin(), stage.deps.end(),
                                  [&](const PathRef& dep) { return dep.path == script->second; });
    if (told) return;
    const CommandPlaces::Range range = places.range_of(stage, script->first);
    Finding& problem = findings.warning(
        codes::missing_dep, range.begin,
        fmt::format("stage '{}' runs '{}', which does not exist, and no stage makes it", stage.name,
                    base::printable(script->second)),
        stage.wdir == "." ? "add the script, or correct its path"
                          : fmt::format("commands of this stage run in its wdir '{}': correct the path", stage.wdir));
    problem.end = range.end;
}

void check_lock(const std::optional<PathRef>& lock, std::string_view owner, Existing& existing, Findings& findings) {
    if (!lock || existing.has(lock->path)) return;
    constexpr std::string_view program = "python";
    const bool interpreter = lock->path.starts_with(program) &&
                             lock->path.find_first_not_of("0123456789.", program.size()) == std::string::npos;
    findings.error(codes::missing_lock, lock->place,
                   fmt::format("the Python lock file '{}' of {} does not exist", base::printable(lock->path), owner),
                   interpreter ? "it names a lock file of packages, not an interpreter: "
                                 "uv pip compile --generate-hashes pyproject.toml -o requirements.lock, and write "
                                 "python: requirements.lock"
                               : "uv pip compile --generate-hashes pyproject.toml -o " + base::printable(lock->path));
}

/// Parameter files, each read once.
class ParamFiles {
public:
    ParamFiles(const Project& project, Findings& findings) : root_(project.root), findings_(findings) {}

    /// Nothing when the file is absent or unreadable; `absent` tells which.
    const Json* values(const std::string& file, bool& absent) {
        const auto [known, fresh] = files_.emplace(file, Loaded{});
        Loaded& loaded = known->second;
        if (fresh) {
            const std::size_t mark = findings_.size();
            if (const auto document = read_document(root_, file, findings_)) {
                loaded.values = document->to_json();
                loaded.names = param_names(*loaded.values);
            } else {
                loaded.absent = findings_.size() == mark;
            }
        }
        absent = loaded.absent;
        return loaded.values ? &*loaded.values : nullptr;
    }
    const std::vector<std::string>& names(const std::string& file) { return files_[file].names; }

    /// Tells once what keeps DVC from reading a file of one of its stages, or from recording it whole.
    void check_for_dvc(const std::string& file, bool whole) {
        // What DVC does not read of YAML is told wherever YAML is read.
        if ((!whole && has_yaml_name(file)) || !read_by_dvc_.emplace(file, whole).second) return;
        const auto path = root_ / file;
        try {
            read_dvc_params(path, whole ? std::vector<std::string>{} : std::vector<std::string>{""});
        } catch (const Error& error) {
            if (error.kind() != Kind::invalid) throw;
            Position place = position_from(error.place(), path.string());
            place.file = file;
            findings_.error(codes::unreadable, place, error.message(), error.hint_text());
        }
    }

private:
    struct Loaded {
        std::optional<Json> values;
        std::vector<std::string> names;
        bool absent = false;
    };
    std::filesystem::path root_;
    Findings& findings_;
    std::unordered_map<std::string, Loaded> files_;
    std::set<std::pair<std::string, bool>> read_by_dvc_;
};

void check_params(const Stage& stage, const Existing& existing, ParamFiles& files, Findings& findings) {
    for (const ParamRef& reference : stage.params) {
        if (existing.is_made(reference.file)) continue;  // its content is not known before the stage ran
        bool absent = false;
        const Json* values = files.values(reference.file, absent);
        if (absent) {
            findings.add({severity_of(stage), std::string(codes::missing_params), reference.place,
                          fmt::format("the parameter file '{}' of stage '{}' does not exist",
                                      base::printable(reference.file), stage.name),
                          reference.file.ends_with("params.yaml")
                              ? "write it, as lines NAME: VALUE; parameters of another file are written FILE: [NAME, NAME]"
                              : "add the file, or correct its path"});
        }
        if (values != nullptr && stage.is_of_dvc()) files.check_for_dvc(reference.file, reference.keys.empty());
        for (std::size_t i = 0; values != nullptr && i < reference.keys.size(); ++i) {
            const std::string& key = reference.keys[i];
            // DVC takes a key for a pattern.
            if (stage.origin != Origin::mlp && key.find_first_of("*?[") != std::string::npos) continue;
            if (find_param(*values, key) != nullptr) continue;
            findings.add({severity_of(stage), std::string(codes::unknown_param), reference.key_places[i],
                          fmt::format("'{}' has no parameter '{}'{}", base::printable(reference.file),
                                      base::printable(key), base::did_you_mean(key, files.names(reference.file))),
                          fmt::format("correct the name, or add it to '{}'; parameters of another file are written "
                                      "FILE: [NAME, NAME]",
                                      base::printable(reference.file))});
        }
    }
}

void check_model(const Model& model, Existing& existing, Findings& findings) {
    if (!model.path.empty() && !existing.has(model.path)) {
        findings.error(codes::missing_model, model.path_place,
                       fmt::format("path '{}' of model '{}' does not exist, and no stage makes it{}",
                                   base::printable(model.path), model.name, existing.suggestion(model.path)),
                       "name an output of the stage that trains the model");
    }
    const auto check = [&](const std::string& file, const Position& place) {
        if (existing.has(file)) return;
        findings.error(codes::missing_file, place,
                       fmt::format("file '{}' of model '{}' does not exist, and no stage makes it",
                                   base::printable(file), model.name),
                       "add the file, or correct the path");
    };
    if (!model.card.empty()) check(model.card, model.card_place);
    for (std::size_t i = 0; i < model.files.size(); ++i) check(model.files[i], model.file_places[i]);
}

void check_dataset(const Dataset& dataset, Existing& existing, Findings& findings) {
    if (dataset.contract && !existing.has(dataset.contract->path)) {
        findings.error(codes::missing_contract, dataset.contract->place,
                       fmt::format("the contract '{}' of data set '{}' does not exist",
                                   base::printable(dataset.contract->path), dataset.name),
                       "write the contract, or correct the path; contracts usually lie in contracts/NAME.odcs.yaml");
    }
    const bool is_pattern = dataset.path.find_first_of("*?[") != std::string::npos;
    if (dataset.path.empty() || is_pattern || existing.has(dataset.path)) return;
    findings.error(codes::missing_file, dataset.path_place,
                   fmt::format("'{}' of data set '{}' does not exist, and no stage makes it",
                               base::printable(dataset.path), dataset.name),
                   "add the data, take it from where it is kept (`mlp data pull`), or correct the path");
}

}  // namespace

void check_files(const Project& project, Findings& findings) {
    Existing existing(project);
    ParamFiles files(project, findings);
    CommandPlaces places(project.root);
    // The scripts of other repositories come with them.
    const bool has_submodules = base::signature_of(project.root / ".gitmodules", true).has_value();
    std::size_t group_mark = findings.size();
    Position group_place;
    for (const Stage& stage : project.stages) {
        if (!(stage.place == group_place)) group_mark = findings.size();
        group_place = stage.place;
        Findings own;  // the stages of one foreach share their places: what is wrong there is told once
        check_deps(stage, existing, own);
        check_lock(stage.python_lock, fmt::format("stage '{}'", stage.name), existing, own);
        check_params(stage, existing, files, own);
        if (!has_submodules) check_script(stage, existing, places, own);
        findings.merge_new(std::move(own), group_mark);
    }
    for (const TestCommand& test : project.tests) {
        check_lock(test.python_lock, fmt::format("test '{}'", test.name), existing, findings);
    }
    for (const Dataset& dataset : project.datasets) check_dataset(dataset, existing, findings);
    for (const Model& model : project.models) check_model(model, existing, findings);
}

}  // namespace mlp::config
