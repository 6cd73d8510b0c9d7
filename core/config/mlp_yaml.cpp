// mlp.yaml as a whole: the keys of the project, in an order in which everything that is needed was read before.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/document.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/remote_keys.hpp"
#include "core/config/sections.hpp"
#include "core/config/severities.hpp"

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

/// They are settings, read from their lines by Settings; here they are only checked.
void check_remotes(const Reader& reader, const Yaml::Entry& entry, Project&) {
    read_remotes(entry.value, true, reader.findings());
}

constexpr auto project_keys = std::to_array<Key<Project>>({
    {"version", read_version, true},
    {"project", read_project_name, true},
    {"owner", read_owner},
    {"store", read_store},
    {"remotes", check_remotes},
    {"vars", ignore},  // before everything else, see below
    {"stages", ignore},
    {"datasets", read_datasets},
    {"models", read_models},
    {"environments", read_environments},
    {"tests", read_tests},
    {"validate", [](const Reader& r, const Yaml::Entry& e, Project&) { check_severities(r, e); }},
});

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

void read_mlp_yaml(const Document& document, Project& project, Findings& findings) {
    const Dialect dialect{Origin::mlp, project.root};
    const Yaml& tree = document.tree;
    const Reader plain(document.source, findings, {}, dialect);
    const Position top{project.file, 1, 1};
    if (!tree.is_map()) {
        plain.error(
            codes::wrong_type, top,
            tree.is_null() ? "mlp.yaml is empty" : fmt::format("mlp.yaml is {}; a map is expected", tree.type_name()),
            "it begins with\n  version: 1\n  project: NAME");
        return;
    }
    const Vars vars = read_vars(plain, tree.find("vars"), ".", project.inputs);
    const Reader reader = plain.with(Scope{}.with(vars.values, nullptr, vars.complete), findings);
    read_keys<Project>(reader, tree, top, project_keys, project);
    if (const Yaml* stages = tree.find("stages")) read_stages(reader, *stages, vars, project);
}

}  // namespace mlp::config
