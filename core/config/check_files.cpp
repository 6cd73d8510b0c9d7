#include "core/config/check_files.hpp"

#include <fmt/format.h>

#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/document.hpp"
#include "core/config/param_file.hpp"
#include "core/config/parents.hpp"
#include "core/config/place.hpp"

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

void check_deps(const Stage& stage, Existing& existing, Findings& findings) {
    for (const PathRef& dep : stage.deps) {
        if (dep.is_url() || existing.has(dep.path)) continue;
        findings.add({severity_of(stage), std::string(codes::missing_dep), dep.place,
                      fmt::format("dependency '{}' of stage '{}' does not exist, and no stage makes it{}",
                                  base::printable(dep.path), stage.name, existing.suggestion(dep.path)),
                      dep.path.find_first_of("*?[") == std::string::npos
                          ? "add the file, or correct the path"
                          : "patterns are not expanded: name the folder, or each file"});
    }
}

void check_lock(const std::optional<PathRef>& lock, std::string_view owner, Existing& existing, Findings& findings) {
    if (!lock || existing.has(lock->path)) return;
    findings.error(codes::missing_lock, lock->place,
                   fmt::format("the Python lock file '{}' of {} does not exist", base::printable(lock->path), owner),
                   "uv pip compile --generate-hashes pyproject.toml -o " + base::printable(lock->path));
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
                          "parameters of another file are written FILE: [NAME, NAME]"});
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
                          "parameters of another file are written FILE: [NAME, NAME]"});
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
    std::size_t group_mark = findings.size();
    Position group_place;
    for (const Stage& stage : project.stages) {
        if (!(stage.place == group_place)) group_mark = findings.size();
        group_place = stage.place;
        Findings own;  // the stages of one foreach share their places: what is wrong there is told once
        check_deps(stage, existing, own);
        check_lock(stage.python_lock, fmt::format("stage '{}'", stage.name), existing, own);
        check_params(stage, existing, files, own);
        findings.merge_new(std::move(own), group_mark);
    }
    for (const TestCommand& test : project.tests) {
        check_lock(test.python_lock, fmt::format("test '{}'", test.name), existing, findings);
    }
    for (const Dataset& dataset : project.datasets) check_dataset(dataset, existing, findings);
    for (const Model& model : project.models) check_model(model, existing, findings);
}

}  // namespace mlp::config
