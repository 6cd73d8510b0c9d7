#include "core/config/odd_paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "core/base/text.hpp"

namespace mlp::config {

namespace {

constexpr std::array<std::string_view, 7> typographic{"“", "”", "‘", "’", "„", "«", "»"};

bool is_latin(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

bool has_variable(std::string_view path) {
    const std::size_t dollar = path.find('$');
    return dollar != std::string_view::npos && dollar + 1 < path.size() &&
           (is_latin(path[dollar + 1]) || path[dollar + 1] == '_' || path[dollar + 1] == '{');
}

}  // namespace

std::optional<std::string> oddness_of_path(std::string_view path) {
    const bool drive = path.size() > 2 && is_latin(path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
    if (drive) return "it names a drive: write the path from the folder of this file, with '/'";
    if (path == "~" || path.starts_with("~/"))
        return "'~' is not the home folder here: write the path from the folder of this file";
    if (has_variable(path))
        return "variables of the shell are not expanded in paths: write the path out, or take it from vars as ${NAME}";
    if (path.find('\\') != std::string_view::npos)
        return fmt::format("folders are separated by '/': write {}", base::printable(base::replaced(path, '\\', "/")));
    const bool quoted = std::any_of(typographic.begin(), typographic.end(),
                                    [&](std::string_view quote) { return path.find(quote) != std::string_view::npos; });
    if (quoted) return "typographic quotes are letters of the name here: write plain quotes, or none";
    return std::nullopt;
}

}  // namespace mlp::config
