#include "cli/help.hpp"

#include <algorithm>
#include <utility>

#include "cli/globals.hpp"
#include "cli/names.hpp"
#include "cli/page.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {
namespace {

using Entry = std::pair<std::string, std::string>;  // what it is called, what it does

/// Two columns; names that are too long for theirs have their text on the next line.
void add_entries(Text& text, std::string_view title, const std::vector<Entry>& entries) {
    constexpr std::size_t widest = 28;
    if (entries.empty()) return;
    std::size_t column = 0;
    for (const Entry& entry : entries) {
        if (entry.first.size() <= widest) column = std::max(column, base::display_width(entry.first));
    }
    text.line().line(Label::heading, title);
    for (const auto& [name, help] : entries) {
        text.add("  ").add(Label::strong, name);
        const std::size_t width = base::display_width(name);
        if (width > column) text.line();
        text.hanging(help, column + 4, width > column ? 0 : width + 2);
    }
}

void add_blocks(Text& text, const std::vector<Block>& blocks, std::size_t indent) {
    for (const Block& block : blocks) {
        if (block.kind == Block::Kind::code) continue;
        if (block.kind == Block::Kind::paragraph) text.line();
        const std::string bullet = block.kind == Block::Kind::item ? "- " : "";
        text.wrapped(bullet + plain_inline(block.text), indent);
    }
}

void add_code(Text& text, std::string_view code) {
    while (!code.empty()) {
        const auto end = code.find('\n');
        const std::string_view line = code.substr(0, end);
        text.line(line.starts_with('#') ? Label::dim : Label::plain, line.empty() ? "" : "  " + std::string(line));
        code.remove_prefix(end == std::string_view::npos ? code.size() : end + 1);
    }
}

void add_examples(Text& text, const Page& page) {
    const Section* section = page.section("Examples");
    if (section == nullptr) return;
    text.line().line(Label::heading, "Examples:");
    for (const Block& block : section->blocks) {
        if (block.kind == Block::Kind::code) add_code(text, block.text);
    }
}

void add_exit_codes(Text& text, const Page& page) {
    const Section* section = page.section("Exit codes");
    if (section == nullptr) return;
    text.line().line(Label::heading, "Exit codes:");
    add_blocks(text, section->blocks, 2);
}

std::vector<Entry> global_entries() {
    std::vector<Entry> entries;
    for (const GlobalFlag& flag : global_flags()) {
        std::string name(flag.short_name);
        if (!flag.long_name.empty()) name += (name.empty() ? "" : ", ") + std::string(flag.long_name);
        if (!flag.value.empty()) name += " " + std::string(flag.value);
        entries.emplace_back(std::move(name), flag.help);
    }
    return entries;
}

std::vector<Entry> command_entries(std::string_view path) {
    std::vector<Entry> entries;
    for (const CommandRow* row : children_of(path)) entries.emplace_back(last_word(row->path), row->summary);
    return entries;
}

std::string help_of(const Argument& argument) {
    std::string help = argument.help;
    // A placeholder of its own hides the choices, so they are named here.
    if (argument.choices.empty() || (is_flag(argument) && argument.value.empty())) return help;
    help += " (";
    for (const std::string& choice : argument.choices)
        help += choice + (&choice == &argument.choices.back() ? ")" : ", ");
    return help;
}

void add_argument_help(Text& text, const Command& command) {
    std::vector<Entry> positionals;
    std::vector<Entry> flags;
    for (const Argument& argument : command.arguments) {
        if (argument.hidden) continue;
        (is_flag(argument) ? flags : positionals).emplace_back(signature(argument), help_of(argument));
    }
    add_entries(text, "Arguments:", positionals);
    add_entries(text, "Flags:", flags);
}

void add_command_help(Text& text, const CommandRow& row) {
    const Page page = page_of(row.path);
    const Command command = row.make();
    text.add(Label::heading, "Usage: ").hanging(usage_line(row.path, command), 7, 7);
    add_blocks(text, page.sections.empty() ? std::vector<Block>() : page.sections.front().blocks, 0);
    add_examples(text, page);
    add_argument_help(text, command);
    add_entries(text, "Commands:", command_entries(row.path));
    add_exit_codes(text, page);
}

void add_group(Text& text, std::string_view path) {
    const Page page = page_of(path.empty() ? "mlp" : path);
    text.add(Label::heading, "Usage: ")
        .line(full_name(path) + (path.empty() ? " [FLAGS] COMMAND" : " COMMAND [FLAGS]"));
    add_blocks(text, page.sections.empty() ? std::vector<Block>() : page.sections.front().blocks, 0);
    add_examples(text, page);
    add_entries(text, "Commands:", command_entries(path));
}

}  // namespace

void render_help(std::string_view path, Text& text) {
    const CommandRow* row = find_row(path);
    text.wrapped(path.empty() ? "mlp: the life of a machine-learning project in one binary."
                              : full_name(path) + ": " + std::string(row->summary) + ".");
    text.line();
    if (row != nullptr && row->make != nullptr) {
        add_command_help(text, *row);
    } else {
        add_group(text, path);
    }
    if (path.empty()) {
        add_entries(text, "Global flags:", global_entries());
        text.line().line("`mlp help COMMAND` tells more about one command; man mlp has exit codes and variables.");
    } else {
        std::string names;
        for (const auto& [name, help] : global_entries()) names += name + "; ";
        text.line().add(Label::heading, "Global flags: ").hanging(names + "see `mlp --help`", 2, 14);
    }
}

}  // namespace mlp::cli
