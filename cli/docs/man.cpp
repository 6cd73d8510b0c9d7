// Man pages: mlp.1, mlp-track.1, mlp-track-log.1 …
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/docs/docs.hpp"
#include "cli/docs/roff.hpp"
#include "cli/globals.hpp"
#include "cli/names.hpp"
#include "cli/version.hpp"
#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {
namespace {

std::string page_name(std::string_view path) {
    std::string name = full_name(path);
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string title_of(std::string_view path) {
    return base::upper(page_name(path));
}

std::string lower_first(std::string_view text) {
    std::string result(text);
    if (!result.empty()) result[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(result[0])));
    return result;
}

void add_sections(Roff& roff, const Page& page) {
    for (const Section& section : page.sections) {
        if (section.blocks.empty()) continue;
        const std::string title = section.title.empty() ? "DESCRIPTION" : base::upper(section.title);
        roff.section(title).blocks(section.blocks);
    }
}

void add_arguments(Roff& roff, const Command& command, bool flags) {
    bool titled = false;
    for (const Argument& argument : command.arguments) {
        if (argument.hidden || is_flag(argument) != flags) continue;
        if (!titled) roff.section(flags ? "FLAGS" : "ARGUMENTS");
        titled = true;
        std::string help = argument.help;
        const bool choices_shown = is_flag(argument) && argument.value.empty();
        if (!argument.choices.empty() && !choices_shown)
            help += fmt::format(" ({})", fmt::join(argument.choices, ", "));
        roff.term(signature(argument), help);
    }
}

void add_commands(Roff& roff, std::string_view path) {
    const auto rows = children_of(path);
    if (rows.empty()) return;
    roff.section("COMMANDS");
    for (const CommandRow* row : rows) {
        roff.term(full_name(row->path), fmt::format("{}: see **{}**(1)", row->summary, page_name(row->path)));
    }
}

void add_exit_codes(Roff& roff) {
    roff.section("EXIT CODES").term("0", "done");
    for (const KindRow& row : kind_table()) roff.term(std::to_string(row.exit_code), row.meaning);
    roff.term("128+N", "ended by signal N; 130 is Ctrl-C, 143 SIGTERM, 141 a reader that closed the pipe");
}

std::string main_page() {
    Roff roff("MLP", version);
    roff.raw_name("mlp", "the life of a machine-learning project in one binary");
    roff.synopsis("mlp", "[FLAGS] COMMAND [ARGUMENTS]");
    add_sections(roff, page_of("mlp"));
    add_commands(roff, "");
    roff.section("GLOBAL FLAGS").paragraph("Every command takes these, before or after its own words:");
    for (const GlobalFlag& flag : global_flags()) {
        std::string term(flag.short_name);
        if (!flag.long_name.empty()) term += (term.empty() ? "" : ", ") + std::string(flag.long_name);
        if (!flag.value.empty()) term += " " + std::string(flag.value);
        roff.term(term, flag.help);
    }
    add_exit_codes(roff);
    roff.section("ENVIRONMENT");
    for (const Variable& variable : variables()) roff.term(variable.name, variable.help);
    return roff.take();
}

std::string page(const CommandRow& row) {
    Roff roff(title_of(row.path), version);
    roff.raw_name(page_name(row.path), lower_first(row.summary));
    if (row.make == nullptr) {
        roff.synopsis(full_name(row.path), "COMMAND [FLAGS]");
        add_sections(roff, page_of(row.path));
    } else {
        const Command command = row.make();
        roff.synopsis(full_name(row.path), usage_line(row.path, command).substr(full_name(row.path).size() + 1));
        add_sections(roff, page_of(row.path));
        add_arguments(roff, command, false);
        add_arguments(roff, command, true);
    }
    add_commands(roff, row.path);
    std::string above = "**mlp**(1)";
    if (const auto space = row.path.rfind(' '); space != std::string_view::npos) {
        above = fmt::format("**{}**(1), {}", page_name(row.path.substr(0, space)), above);
    }
    roff.section("SEE ALSO").paragraph(above + ", which has the global flags, exit codes and variables");
    return roff.take();
}

}  // namespace

std::vector<GeneratedFile> man_pages() {
    std::vector<GeneratedFile> pages;
    pages.push_back({"mlp.1", main_page()});
    for (const CommandRow& row : commands()) {
        if (!row.hidden) pages.push_back({page_name(row.path) + ".1", page(row)});
    }
    return pages;
}

}  // namespace mlp::cli
