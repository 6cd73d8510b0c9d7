// What stages read without saying so: the reason of a false "nothing to do".
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <system_error>
#include <unordered_map>

#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/config/check_project.hpp"
#include "core/config/codes.hpp"
#include "core/config/python_imports.hpp"
#include "core/config/shell_words.hpp"

namespace mlp::config {

namespace {

/// Programs whose arguments are no inputs, or whose inputs are no part of a stage's meaning.
bool speaks_of_files_only(std::string_view program) {
    static constexpr std::array<std::string_view, 19> programs{
        "echo", "printf", "rm", "mkdir", "touch", "rmdir", "chmod", "git",  "dvc", "mlp",
        "pip",  "pip3",   "uv", "conda", "mamba", "apt",   "test",  "exit", "["};
    return std::find(programs.begin(), programs.end(), program) != programs.end();
}

/// What a stage says that it reads or makes.
class Declared {
public:
    explicit Declared(const Stage& stage) {
        for (const PathRef& dep : stage.deps) paths_.push_back(dep.path);
        for (const Output& output : stage.outs) paths_.push_back(output.path);
        for (const ParamRef& reference : stage.params) paths_.push_back(reference.file);
        if (stage.python_lock) paths_.push_back(stage.python_lock->path);
        paths_.push_back(stage.file);
    }
    bool covers(const std::string& path) const {
        return std::any_of(paths_.begin(), paths_.end(),
                           [&](const std::string& known) { return base::is_within(path, known); });
    }

private:
    std::vector<std::string> paths_;
};

class Undeclared {
public:
    Undeclared(const Project& project, CommandPlaces& places) : project_(project), places_(places) {}

    void check(const Stage& stage) {
        const Declared declared(stage);
        std::set<std::string> told;
        for (const std::string& command : stage.commands) {
            for (const ShellWord& word : shell_words(command)) {
                if (word.role == ShellWord::Role::written || speaks_of_files_only(word.program)) continue;
                const auto file = file_of(stage, word);
                if (!file) continue;
                if (!declared.covers(*file)) {
                    if (told.insert(*file).second) report_file(stage, word.text, *file);
                } else if (file->ends_with(".py") && is_script(word)) {
                    check_imports(stage, word.text, *file, declared, told);
                }
            }
        }
    }

    std::vector<Finding> take() {
        std::vector<Finding> findings;
        for (Report& report : found_) {
            if (report.others > 0)
                report.finding.message += fmt::format("; so do{} {} other stage{}", report.others == 1 ? "es" : "",
                                                      report.others, report.others == 1 ? "" : "s");
            findings.push_back(std::move(report.finding));
        }
        return findings;
    }

private:
    static bool is_script(const ShellWord& word) {
        return word.role == ShellWord::Role::program || word.before == "-m" || word.program.starts_with("python") ||
               word.program == "uv" || word.program == "poetry";
    }

    /// The file of the project that a word names, or nothing.
    std::optional<std::string> file_of(const Stage& stage, const ShellWord& word) {
        std::string text = word.text;
        if (word.before == "-m" && word.program.starts_with("python")) {
            std::replace(text.begin(), text.end(), '.', '/');
            if (auto file = existing(stage.wdir + "/" + text + ".py")) return file;
            return existing(stage.wdir + "/" + text + "/__main__.py");
        }
        // A bare word is a file by chance more often than by intent.
        if (text.find_first_of("./") == std::string::npos || text.starts_with('-') || text.starts_with('/')) return {};
        return existing(stage.wdir + "/" + text);
    }

    std::optional<std::string> existing(const std::string& path) {
        const auto normal = base::normal_relative(path);
        if (!normal) return {};
        const auto [known, fresh] = on_disk_.emplace(*normal, false);
        if (fresh) {
            // A word of a command may be a whole program: too long for a name, which is no fault of the project.
            std::error_code unreadable;
            const auto status = std::filesystem::status(project_.root / *normal, unreadable);
            known->second = std::filesystem::exists(status) && !std::filesystem::is_directory(status);
        }
        return known->second ? normal : std::nullopt;
    }

    /// One script that many stages run is one finding, at the first of them.
    /// @param key what makes two findings one
    void report(std::string key, Finding finding, const Stage& stage) {
        const auto [known, fresh] = reported_.emplace(stage.file + '\n' + std::move(key), found_.size());
        if (fresh) {
            found_.push_back({std::move(finding), 0});
            return;
        }
        Report& first = found_[known->second];
        constexpr std::size_t most_related = 8;
        if (finding.place == first.finding.place) return;  // another item of the same foreach
        ++first.others;
        if (first.finding.related.size() < most_related)
            first.finding.related.push_back({finding.place, fmt::format("stage '{}', too", stage.name)});
    }

    void report_file(const Stage& stage, const std::string& word, const std::string& file) {
        const CommandPlaces::Range range = places_.range_of(stage, word);
        Finding finding{
            {Problem::Severity::warning, std::string(codes::undeclared_file), range.begin,
             fmt::format("stage '{}' runs with '{}', which is not among its dependencies", stage.name,
                         base::printable(file)),
             fmt::format("add {} to deps: without it a change there does not run the stage",
                         base::printable(seen_from(stage, file)))}};
        finding.end = range.end;
        report(file, std::move(finding), stage);
    }

    /// The path as the stage's deps have it.
    static std::string seen_from(const Stage& stage, const std::string& file) {
        return std::filesystem::path(file).lexically_relative(stage.wdir).generic_string();
    }

    void check_imports(const Stage& stage, const std::string& word, const std::string& script, const Declared& declared,
                       std::set<std::string>& told) {
        const auto [known, fresh] = imports_.try_emplace(script + '\n' + stage.wdir);
        if (fresh) known->second = imported_files(project_.root, script, {stage.wdir, stage.wdir + "/src"});
        std::vector<std::string> missing;
        for (const std::string& file : known->second) {
            if (!declared.covers(file) && told.insert(file).second) missing.push_back(file);
        }
        if (missing.empty()) return;
        constexpr std::size_t shown = 4;
        std::string names;
        for (std::size_t i = 0; i < std::min(missing.size(), shown); ++i)
            names += (i == 0 ? "'" : ", '") + base::printable(seen_from(stage, missing[i])) + "'";
        if (missing.size() > shown) names += fmt::format(" and {} more", missing.size() - shown);
        const CommandPlaces::Range range = places_.range_of(stage, word);
        Finding finding{{Problem::Severity::warning, std::string(codes::undeclared_import), range.begin,
                         fmt::format("'{}' of stage '{}' imports {}, not among its dependencies",
                                     base::printable(script), stage.name, names),
                         "add each, or their folder, to deps: without it a change there does not run the stage"}};
        finding.end = range.end;
        report(script + " imports", std::move(finding), stage);
    }

    struct Report {
        Finding finding;
        std::size_t others;  ///< stages with the same mistake
    };

    const Project& project_;
    CommandPlaces& places_;
    std::vector<Report> found_;
    std::unordered_map<std::string, std::size_t> reported_;
    std::unordered_map<std::string, bool> on_disk_;
    std::unordered_map<std::string, std::vector<std::string>> imports_;
};

}  // namespace

void check_undeclared(const Project& project, CommandPlaces& places, Findings& findings) {
    Undeclared undeclared(project, places);
    for (const Stage& stage : project.stages) {
        const bool always_runs = stage.always_changed || (stage.deps.empty() && stage.outs.empty());
        if (stage.origin == Origin::data || stage.frozen || always_runs) continue;
        undeclared.check(stage);
    }
    findings.add(undeclared.take());
}

}  // namespace mlp::config
