// The user's list of templates: short names for sources, kept in templates.yaml among the user's settings.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/base/env.hpp"

namespace mlp::tmpl {

struct ShortName {
    std::string source;
    std::optional<std::string> ref;
    std::string directory;
};
using ShortNames = std::map<std::string, ShortName>;

/// Empty without a list, and without a home.
ShortNames read_short_names(const base::Env& env);
/// Adds or replaces one. No home: Error{usage}.
void add_short_name(const base::Env& env, const std::string& name, const ShortName& what);
/// False when there is none of that name.
bool remove_short_name(const base::Env& env, const std::string& name);

}  // namespace mlp::tmpl
