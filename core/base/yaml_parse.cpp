// Parsing: what can be said of the bytes alone, yaml-cpp's events into YamlBuilder, and its complaints in plain words.
#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <istream>
#include <streambuf>
#include <tuple>

#include "core/base/ascii.hpp"
#include "core/base/line_ends.hpp"
#include "core/base/merge_conflict.hpp"
#include "core/base/text.hpp"
#include "core/base/yaml.hpp"
#include "core/base/yaml_build.hpp"
#include "core/base/yaml_source.hpp"

namespace mlp::base {

namespace {

/// yaml-cpp counts places with int.
constexpr std::size_t largest_text = std::size_t{1} << 30;

/// Lets the parser read a text where it lies.
class ViewBuffer : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view text) {
        char* begin = const_cast<char*>(text.data());
        setg(begin, begin, begin + text.size());
    }
};

Problem error_at(std::string_view code, Position place, std::string message, std::string hint) {
    return {Problem::Severity::error, std::string(code), std::move(place), std::move(message), std::move(hint)};
}

/// First control character that YAML forbids (all but tab, line breaks and NEL). yaml-cpp ends silently at some.
std::optional<std::size_t> control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte < 0x7f) continue;
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return i;
        if (byte == 0x7f) return i;
        const auto next = byte == 0xc2 && i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (next >= 0x80 && next < 0xa0 && next != 0x85) return i;
    }
    return std::nullopt;
}

/// Where brackets open so often in a row that it cannot be meant. yaml-cpp's scanner keeps each `[` that might begin a
/// key, before the builder sees the first of them: 10 MB of them would fill a gigabyte.
std::optional<std::size_t> endless_brackets(std::string_view text) {
    constexpr std::size_t longest_run = 10'000;
    std::size_t run = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '[' || c == '{') {
            if (++run > longest_run) return i + 1 - run;
        } else if (c != ' ' && c != '\n' && c != '\r') {
            run = 0;
        }
    }
    return std::nullopt;
}

/// Bytes that no YAML document may have.
std::optional<Problem> unreadable(YamlSource& source) {
    const auto text = source.text();
    if (text.size() > largest_text) {
        return error_at(
            yaml_codes::limits, source.start_of_file(),
            fmt::format("the document has {}, at most {} are read", size_text(text.size()), size_text(largest_text)),
            "split the file");
    }
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
        return error_at(yaml_codes::unreadable, source.start_of_file(), "the file is written in UTF-16",
                        "save it as UTF-8");
    }
    if (const auto bad = invalid_utf8(text)) {
        return error_at(yaml_codes::unreadable, source.position(*bad),
                        fmt::format("the byte 0x{:02x} is not valid UTF-8", static_cast<unsigned char>(text[*bad])),
                        "save the file as UTF-8");
    }
    if (const auto bad = control_character(text)) {
        return error_at(yaml_codes::unreadable, source.position(*bad),
                        fmt::format("the control character {} is not allowed here", printable(text.substr(*bad, 1))),
                        "remove it; inside of double quotes it can be written as an escape such as \\x1b");
    }
    if (const auto first = endless_brackets(text)) {
        return error_at(yaml_codes::limits, source.position(*first),
                        "more than 10,000 brackets open here, one behind the other", "use a flatter structure");
    }
    return std::nullopt;
}

struct Complaint {
    std::string_view of_parser;  ///< begin of yaml-cpp's message
    std::string_view message;
    std::string_view hint;
};

constexpr std::string_view quote_hint = "put the text in quotes";
constexpr std::string_view bracket_hint = "check that every bracket is closed and that commas stand between the items";
constexpr std::string_view indent_hint = "check the indentation of this line and of the one above";

