// `cmd`: one shell call per line of a text, or per item of a list.
#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

/// Lines of a command; a line that ends with an odd number of backslashes goes on in the next, as for the shell.
std::vector<std::string> command_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::string line;
    std::size_t at = 0;
    while (at <= text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        line += text.substr(at, end - at);
        at = end + 1;
        std::size_t slashes = 0;
        while (slashes < line.size() && line[line.size() - 1 - slashes] == '\\') ++slashes;
        if (slashes % 2 == 1 && at <= text.size()) {
            line += '\n';
            continue;
        }
        if (line.find_first_not_of(" \t\r\n") != std::string::npos) lines.push_back(line);
        line.clear();
    }
    return lines;
}

/// `- echo {"a": 1}` is a map for YAML: show the command as it was probably meant, in quotes.
void report_map(const Reader& reader, const Yaml& node, std::string_view key) {
    std::string meant;
    if (!node.entries().empty() && node.begin().file == reader.source().file()) {
        const std::string& text = reader.source().text();
        const std::size_t from = reader.source().offset_of(node.begin());
        meant = text.substr(from, std::min(text.find('\n', from), text.size()) - from);
        while (!meant.empty() && (meant.back() == ' ' || meant.back() == '\r')) meant.pop_back();
    }
    const bool short_enough = !meant.empty() && meant.size() < 120 && meant.find('\'') == std::string::npos;
    reader.error(codes::command_is_map, node.begin(),
                 fmt::format("'{}' of {} is a map: YAML reads ': ' and '{{' in a text without quotes as one", key,
                             reader.owner()),
                 short_enough ? fmt::format("put the whole command in quotes: '{}'", base::printable(meant))
                              : "put the whole command in quotes");
}

/// Whether the node is a text with something in it.
bool check_command(const Reader& reader, const Yaml& node, std::string_view key) {
    if (node.is_map()) {
        report_map(reader, node, key);
    } else if (!reader.is_text(node)) {
        const bool quotable = node.is_scalar() && !node.is_null();
        reader.wrong_type(node, key, "a command", quotable ? fmt::format("write \"{}\" in quotes", node.text()) : "");
    } else if (node.text().find_first_not_of(" \t\r\n") == std::string::npos) {
        reader.error(codes::bad_value, node.begin(), fmt::format("'{}' of {} is empty", key, reader.owner()));
    } else {
        return true;
    }
    return false;
}

void report_nul(const Reader& reader, const Yaml& node, std::string_view key) {
    reader.error(codes::bad_value, node.begin(), fmt::format("'{}' of {} holds a NUL character", key, reader.owner()));
}

void read_one(const Reader& reader, const Yaml& node, std::string_view key, bool split, std::vector<std::string>& out) {
    if (!check_command(reader, node, key)) return;
    // Lines are cut before values are put in: a line break in a parameter never starts a command of its own.
    for (const std::string& line : split ? command_lines(node.text()) : std::vector<std::string>{node.text()}) {
        if (line.find('\0') != std::string::npos) {
            report_nul(reader, node, key);
            continue;
        }
        if (auto text = reader.command_text(node, line)) out.push_back(std::move(*text));
    }
}

/// Length of the line break at `text`'s begin, 0 when there is none: those of Python's str.splitlines.
std::size_t python_break(std::string_view text) {
    if (text.starts_with("\r\n")) return 2;
    for (const std::string_view separator : {"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"}) {
        if (text.starts_with(separator)) return separator.size();
    }
    return std::string_view("\n\r\v\f\x1c\x1d\x1e").find(text.front()) != std::string_view::npos ? 1 : 0;
}

}  // namespace

std::vector<std::string> python_lines(std::string_view text) {
    std::vector<std::string> lines;
    std::size_t from = 0;
    const auto add = [&](std::size_t to) {
        const std::string_view line = text.substr(from, to - from);
        if (line.find_first_not_of(" \t") != std::string_view::npos) lines.emplace_back(line);
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = python_break(text.substr(at));
        if (length == 0) {
            ++at;
            continue;
        }
        add(at);
        at += length;
        from = at;
    }
    add(text.size());
    return lines;
}

std::optional<std::string> read_command_text(const Reader& reader, const Yaml& node, std::string_view key) {
    if (!check_command(reader, node, key)) return std::nullopt;
    if (node.text().find('\0') != std::string::npos) {
        report_nul(reader, node, key);
        return std::nullopt;
    }
    return reader.command_text(node, node.text());
}

std::vector<std::string> read_commands(const Reader& reader, const Yaml& node, std::string_view key) {
    std::vector<std::string> commands;
    if (!node.is_list()) {
        read_one(reader, node, key, true, commands);
        return commands;
    }
    for (const Yaml& item : node.items()) read_one(reader, item, key, false, commands);
    if (node.items().empty()) {
        reader.error(codes::bad_value, node.begin(), fmt::format("'{}' of {} is an empty list", key, reader.owner()));
    }
    return commands;
}

}  // namespace mlp::config
