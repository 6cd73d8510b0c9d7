// `env` of a stage or test: declared variables, and the lock file of a Python environment.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

bool is_variable_name(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// A variable of the program would have capitals, or less of a likeness.
bool means_python(std::string_view name) {
    const std::array<std::string, 1> own_key{"python"};
    const bool has_capital = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return !has_capital && base::nearest(name, own_key).has_value();
}

}  // namespace

Surroundings read_surroundings(const Reader& reader, const Yaml::Entry& entry, const std::string& folder) {
    Surroundings found;
    if (!reader.expect_map(entry.value, entry.key)) return found;
    for (const Yaml::Entry& variable : entry.value.entries()) {
        if (variable.key == "python") {
            if (auto path = reader.path(variable.value, "env.python", folder)) {
                found.python_lock = PathRef{*path, variable.value.begin()};
            }
            continue;
        }
        if (means_python(variable.key)) {
            reader.error(codes::unknown_key, variable.key_place,
                         fmt::format("'{}' in env of {} looks like 'python'. Did you mean 'python'?", variable.key,
                                     reader.owner()),
                         "env.python names the lock file of Python packages; variables have other names");
            continue;
        }
        if (!is_variable_name(variable.key)) {
            reader.error(codes::bad_name, variable.key_place,
                         fmt::format("'{}' in env of {} is not the name of a variable", base::printable(variable.key),
                                     reader.owner()),
                         "letters, digits and '_', not beginning with a digit");
            continue;
        }
        const auto value = reader.any_scalar(variable.value, variable.key);
        if (!value) continue;
        if (value->find('\0') != std::string::npos) {
            reader.error(codes::bad_value, variable.value.begin(),
                         fmt::format("'{}' holds a NUL character", variable.key), "remove it");
            continue;
        }
        found.variables[variable.key] = *value;
    }
    return found;
}

}  // namespace mlp::config