/// yaml-cpp's own words for what users meet, said for people who do not know its grammar.
constexpr std::array<Complaint, 18> complaints{{
    {"illegal map value", "a ':' is not possible here",
     "a value that contains ': ' goes in quotes; a line above may lack its ':'"},
    {"illegal map key", "a key is not possible here", indent_hint},
    {"illegal block entry", "a list item ('- ') is not possible here", "begin the list on a line of its own"},
    {"illegal EOF in scalar", "the text in quotes is not closed", "add the closing quote"},
    {"illegal document indicator in scalar", "the text in quotes is not closed before '---' or '...'",
     "add the closing quote"},
    {"end of map not found", "'key: value' was expected here", indent_hint},
    {"end of map flow not found", "the map in '{}' is not closed, or a ',' is missing", bracket_hint},
    {"end of sequence not found", "a list item ('- ') was expected here", indent_hint},
    {"end of sequence flow not found", "the list in '[]' is not closed, or a ',' is missing", bracket_hint},
    {"illegal flow end", "this closing bracket has no opening one", bracket_hint},
    {"unexpected character in block scalar", "after '|' or '>' only '+', '-', a digit or a comment may stand",
     "begin the text on the next line"},
    {"cannot set zero indentation", "the indentation after '|' or '>' cannot be 0", "use 1 to 9, or none"},
    {"unknown escape character", "after a backslash in double quotes this character is not possible",
     "write \\\\ for a backslash, or use single quotes, which know no escapes"},
    {"bad character found while scanning hex number", "an escape needs hexadecimal digits",
     "write \\\\ for a backslash, or use single quotes, which know no escapes"},
    {"invalid unicode", "an escape names no valid character", "write the character itself"},
    {"cannot assign multiple", "a value can have only one anchor and one tag", "remove one of them"},
    {"aliases can't have any content", "an alias (*name) stands alone, without value, anchor or tag", quote_hint},
    {"bad YAML version", "the %YAML line is not understood", "remove the line"},
}};

std::string_view line_at(std::string_view text, std::size_t offset) {
    const auto before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    const auto start = before == std::string_view::npos ? 0 : before + 1;
    return text.substr(start, std::min(text.find('\n', start), text.size()) - start);
}

/// A tab in the indentation of the line at `offset`, or of the one above it.
std::optional<std::size_t> tab_indentation(std::string_view text, std::size_t offset) {
    for (int lines = 0; lines < 2; ++lines) {
        const auto line = line_at(text, offset);
        const auto start = static_cast<std::size_t>(line.data() - text.data());
        const auto content = std::min(line.find_first_not_of(" \t"), line.size());
        const auto tab = line.substr(0, content).find('\t');
        if (tab != std::string_view::npos && content < line.size()) return start + tab;
        if (start == 0) break;
        offset = start - 1;
    }
    return std::nullopt;
}

/// The character at the place, when it is what the parser could not read.
std::string unknown_token(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return "the document ends too early";
    const auto next = text.substr(offset);
    std::size_t length = 1;
    while (length < next.size() && (static_cast<unsigned char>(next[length]) & 0xc0U) == 0x80U) ++length;
    return fmt::format("a value cannot begin with '{}'", printable(next.substr(0, length)));
}

/// A `${…}` without quotes in a list or map of one line: its brace opens a map there.
bool is_bare_reference(std::string_view text, std::size_t offset) {
    return offset > 0 && offset < text.size() && text[offset - 1] == '$' && text[offset] == '{';
}

/// The one word before the ':' at `colon`, when nothing else stands before it in its line.
std::string_view lonely_key(std::string_view text, std::size_t colon) {
    const auto line = line_at(text, colon);
    const auto start = static_cast<std::size_t>(line.data() - text.data());
    const auto word = line.find_first_not_of(' ');
    if (word == std::string_view::npos || start + word >= colon) return {};
    const auto key = text.substr(start + word, colon - start - word);
    return key.find(' ') == std::string_view::npos ? key : std::string_view();
}

/// A ':' that makes no key because the line above was taken for the beginning of a longer text.
std::optional<Problem> key_after_text(YamlSource& source, std::size_t colon) {
    const auto text = source.text();
    const auto key = lonely_key(text, colon);
    if (key.empty() || line_at(text, colon).data() == text.data()) return std::nullopt;
    const auto start = static_cast<std::size_t>(line_at(text, colon).data() - text.data());
    const auto above = line_at(text, start - 1);
    const auto indent = above.find_first_not_of(' ');
    const auto first = static_cast<std::size_t>(key.data() - text.data());
    if (indent != std::string_view::npos && indent == first - start) {
        const auto word = above.substr(indent, above.find_last_not_of(" \r") + 1 - indent);
        const auto inner = word.find(':');
        const auto at = static_cast<std::size_t>(word.data() - text.data());
        if (inner == std::string_view::npos) {
            return lacking_colon(source.position(at), word);
        }
        return error_at(yaml_codes::syntax, source.position(at + inner), "a blank is missing behind this ':'",
                        "write 'key: value'");
    }
    return error_at(yaml_codes::syntax, source.position(first), "a key is not possible here",
                    "it is indented further than the line above: give both the same indentation");
}

