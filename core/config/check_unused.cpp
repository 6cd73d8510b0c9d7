// Parameters that nothing reads and stages whose outputs nobody uses.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/config/check_project.hpp"
#include "core/config/codes.hpp"
#include "core/config/document.hpp"

namespace mlp::config {

namespace {

constexpr std::uint64_t largest_source = 1U << 20;

/// Names between "${" and "}" of a text, with "[0]" as ".0".
void collect_templates(std::string_view text, std::set<std::string>& names) {
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
        const std::size_t end = text.find_first_of("}\n", at);
        if (end == std::string_view::npos) return;
        std::string name;
        for (const char c : text.substr(at + 2, end - at - 2)) {
            if (c == '[') name += '.';
            if (c != '[' && c != ']' && c != ' ') name += c;
        }
        names.insert(std::move(name));
    }
}

/// How the parameters of params.yaml are used.
struct Uses {
    std::set<std::string> names;
    bool whole = false;         ///< by somebody who reads all of it
    std::string scripts;        ///< texts of files that stages depend on
};

std::string text_of(const std::filesystem::path& file) {
    try {
        const auto signature = base::signature_of(file, true);
        if (!signature || signature->is_folder()) return {};
        return base::read_file_if_exists(file, largest_source).value_or("");
    } catch (const Error&) {
        return {};  // too large for a script, or not ours to read
    }
}

bool is_script(std::string_view path) {
    for (const std::string_view end : {".py", ".R", ".r", ".sh", ".jl", ".ipynb", ".sql", ".js", ".ts", ".go", ".rs"}) {
        if (path.ends_with(end)) return true;
    }
    return false;
}

Uses uses_of(const Project& project, const std::string& file) {
    Uses uses;
    std::set<std::string> read;
    for (const Stage& stage : project.stages) {
        for (const ParamRef& reference : stage.params) {
            if (reference.file != file) continue;
            uses.whole = uses.whole || reference.keys.empty();
            uses.names.insert(reference.keys.begin(), reference.keys.end());
        }
        for (const PathRef& dep : stage.deps) {
            uses.whole = uses.whole || base::is_within(file, dep.path);
            if (is_script(dep.path) && read.insert(dep.path).second) uses.scripts += text_of(project.root / dep.path);
        }
    }
    for (const std::string& input : project.inputs) {
        if (input != file) collect_templates(text_of(project.root / input), uses.names);
    }
    return uses;
}

enum class Use { none, part, all };

Use use_of(const std::string& name, const std::set<std::string>& names) {
    if (names.contains(name)) return Use::all;
    const auto below = names.lower_bound(name + ".");
    return below != names.end() && below->starts_with(name + ".") ? Use::part : Use::none;
}

void check_params(const Yaml& map, const std::string& prefix, const Uses& uses, Findings& findings) {
    for (const Yaml::Entry& entry : map.entries()) {
        const std::string name = prefix + entry.key;
        const Use use = use_of(name, uses.names);
        if (use == Use::part) check_params(entry.value, name + ".", uses, findings);
        if (use != Use::none || uses.scripts.find(entry.key) != std::string::npos) continue;
        findings.warning(codes::unused_param, entry.key_place,
                         fmt::format("no stage uses the parameter '{}'", base::printable(name)),
                         "remove it, or list it under params: of the stage that reads it");
    }
}

/// Whether anything but a stage speaks of a path.
bool is_wanted(const Project& project, const std::string& path) {
    const auto touches = [&](const std::string& other) {
        return base::is_within(other, path) || base::is_within(path, other);
    };
    for (const Model& model : project.models) {
        if (touches(model.path) || touches(model.card)) return true;
        if (std::any_of(model.files.begin(), model.files.end(), touches)) return true;
    }
    for (const Dataset& dataset : project.datasets) {
        if (touches(dataset.path)) return true;
    }
    return std::any_of(project.tests.begin(), project.tests.end(), [&](const TestCommand& test) {
        return test.command.find(path) != std::string::npos;
    });
}

bool is_needed(const Project& project, const Stage& stage, const std::set<std::string>& read) {
    if (stage.outs.empty()) return true;
    for (const Model& model : project.models) {
        for (const Gate& gate : model.gates) {
            if (gate.metric.starts_with(stage.name + ".")) return true;
        }
    }
    return std::any_of(stage.outs.begin(), stage.outs.end(), [&](const Output& output) {
        if (output.role != Output::Role::out || output.is_url() || is_wanted(project, output.path)) return true;
        const auto below = read.lower_bound(output.path + "/");
        if (read.contains(output.path) || read.contains(".")) return true;
        if (below != read.end() && below->starts_with(output.path + "/")) return true;
        for (std::size_t slash = output.path.rfind('/'); slash != std::string::npos && slash > 0;
             slash = output.path.rfind('/', slash - 1)) {
            if (read.contains(output.path.substr(0, slash))) return true;
        }
        return false;
    });
}

}  // namespace

void check_unused(const Project& project, Findings& findings) {
    if (project.file != "mlp.yaml") return;
    Findings told;  // a file that cannot be read was told already
    const auto params = read_document(project.root, "params.yaml", told);
    if (params && params->whole && params->is_yaml) {
        const Uses uses = uses_of(project, "params.yaml");
        if (!uses.whole && !uses.names.empty()) check_params(params->tree, "", uses, findings);
    }
    if (project.models.empty()) return;  // what a project is for is not said
    std::set<std::string> read;
    for (const Stage& stage : project.stages) {
        for (const PathRef& dep : stage.deps) read.insert(dep.path);
        for (const ParamRef& reference : stage.params) read.insert(reference.file);
        if (stage.python_lock) read.insert(stage.python_lock->path);
    }
    const Position* told_at = nullptr;
    for (const Stage& stage : project.stages) {
        if (stage.origin != Origin::mlp || is_needed(project, stage, read)) continue;
        if (told_at != nullptr && *told_at == stage.place) continue;  // one of a foreach that was told
        told_at = &stage.place;
        findings.warning(codes::unused_stage, stage.place,
                         fmt::format("nobody needs what stage '{}' makes: no stage, model, data set or test uses '{}'",
                                     stage.name, base::printable(stage.outs.front().path)),
                         "remove the stage, or name its output where it is used");
    }
}

}  // namespace mlp::config
