// The user's own settings for cookiecutter: ~/.cookiecutterrc, or the file that COOKIECUTTER_CONFIG names.
#pragma once

#include <map>
#include <string>

#include "core/base/env.hpp"
#include "core/template/jinja/value.hpp"

namespace mlp::tmpl::cookiecutter {

struct UserConfig {
    jinja::Dict default_context;
    std::map<std::string, std::string> abbreviations;  ///< "gh" → "https://github.com/{0}.git"; those built in too
};

/// A file that is wrong: Error{invalid}; one that COOKIECUTTER_CONFIG names and is not there: Error{missing}.
UserConfig read_user_config(const base::Env& env);

}  // namespace mlp::tmpl::cookiecutter
