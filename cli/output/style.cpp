#include "cli/output/style.hpp"

#include <array>
#include <utility>

namespace mlp::cli {
namespace {

// The eight basic colours only: readable on light and dark grounds, and everybody's terminal theme applies.
constexpr std::array<std::pair<Label, std::string_view>, 11> looks{{
    {Label::plain, ""},
    {Label::heading, "\x1b[1m"},
    {Label::strong, "\x1b[1m"},
    {Label::dim, "\x1b[2m"},
    {Label::id, "\x1b[33m"},
    {Label::ok, "\x1b[32m"},
    {Label::warning, "\x1b[1;33m"},
    {Label::error, "\x1b[1;31m"},
    {Label::hint, "\x1b[36m"},
    {Label::path, "\x1b[35m"},
    {Label::number, ""},
}};

bool is_forced(const base::Env& env, std::string_view name) {
    const auto value = env.variable(name);
    return value && *value != "0";
}

}  // namespace

std::string_view escape_of(Label label) {
    for (const auto& [known, escape] : looks) {
        if (known == label) return escape;
    }
    return "";
}

bool wants_colour(const base::Env& env, const Globals& globals, bool is_terminal) {
    if (globals.no_color || env.variable("NO_COLOR")) return false;
    if (is_forced(env, "FORCE_COLOR") || is_forced(env, "CLICOLOR_FORCE")) return true;
    return is_terminal && !env.variable("CI") && env.variable("TERM") != "dumb";
}

}  // namespace mlp::cli