/// How a text with quotes or brackets of its own is written as one value.
std::string way_to_quote(std::string_view whole) {
    constexpr std::string_view block = "'|' and the text as it is, indented, on the next line";
    constexpr std::size_t longest = 100;
    if (whole.size() > longest) return fmt::format("put the whole value in quotes, or write {}", block);
    const bool plain = whole.find_first_of("\"\\") == std::string_view::npos;
    return fmt::format("put the whole value in quotes: {0}{1}{0}; or write {2}", plain ? '"' : '\'',
                       plain ? std::string(whole) : replaced(whole, '\'', "''"), block);
}

/// A text right behind a value that a quote or bracket has ended: the quote was left open, or was meant as a part of
/// the text.
std::optional<Problem> text_behind_value(YamlSource& source, std::size_t offset, const YamlBuilder& builder) {
    const auto text = source.text();
    const auto value = builder.last_part();
    if (!value || value->end > offset || value->begin >= value->end) return std::nullopt;
    const char first = text[value->begin];
    const bool in_quotes = first == '"' || first == '\'';
    const auto between = text.substr(value->end, offset - value->end);
    if ((!in_quotes && first != '[' && first != '{') || between.find_first_not_of(" \t") != std::string_view::npos)
        return std::nullopt;
    if (in_quotes && line_at(text, value->begin).data() != line_at(text, offset).data()) {
        return error_at(yaml_codes::syntax, source.position(value->begin),
                        fmt::format("the text in quotes that begins here goes on to line {}, where another text follows",
                                    source.position(offset).line),
                        "add the closing quote in its own line");
    }
    const auto line = line_at(text, offset);
    if (line_at(text, value->begin).data() != line.data()) return std::nullopt;
    if (in_quotes && builder.open_bracket()) {
        return error_at(yaml_codes::syntax, source.position(offset),
                        "the text in quotes ends before this, and a ',' or a bracket can follow it",
                        "put one pair of quotes around the whole text, or a ',' between two");
    }
    if (builder.open_bracket()) return std::nullopt;
    auto whole = line.substr(value->begin - static_cast<std::size_t>(line.data() - text.data()));
    whole = trimmed(whole.substr(0, whole.find(" #")));
    // The outer quotes of 'don't' were meant as quotes, those of "a" "b" as a part of the text.
    if (in_quotes && between.empty() && whole.back() == first) whole = whole.substr(1, whole.size() - 2);
    const std::string_view what = in_quotes ? "text in quotes" : first == '[' ? "list in '[]'" : "map in '{}'";
    return error_at(yaml_codes::syntax, source.position(offset),
                    fmt::format("the {} ends before this, and nothing can follow it", what), way_to_quote(whole));
}

