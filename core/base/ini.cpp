#include "core/base/ini.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "core/base/ascii.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"

namespace mlp::base {

namespace {

std::string unquoted(std::string_view text) {
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
        text = text.substr(1, text.size() - 2);
    }
    return std::string(text);
}

class Parser {
public:
    Parser(std::string_view text, std::string file) : rest_(text), file_(std::move(file)) {}

    /// @param problems  takes what is wrong; without it the first is thrown
    std::vector<IniSection> parse(std::vector<Problem>* problems);

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(Kind::invalid, what)
            .at(here().to_string())
            .hint("a line is a comment ('# …'), a section ('[core]') or a setting ('key = value')");
    }
    Position here() const { return {file_, line_, 0}; }
    std::optional<std::string_view> next_line();
    void line(std::string_view raw);
    /// Columns of a part of the line that is being read.
    IniColumns columns(std::string_view part) const;
    void section(std::string_view line);
    void setting(std::string_view line);
    std::vector<std::string> values(std::string_view written);
    std::string tripled(std::string_view start, std::string_view quotes);
    std::string element(std::string_view& text);

    std::string_view rest_;
    std::string file_;
    std::string_view raw_;  ///< the line that is being read
    int line_ = 0;
    std::vector<IniSection> sections_;
};

std::optional<std::string_view> Parser::next_line() {
    if (rest_.empty()) return std::nullopt;
    ++line_;
    const auto end = rest_.find('\n');
    std::string_view line = rest_.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    raw_ = line;
    return line;
}

IniColumns Parser::columns(std::string_view part) const {
    const auto before = raw_.substr(0, static_cast<std::size_t>(part.data() - raw_.data()));
    const auto begin = static_cast<int>(character_count(before)) + 1;
    return {begin, begin + std::max(static_cast<int>(character_count(part)), 1)};
}

void Parser::section(std::string_view line) {
    // The closing bracket is the last one before a comment; a quoted name may hold either.
    const std::string_view inside = line.substr(1);
    std::size_t end = 0;
    const std::string_view start = trimmed(inside);
    if (!start.empty() && (start[0] == '\'' || start[0] == '"')) {
        const auto quote = inside.find(start[0]);
        const auto closing = inside.find(start[0], quote + 1);
        end = closing == std::string_view::npos ? closing : inside.find(']', closing);
    } else {
        end = inside.find(']');
    }
    if (end == std::string_view::npos) fail(fmt::format("the section '{}' has no end", base::printable(line)));
    const std::string_view after = trimmed(inside.substr(end + 1));
    const std::string name = unquoted(trimmed(inside.substr(0, end)));
    if (!after.empty() && after[0] != '#') fail(fmt::format("'{}' follows a section's name", base::printable(after)));
    if (name.empty() || name[0] == '[') {
        fail(fmt::format("'{}' is not a section of a DVC configuration", base::printable(line)));
    }
    const auto same = std::find_if(sections_.begin(), sections_.end(),
                                   [&](const IniSection& other) { return other.name == lower(name); });
    if (same != sections_.end()) {
        fail(fmt::format("the section '{}' stands twice (first at line {})", base::printable(name), same->place.line));
    }
    sections_.push_back({lower(name), here(), {}, columns(trimmed(inside.substr(0, end)))});
}

std::string Parser::tripled(std::string_view start, std::string_view quotes) {
    std::string value;
    std::string_view part = start;
    const int began = line_;
    while (true) {
        if (const auto end = part.find(quotes); end != std::string_view::npos) {
            value += part.substr(0, end);
            const std::string_view after = trimmed(part.substr(end + 3));
            if (!after.empty() && after[0] != '#') fail(fmt::format("'{}' follows a value", base::printable(after)));
            return value;
        }
        value += part;
        value += '\n';
        const auto line = next_line();
        if (!line) {
            line_ = began;
            fail("a value in triple quotes has no end");
        }
        part = *line;
    }
}

/// One element up to a comma or a comment, which stay.
std::string Parser::element(std::string_view& text) {
    if (text[0] == '"' || text[0] == '\'') {
        const auto end = text.find(text[0], 1);
        if (end == std::string_view::npos) fail(fmt::format("the quote in '{}' has no end", base::printable(text)));
        std::string value(text.substr(1, end - 1));
        text = trimmed(text.substr(end + 1));
        if (!text.empty() && text[0] != ',' && text[0] != '#') {
            fail(fmt::format("'{}' follows a value in quotes", base::printable(text)));
        }
        return value;
    }
    const auto end = std::min(text.find_first_of(",#"), text.size());
    std::string value(trimmed(text.substr(0, end)));
    text.remove_prefix(end);
    return value;
}

