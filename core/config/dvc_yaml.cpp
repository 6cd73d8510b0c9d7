// dvc.yaml as a whole: the keys beside `stages`, each as DVC checks it.
#include <fmt/format.h>

#include <array>

#include "core/config/codes.hpp"
#include "core/config/document.hpp"
#include "core/config/key_tables.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

void ignore(const Reader&, const Yaml::Entry&, DvcYaml&) {}

void read_files(const Reader& reader, const Yaml::Entry& entry, std::vector<PathRef>& files) {
    if (!reader.expect_list(entry.value, entry.key)) return;
    for (const Yaml& item : entry.value.items()) {
        if (auto file = reader.path_ref(item, entry.key, reader.dialect().folder)) files.push_back(std::move(*file));
    }
}

void read_params(const Reader& reader, const Yaml::Entry& entry, DvcYaml& file) {
    read_files(reader, entry, file.params);
}

void read_metrics(const Reader& reader, const Yaml::Entry& entry, DvcYaml& file) {
    read_files(reader, entry, file.metrics);
}

constexpr auto dvc_yaml_keys = std::to_array<Key<DvcYaml>>({
    {"vars", ignore},  // before everything else, see below
    {"stages", ignore},
    {"params", read_params},
    {"metrics", read_metrics},
    {"plots", read_plot_definitions},
    {"artifacts", read_artifacts},
    {"datasets", read_dvc_datasets},
});

}  // namespace

std::vector<std::string_view> dvc_yaml_key_names() { return names_of<DvcYaml>(dvc_yaml_keys); }

void read_dvc_yaml(const Document& document, const Dialect& dialect, const OptionStyle& options, Project& project,
                   Findings& findings) {
    const Yaml& tree = document.tree;
    const Reader plain = Reader(document.source, findings, {}, dialect).for_owner(dialect.file);
    const Position top{dialect.file, 1, 1};
    if (tree.is_null()) return;  // DVC takes an empty file for one without stages
    if (!tree.is_map()) {
        plain.error(codes::wrong_type, top, fmt::format("{} is {}; a map is expected", dialect.file, tree.type_name()),
                    "it begins with\n  stages:");
        return;
    }
    const Vars vars = read_vars(plain, tree.find("vars"), dialect.folder, project.inputs);
    Scope scope;
    scope.open_is_text = true;
    scope.options = &options;
    const Reader reader = plain.with(scope.with(vars.values, nullptr, vars.complete), findings);
    DvcYaml file;
    file.file = dialect.file;
    read_keys<DvcYaml>(reader, tree, top, dvc_yaml_keys, file);
    project.dvc_files.push_back(std::move(file));
    if (const Yaml* stages = tree.find("stages")) read_stages(reader, *stages, vars, project);
}

}  // namespace mlp::config
