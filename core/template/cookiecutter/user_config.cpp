#include "core/template/cookiecutter/user_config.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/python_yaml.hpp"

namespace mlp::tmpl::cookiecutter {

namespace {

std::optional<std::string> config_text(const base::Env& env, std::string& file) {
    if (const auto named = env.variable("COOKIECUTTER_CONFIG")) {
        file = *named;
        return base::read_file(env.working_directory / file);
    }
    const auto home = env.variable("HOME");
    if (!home) return std::nullopt;
    file = *home + "/.cookiecutterrc";
    return base::read_file_if_exists(file);
}

}  // namespace

UserConfig read_user_config(const base::Env& env) {
    UserConfig config;
    config.abbreviations = {{"gh", "https://github.com/{0}.git"},
                            {"gl", "https://gitlab.com/{0}.git"},
                            {"bb", "https://bitbucket.org/{0}"}};
    std::string file;
    const auto text = config_text(env, file);
    const auto root = text ? python_value(parse_python_yaml(*text, file)) : jinja::Value();
    if (root.is_none()) return config;
    if (!root.is_dict())
        throw Error(Kind::invalid, fmt::format("a {} was found, a map was expected", root.type_name())).at(file);
    if (const auto* defaults = root.dict().find(std::string_view("default_context")); defaults && defaults->is_dict())
        config.default_context = defaults->dict();
    if (const auto* names = root.dict().find(std::string_view("abbreviations")); names && names->is_dict()) {
        for (const auto& [name, address] : names->dict().entries())
            config.abbreviations[jinja::str(name)] = jinja::str(address);
    }
    return config;
}

}  // namespace mlp::tmpl::cookiecutter
