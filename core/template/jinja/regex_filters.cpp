// regex_search, regex_findall and regex_replace, as copier has them from
// jinja2-ansible-filters.
#include <fmt/format.h>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/regex.hpp"

namespace mlp::tmpl::jinja {

namespace {

bool option(const Bound& arguments, std::string_view name) {
    for (const auto& [given, value] : arguments.named) {
        if (given == name) return truth(value);
    }
    return false;
}

Value group_value(const Regex::Match& match, std::size_t number) {
    if (number >= match.groups.size()) fail("there is no such group");
    return match.groups[number] ? Value(*match.groups[number]) : Value();
}

/// "\1" or "\g<name>" as an argument of regex_search.
std::size_t wanted_group(const Regex& regex, const Value& argument) {
    const auto text = str(argument);
    if (text.starts_with("\\g<") && text.ends_with('>')) {
        const auto number = regex.group(text.substr(3, text.size() - 4));
        if (number) return *number;
    } else if (text.size() == 2 && text[0] == '\\' && text[1] >= '0' && text[1] <= '9') {
        return static_cast<std::size_t>(text[1] - '0');
    }
    fail(fmt::format("'{}' is no group of the regular expression", text));
}

Value search_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto text = arguments.text(0);
    interpreter.charge_text(text.size());
    const Regex regex(arguments.text(1), option(arguments, "ignorecase"), option(arguments, "multiline"));
    std::vector<std::size_t> wanted;
    for (const auto& argument : arguments.rest) wanted.push_back(wanted_group(regex, argument));
    const auto match = regex.search(text, 0);
    if (!match) return {};
    if (wanted.empty()) return group_value(*match, 0);
    List groups;
    for (const auto number : wanted) groups.items.push_back(group_value(*match, number));
    return groups;
}

Value findall_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto text = arguments.text(0);
    interpreter.charge_text(text.size());
    const Regex regex(arguments.text(1), arguments.flag(3, false), arguments.flag(2, false));
    List found;
    for (const auto& match : all_matches(regex, text)) {
        interpreter.charge(match.groups.size());
        Tuple groups;
        for (std::size_t i = 1; i < match.groups.size(); ++i) groups.items.emplace_back(match.groups[i].value_or(""));
        if (groups.items.empty()) {
            found.items.push_back(group_value(match, 0));
        } else {
            found.items.push_back(groups.items.size() == 1 ? groups.items[0] : Value(groups));
        }
    }
    return found;
}

Value regex_replace_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto text = str(arguments.value(0, ""));
    const Regex regex(arguments.text(1, ""), arguments.flag(3, false), false);
    const auto replacement = arguments.text(2, "");
    // A replacement that is malformed is an error also where nothing matches.
    expanded(regex, {0, 0, std::vector<std::optional<std::string>>(regex.group_count())}, replacement);
    std::string out;
    std::size_t done = 0;
    for (const auto& match : all_matches(regex, text)) {
        out += text.substr(done, match.begin - done);
        const auto piece = expanded(regex, match, replacement);
        interpreter.charge_text(piece.size());
        out += piece;
        done = match.end;
    }
    return out + text.substr(done);
}

constexpr Native regex_table[] = {
    {"regex_findall", "value regex multiline= ignorecase=", findall_filter},
    {"regex_replace", "value= pattern= replacement= ignorecase=", regex_replace_filter},
    {"regex_search", "value regex *groups **named", search_filter},
};

}  // namespace

std::span<const Native> regex_filters() { return regex_table; }

}  // namespace mlp::tmpl::jinja