std::vector<std::string> Parser::values(std::string_view written) {
    std::string_view text = trimmed(written);
    for (const std::string_view quotes : {"\"\"\"", "'''"}) {
        // Blanks at the end of its first line are part of the value.
        if (text.starts_with(quotes)) return {tripled(written.substr(written.find(quotes) + 3), quotes)};
    }
    std::vector<std::string> found;
    while (!text.empty() && text[0] != '#') {
        if (text[0] == ',' && found.empty()) {
            text = trimmed(text.substr(1));  // ", " alone is the empty list
            continue;
        }
        found.push_back(element(text));
        if (!text.empty() && text[0] == ',') text = trimmed(text.substr(1));
    }
    if (found.empty()) found.emplace_back();
    return found;
}

void Parser::setting(std::string_view line) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) fail(fmt::format("'{}' is not a setting", base::printable(trimmed(line))));
    const std::string key = lower(unquoted(trimmed(line.substr(0, equals))));
    if (key.empty()) fail(fmt::format("'{}' names no setting", base::printable(trimmed(line))));
    if (sections_.empty()) fail(fmt::format("'{}' stands outside of any section", base::printable(key)));
    IniEntry entry{key, {}, here()};
    entry.key_columns = columns(trimmed(line.substr(0, equals)));
    const std::string_view value = trimmed(line.substr(equals + 1));
    const bool in_quotes = value.starts_with('"') || value.starts_with('\'');
    entry.value_columns = columns(in_quotes ? value : trimmed(value.substr(0, value.find('#'))));
    if (value.empty()) entry.value_columns = entry.key_columns;
    entry.values = values(line.substr(equals + 1));
    entry.last_line = line_;
    auto& entries = sections_.back().entries;
    const auto same =
        std::find_if(entries.begin(), entries.end(), [&](const IniEntry& other) { return other.key == key; });
    if (same != entries.end()) {
        fail(fmt::format("'{}' stands twice (first at line {})", base::printable(key), same->place.line));
    }
    entries.push_back(std::move(entry));
}

void Parser::line(std::string_view raw) {
    const std::string_view line = trimmed(raw);
    if (line.empty() || line[0] == '#') return;
    if (line[0] == '[') {
        section(line);
    } else {
        setting(raw);
    }
}

std::vector<IniSection> Parser::parse(std::vector<Problem>* problems) {
    while (const auto raw = next_line()) {
        const int number = line_;
        const int column = columns(trimmed(*raw)).begin;
        try {
            line(*raw);
        } catch (const Error& error) {
            if (problems == nullptr) throw;
            problems->push_back(
                {Problem::Severity::error, "", {file_, number, column}, error.message(), error.hint_text()});
        }
    }
    return std::move(sections_);
}

}  // namespace

std::string ini_quoted(std::string_view value, bool may_take_lines) {
    constexpr std::string_view tripled_single = "'''";
    constexpr std::string_view tripled_double = R"(""")";
    const auto holds = [&](std::string_view part) { return value.find(part) != std::string_view::npos; };
    const auto in = [&](std::string_view quotes) { return fmt::format("{}{}{}", quotes, value, quotes); };
    if (holds("\n") || (holds("'") && holds("\""))) {
        if (may_take_lines && !holds(tripled_single) && !value.ends_with('\'')) return in(tripled_single);
        if (may_take_lines && !holds(tripled_double) && !value.ends_with('"')) return in(tripled_double);
        throw Error(Kind::invalid, "a text with both kinds of quotes cannot be written to DVC's configuration")
            .hint("leave one kind of quotes out");
    }
    constexpr std::string_view edges = " \r\n\v\t'\"";
    const bool plain = !value.empty() && edges.find(value.front()) == std::string_view::npos &&
                       edges.find(value.back()) == std::string_view::npos && !holds(",") && !holds("#");
    if (plain) return std::string(value);
    return in(holds("\"") ? "'" : "\"");
}

namespace {

std::vector<IniSection> parse(std::string_view text, const std::string& file, std::vector<Problem>* problems) {
    if (const auto bad = base::invalid_utf8(text)) {
        throw Error(Kind::invalid, fmt::format("'{}' is not UTF-8 text (byte {})", file, *bad))
            .at(file)
            .hint("save it as UTF-8");
    }
    constexpr std::string_view mark = "\xef\xbb\xbf";
    return Parser(text.starts_with(mark) ? text.substr(mark.size()) : text, file).parse(problems);
}

}  // namespace

std::vector<IniSection> parse_ini(std::string_view text, const std::string& file) { return parse(text, file, nullptr); }

std::vector<IniSection> parse_ini(std::string_view text, const std::string& file, std::vector<Problem>& problems) {
    return parse(text, file, &problems);
}

std::optional<std::vector<IniSection>> read_ini(const std::filesystem::path& file, const std::string& name) {
    try {
        const auto text = read_file_if_exists(file);
        return text ? std::optional(parse_ini(*text, name)) : std::nullopt;
    } catch (Error& error) {
        if (error.place().empty()) error.at(name);
        throw;
    }
}

}  // namespace mlp::base
