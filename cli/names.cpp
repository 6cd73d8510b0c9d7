#include "cli/names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/ascii.hpp"

namespace mlp::cli {
namespace {

std::string capitals(std::string_view text) {
    std::string result = base::upper(text);
    std::replace(result.begin(), result.end(), '-', '_');
    return result;
}

struct PlaceholderOf {
    std::string operator()(const bool*) const { return ""; }
    std::string operator()(const std::string*) const { return "TEXT"; }
    std::string operator()(const std::optional<std::string>*) const { return "TEXT"; }
    std::string operator()(const std::int64_t*) const { return "N"; }
    std::string operator()(const std::optional<std::int64_t>*) const { return "N"; }
    std::string operator()(const double*) const { return "NUMBER"; }
    std::string operator()(const std::optional<double>*) const { return "NUMBER"; }
    std::string operator()(const std::vector<std::string>*) const { return "TEXT"; }
};

std::string usage_word(const Argument& argument) {
    std::string word = placeholder(argument);
    if (argument.trailing) return argument.required ? "-- " + word + "..." : "[-- " + word + "...]";
    if (is_list(argument)) word += "...";
    return argument.required ? word : "[" + word + "]";
}

}  // namespace

const CommandRow* find_row(std::string_view path) {
    const auto rows = commands();
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const CommandRow& row) { return row.path == path; });
    return found == rows.end() ? nullptr : &*found;
}

std::vector<const CommandRow*> children_of(std::string_view path) {
    const std::string prefix = path.empty() ? "" : std::string(path) + " ";
    std::vector<const CommandRow*> result;
    for (const CommandRow& row : commands()) {
        const bool below = row.path.size() > prefix.size() && row.path.starts_with(prefix);
        if (below && !row.hidden && row.path.find(' ', prefix.size()) == std::string_view::npos) result.push_back(&row);
    }
    return result;
}

std::string_view last_word(std::string_view path) {
    const auto space = path.rfind(' ');
    return space == std::string_view::npos ? path : path.substr(space + 1);
}

std::string full_name(std::string_view path) { return path.empty() ? "mlp" : "mlp " + std::string(path); }

bool is_flag(const Argument& argument) { return argument.name.starts_with('-'); }
bool is_switch(const Argument& argument) { return std::holds_alternative<bool*>(argument.target); }
bool is_list(const Argument& argument) { return std::holds_alternative<std::vector<std::string>*>(argument.target); }

std::vector<std::string> spellings(const Argument& argument) {
    std::vector<std::string> result;
    std::string_view rest = argument.name;
    while (true) {
        const auto comma = rest.find(',');
        result.emplace_back(rest.substr(0, comma));
        if (comma == std::string_view::npos) return result;
        rest.remove_prefix(comma + 1);
    }
}

std::string placeholder(const Argument& argument) {
    if (!argument.value.empty()) return argument.value;
    if (!is_flag(argument)) return capitals(argument.name);
    if (!argument.choices.empty()) return fmt::format("{}", fmt::join(argument.choices, "|"));
    return std::visit(PlaceholderOf{}, argument.target);
}

std::string signature(const Argument& argument) {
    if (!is_flag(argument)) return placeholder(argument) + (is_list(argument) ? "..." : "");
    const std::string names = fmt::format("{}", fmt::join(spellings(argument), ", "));
    return is_switch(argument) ? names : names + " " + placeholder(argument);
}

std::string usage_line(std::string_view path, const Command& command) {
    std::string line = full_name(path) + " [FLAGS]";
    for (const Argument& argument : command.arguments) {
        if (argument.hidden) continue;
        if (is_flag(argument) && argument.required) line += " " + signature(argument);
    }
    for (const Argument& argument : command.arguments) {
        if (!argument.hidden && !is_flag(argument)) line += " " + usage_word(argument);
    }
    return line;
}

}  // namespace mlp::cli