Problem syntax_problem(YamlSource& source, const YAML::Exception& error, const YamlBuilder& builder) {
    const auto open_bracket = builder.open_bracket();
    const auto text = source.text();
    const auto offset =
        error.mark.is_null() ? text.size() : std::min(text.size(), static_cast<std::size_t>(error.mark.pos));
    if (const auto marker = conflict_marker(text)) {
        return error_at(yaml_codes::syntax, source.position(*marker), "an unresolved merge conflict of git stands here",
                        "edit the file, then 'git add' it");
    }
    if (const auto tab = tab_indentation(text, offset)) {
        return error_at(yaml_codes::syntax, source.position(*tab), "a tab is used for indentation, which YAML forbids",
                        "use spaces");
    }
    if (text.substr(offset).starts_with("//")) {
        return slash_comment(source.position(offset));
    }
    if (is_bare_reference(text, offset)) {
        return error_at(yaml_codes::syntax, source.position(offset),
                        "within '[]' and '{}' a text with '${' needs quotes", "write it as \"…${name}…\"");
    }
    const std::string_view said = error.msg;
    if (said.starts_with("illegal map value")) {
        if (auto problem = key_after_text(source, offset)) return std::move(*problem);
    }
    if (said.starts_with("end of")) {
        if (auto problem = text_behind_value(source, offset, builder)) return std::move(*problem);
    }
    if (open_bracket && source.position(*open_bracket).line < source.position(offset).line) {
        const char bracket = text[*open_bracket];
        return error_at(yaml_codes::syntax, source.position(*open_bracket),
                        fmt::format("the {} that begins here is not closed, or a ',' is missing in it",
                                    bracket == '[' ? "list in '[]'" : "map in '{}'"),
                        std::string(bracket_hint));
    }
    if (said.starts_with("unknown token"))
        return error_at(yaml_codes::syntax, source.position(offset), unknown_token(text, offset),
                        std::string(quote_hint));
    if (said.starts_with("the referenced anchor")) {
        const auto name = text.substr(offset, source.word_end(offset) - offset);
        return error_at(yaml_codes::syntax, source.position(offset),
                        fmt::format("no anchor for the alias '{}' stands above", name),
                        "name the value with '&name' before it is used, or put the text in quotes");
    }
    for (const auto& complaint : complaints) {
        if (said.starts_with(complaint.of_parser))
            return error_at(yaml_codes::syntax, source.position(offset), std::string(complaint.message),
                            std::string(complaint.hint));
    }
    return error_at(yaml_codes::syntax, source.position(offset), fmt::format("not valid YAML: {}", said), "");
}

/// Stops at the first event: all that is asked of a second document is whether there is one.
class SecondDocument : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark& mark) override {
        start = static_cast<std::size_t>(mark.pos);
        throw YamlStop{};
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}

    std::optional<std::size_t> start;
};

std::optional<Problem> second_document(YAML::Parser& parser, YamlSource& source) {
    SecondDocument second;
    try {
        parser.HandleNextDocument(second);
    } catch (const YamlStop&) {
    }
    if (!second.start) return std::nullopt;
    const auto rest = source.text().substr(std::min(*second.start, source.text().size()));
    if (rest.starts_with("---")) {
        return error_at(yaml_codes::several_documents, source.position(*second.start),
                        "a second document begins here; one is expected", "keep one document in a file");
    }
    // yaml-cpp takes whatever does not fit for a new document.
    return error_at(yaml_codes::syntax, source.position(*second.start), "this does not belong to what stands before it",
                    std::string(indent_hint));
}

Yaml nothing_at_start(const YamlSource& source) {
    auto data = std::make_shared<Yaml::Data>();
    data->begin = source.start_of_file();
    data->end = data->begin;
    return Yaml(std::move(data));
}

Yaml parse_source(YamlSource& source, std::vector<Problem>& problems, YamlLimits limits) {
    if (auto problem = unreadable(source)) {
        problems.push_back(std::move(*problem));
        return {};
    }
    ViewBuffer buffer(source.text());
    std::istream stream(&buffer);
    YamlBuilder builder(source, problems, limits);
    try {
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder)) return nothing_at_start(source);
        if (auto problem = second_document(parser, source)) problems.push_back(std::move(*problem));
        return builder.root();
    } catch (const YAML::Exception& error) {
        problems.push_back(syntax_problem(source, error, builder));
    } catch (const YamlStop&) {
        // The builder has noted why.
    }
    return {};
}

}  // namespace

Yaml parse_yaml(std::string_view text, std::string_view file, std::vector<Problem>& problems, YamlLimits limits) {
    // To YAML a '\r' ends a line; yaml-cpp, and who counts lines here, know only '\n'.
    std::string with_feeds;
    if (has_lone_returns(text)) text = with_feeds = with_line_feeds(std::string(text));
    YamlSource source(without_byte_order_mark(text), file);
    std::vector<Problem> found;
    auto tree = parse_source(source, found, limits);
    std::stable_sort(found.begin(), found.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
    });
    std::move(found.begin(), found.end(), std::back_inserter(problems));
    return tree;
}

Yaml parse_yaml_or_throw(std::string_view text, std::string_view file) {
    std::vector<Problem> problems;
    auto tree = parse_yaml(text, file, problems);
    if (problems.empty()) return tree;
    const auto& first = problems.front();
    throw Error(Kind::invalid, first.message).at(first.place.to_string()).hint(first.hint).code(first.code);
}

}  // namespace mlp::base
