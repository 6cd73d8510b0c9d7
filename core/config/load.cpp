// mlp.yaml as a whole: the keys of the project, in an order in which everything that is needed was read before.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/document.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

void ignore(const Reader&, const Yaml::Entry&, Project&) {}

void read_version(const Reader& reader, const Yaml::Entry& entry, Project&) {
    if (entry.value.type() == Yaml::Type::integer && entry.value.as_integer() == 1) return;
    const bool newer = entry.value.type() == Yaml::Type::integer && entry.value.as_integer() > 1;
    reader.error(codes::bad_version, entry.value.begin(),
                 fmt::format("version '{}' of mlp.yaml is not known; this mlp reads version 1",
                             base::printable(entry.value.is_scalar() ? entry.value.text()
                                                                     : std::string(entry.value.type_name()))),
                 newer ? "a newer mlp may read it" : "write version: 1");
}

void read_project_name(const Reader& reader, const Yaml::Entry& entry, Project& project) {
    const auto text = reader.full_text(entry.value, entry.key);
    if (!text) return;
    if (check_name(reader, {*text, entry.value.begin(), entry.value}, "project")) project.name = *text;
}

void read_owner(const Reader& reader, const Yaml::Entry& entry, Project& project) {
    if (auto text = reader.text(entry.value, entry.key)) project.owner = *text;
}

void read_store(const Reader& reader, const Yaml::Entry& entry, Project& project) {
    if (auto text = reader.full_text(entry.value, entry.key)) project.store = *text;
}

void read_stages(const Reader& reader, const Yaml::Entry& entry, Project& project) {
    if (!reader.expect_map(entry.value, entry.key)) return;
    for (const Yaml::Entry& stage : entry.value.entries()) read_stage_entry(reader, stage, project);
}

constexpr auto project_keys = std::to_array<Key<Project>>({
    {"version", read_version, true},
    {"project", read_project_name, true},
    {"owner", read_owner},
    {"store", read_store},
    {"vars", ignore},  // before everything else, see below
    {"stages", read_stages},
    {"datasets", read_datasets},
    {"models", read_models},
    {"environments", read_environments},
    {"tests", read_tests},
});

/// A project that has only a dvc.yaml: say what is the case, and the way that is open today.
void report_dvc_project(Findings& findings) {
    findings.error(codes::dvc_project, {"dvc.yaml", 1, 1}, "pipelines of dvc.yaml cannot be run yet",
                   "`mlp init minimal .` writes an mlp.yaml beside it; copy the stages over, their words are the same");
}

void read_project(const Document& document, Project& project, Findings& findings) {
    const Yaml& tree = document.tree;
    const Reader plain(document.source, findings, {});
    const Position top{project.file, 1, 1};
    if (!tree.is_map()) {
        plain.error(
            codes::wrong_type, top,
            tree.is_null() ? "mlp.yaml is empty" : fmt::format("mlp.yaml is {}; a map is expected", tree.type_name()),
            "it begins with\n  version: 1\n  project: NAME");
        return;
    }
    const std::size_t mark = findings.size();
    const Json values = read_vars(project.root, tree.find("vars"), plain, project.inputs);
    read_keys<Project>(plain.with({&values, nullptr, !findings.failed_since(mark)}, findings), tree, top, project_keys,
                       project);
}

}  // namespace

std::vector<std::string_view> project_key_names() { return names_of<Project>(project_keys); }

bool check_name(const Reader& reader, const Yaml::Entry& entry, std::string_view kind) {
    const std::string& name = entry.key;
    const auto bad = std::find_if(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\' || c == ':' || c == '@';
    });
    const bool edges =
        name.empty() || name.front() == ' ' || name.back() == ' ' || name.front() == '-' || name.front() == '.';
    if (bad == name.end() && !edges && name.size() <= 200) return true;
    const std::string why = name.empty()        ? "is empty"
                            : bad != name.end() ? fmt::format("holds '{}'", base::printable(std::string(1, *bad)))
                            : name.size() > 200 ? "is longer than 200 bytes"
                                                : "begins or ends with a space, '-' or '.'";
    reader.error(codes::bad_name, entry.key_place,
                 fmt::format("the {} name '{}' {}", kind, base::printable(name.substr(0, 60)), why),
                 "letters, digits, '-', '_', '.' and spaces inside are allowed");
    return false;
}

bool Loaded::ok() const {
    return std::none_of(problems.begin(), problems.end(),
                        [](const Problem& p) { return p.severity == Problem::Severity::error; });
}

Loaded load_project(const std::filesystem::path& root) {
    Loaded loaded;
    Project& project = loaded.project;
    project.root = std::filesystem::absolute(root).lexically_normal();
    project.file = "mlp.yaml";
    Findings findings;
    const auto document = read_document(project.root, project.file, findings);
    if (document) {
        project.inputs.push_back(project.file);
        // A broken file is only half read: its syntax comes first, the rest would be guesswork.
        if (document->whole) {
            read_project(*document, project, findings);
            check_graph(project, findings);
            check_references(project, findings);
        }
    } else if (findings.size() == 0) {
        if (!base::signature_of(project.root / "dvc.yaml", true)) {
            throw Error(Kind::missing, fmt::format("there is no mlp.yaml in '{}'", project.root.string()))
                .hint("`mlp init minimal .` writes one");
        }
        report_dvc_project(findings);
    }
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
