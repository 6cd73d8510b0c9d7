#include "core/template/short_names.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"

namespace mlp::tmpl {

namespace {

std::optional<std::filesystem::path> list_file(const base::Env& env) {
    const auto home = base::config_home(env);
    if (!home) return std::nullopt;
    return *home / "templates.yaml";
}

ShortName short_name(const base::Yaml& node) {
    ShortName made;
    if (node.is_scalar()) {
        made.source = node.text();
        return made;
    }
    for (const auto& entry : node.entries()) {
        if (entry.key == "source") made.source = entry.value.text();
        if (entry.key == "ref") made.ref = entry.value.text();
        if (entry.key == "directory") made.directory = entry.value.text();
    }
    if (made.source.empty()) throw Error(Kind::invalid, "a template needs a 'source'").at(node.begin().to_string());
    return made;
}

void write(const base::Env& env, const ShortNames& names) {
    const auto file = list_file(env);
    if (!file)
        throw Error(Kind::usage, "there is no home folder to keep the list in").hint("set HOME or XDG_CONFIG_HOME");
    auto json = base::Json::object();
    for (const auto& [name, what] : names) {
        json[name]["source"] = what.source;
        if (what.ref) json[name]["ref"] = *what.ref;
        if (!what.directory.empty()) json[name]["directory"] = what.directory;
    }
    base::replace_file(*file, json.empty() ? "" : base::to_yaml(json));
}

}  // namespace

ShortNames read_short_names(const base::Env& env) {
    ShortNames names;
    const auto file = list_file(env);
    const auto text = file ? base::read_file_if_exists(*file) : std::nullopt;
    if (!text) return names;
    const auto root = base::parse_yaml_or_throw(*text, file->native());
    for (const auto& entry : root.entries()) names[entry.key] = short_name(entry.value);
    return names;
}

void add_short_name(const base::Env& env, const std::string& name, const ShortName& what) {
    auto names = read_short_names(env);
    names[name] = what;
    write(env, names);
}

bool remove_short_name(const base::Env& env, const std::string& name) {
    auto names = read_short_names(env);
    if (names.erase(name) == 0) return false;
    write(env, names);
    return true;
}

}  // namespace mlp::tmpl
