#include "core/config/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "core/base/io.hpp"
#include "core/base/line_ends.hpp"
#include "core/base/python_json.hpp"
#include "core/base/text.hpp"
#include "core/base/toml.hpp"
#include "core/base/yaml_python.hpp"
#include "core/config/codes.hpp"
#include "core/config/place.hpp"
#include "core/config/python_file.hpp"

namespace mlp::config {

namespace {

/// Exchanges NaN, Infinity and -Infinity outside of texts in quotes.
std::string with_special_numbers(std::string_view text, std::string (*written)(std::string_view word)) {
    static constexpr std::array<std::string_view, 3> words{"NaN", "-Infinity", "Infinity"};
    std::string out;
    out.reserve(text.size() + 16);
    bool in_text = false;
    for (std::size_t i = 0; i < text.size();) {
        if (in_text && text[i] == '\\' && i + 1 < text.size()) {
            out += text.substr(i, 2);
            i += 2;
            continue;
        }
        if (text[i] == '"') in_text = !in_text;
        std::string_view word;
        for (const std::string_view candidate : words) {
            if (!in_text && word.empty() && text.substr(i).starts_with(candidate)) word = candidate;
        }
        if (word.empty()) {
            out += text[i++];
            continue;
        }
        out += written(word);
        i += word.size();
    }
    return out;
}

/// No text of a person begins so.
constexpr std::string_view number_mark = "\x7f number ";

std::string in_quotes(std::string_view word) { return fmt::format("\"{}\"", word); }
std::string marked_in_quotes(std::string_view word) { return fmt::format("\"{}{}\"", number_mark, word); }
/// Another number of the same length.
std::string stand_in(std::string_view word) {
    return (word[0] == '-' ? "-1" : "1") + std::string(word.size() - (word[0] == '-' ? 2 : 1), '0');
}

/// JSON with the numbers that only Python knows written as texts. Error{invalid} at its place in the text as it was.
Json parse_with_texts(std::string_view text, std::string_view origin, std::string (*written)(std::string_view word)) {
    try {
        return base::parse_json_exactly(with_special_numbers(text, written), origin);
    } catch (const Error&) {
        base::parse_json_exactly(with_special_numbers(text, stand_in), origin);
        throw;
    }
}

/// The numbers that stand behind marks.
void take_marked_numbers(Json& value) {
    if (value.is_structured()) {
        for (Json& item : value) take_marked_numbers(item);
        return;
    }
    if (!value.is_string()) return;
    const auto& text = value.get_ref<const std::string&>();
    if (!text.starts_with(number_mark)) return;
    value = base::number_from_json(Json(text.substr(number_mark.size()))).value_or(0);
}

std::string lower_extension(const std::filesystem::path& file) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

constexpr std::string_view json_rules =
    "texts and keys stand in double quotes, a ',' between values and none behind the last; there are no comments";
constexpr std::string_view toml_rules = "write each value as 'name = value', texts in quotes";

}  // namespace

bool has_json_name(const std::filesystem::path& file) { return lower_extension(file) == ".json"; }

bool has_yaml_name(const std::filesystem::path& file) {
    const std::string extension = lower_extension(file);
    return extension != ".json" && extension != ".toml" && extension != ".py";
}

Json parse_values(std::string_view text, const std::filesystem::path& file, std::string_view origin) {
    const std::string extension = lower_extension(file);
    if (extension == ".toml") return base::parse_toml(text, origin);
    return extension == ".py" ? parse_python_file(text, origin) : parse_python_json(text, origin);
}

Json values_in_python(std::string_view text, const std::filesystem::path& file, std::string_view origin) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        throw Error(Kind::invalid, "the file begins with a byte order mark, with which DVC does not read it")
            .at(fmt::format("{}:1:1", origin))
            .hint("save it as UTF-8 without one");
    }
    if (!has_json_name(file)) return parse_values(base::with_plain_line_ends(text), file, origin);
    try {
        return base::parse_json_exactly(text, origin);
    } catch (const Error&) {
        Json value = parse_with_texts(text, origin, marked_in_quotes);
        take_marked_numbers(value);
        return value;
    }
}

Json Document::to_json() const { return is_yaml ? base::exact_json(tree) : value; }

Json Document::to_python() const {
    return is_yaml ? base::python_value(tree) : values_in_python(source.text(), source.file(), source.file());
}

Json parse_python_json(std::string_view text, std::string_view origin) {
    try {
        return base::parse_json_exactly(text, origin);
    } catch (const Error&) {
        return parse_with_texts(text, origin, in_quotes);
    }
}

void check_repeated_keys(const std::filesystem::path& root, const std::string& name, Findings& findings) {
    const auto text = base::read_file_if_exists(root / name);
    if (!text) return;
    // What is JSON is YAML too, whose reader knows where the first one stands.
    std::vector<Problem> problems;
    base::parse_yaml(*text, name, problems);
    std::erase_if(problems, [](const Problem& problem) { return problem.code != codes::duplicate_key; });
    for (Problem& problem : problems) {
        problem.severity = Problem::Severity::warning;
        problem.hint = "readers of JSON keep the last one: remove or rename one of them";
    }
    findings.add_syntax(std::move(problems));
}

namespace {

/// Nothing when there is no such file, or when it cannot be read, which is told.
std::optional<std::string> read_text(const std::filesystem::path& root, const std::string& name, Findings& findings) {
    try {
        return base::read_file_if_exists(root / name);
    } catch (const Error& error) {
        findings.error(codes::unreadable, {name, 0, 0}, error.message(), error.hint_text());
        return std::nullopt;
    }
}

std::optional<Document> parse_document_values(Document document, const std::string& name, Findings& findings) {
    if (const auto bad = base::invalid_utf8(document.source.text())) {
        findings.error(codes::unreadable, document.source.position_of(*bad),
                       fmt::format("the byte 0x{:02x} is not valid UTF-8",
                                   static_cast<unsigned char>(document.source.text()[*bad])),
                       "save the file as UTF-8");
        return std::nullopt;
    }
    try {
        document.value = parse_values(document.source.text(), name, name);
    } catch (const Error& error) {
        const bool unsaid = error.hint_text().empty();
        findings.error(codes::syntax, position_from(error.place(), name), error.message(),
                       unsaid ? std::string(has_json_name(name) ? json_rules : toml_rules) : error.hint_text());
        return std::nullopt;
    }
    return document;
}

std::optional<Document> parse_document(Document document, const std::string& name, Findings& findings) {
    std::vector<Problem> problems;
    // What people write has some thousand values; beyond this it is an attack, and reading on costs seconds.
    constexpr base::YamlLimits limits{.nodes = 300'000};
    constexpr std::size_t largest_text = std::size_t{4} << 20;
    if (document.source.text().size() > largest_text) {
        findings.error(codes::limits, {name, 1, 1},
                       fmt::format("the file has {}, at most {} of YAML are read",
                                   base::size_text(document.source.text().size()), base::size_text(largest_text)),
                       "keep data in a file of its own, as JSON or CSV");
        return std::nullopt;
    }
    // Half a million lines in so few bytes are blank, and cost the parser seconds.
    constexpr std::ptrdiff_t most_lines = 500'000;
    const auto lines = document.source.text();
    if (std::count(lines.begin(), lines.end(), '\n') > most_lines) {
        findings.error(codes::limits, {name, 1, 1}, "the file has more than 500,000 lines",
                       "keep data in a file of its own, as JSON or CSV");
        return std::nullopt;
    }
    document.tree = base::parse_yaml(document.source.text(), name, problems, limits);
    document.whole =
        std::all_of(problems.begin(), problems.end(), [](const Problem& p) { return p.code == codes::duplicate_key; });
    findings.add_syntax(std::move(problems));
    if (!document.whole && document.tree.is_null()) return std::nullopt;
    return document;
}

}  // namespace

std::optional<Document> read_yaml(const std::filesystem::path& root, const std::string& name, Findings& findings) {
    auto text = read_text(root, name, findings);
    if (!text) return std::nullopt;
    return parse_document({Source(name, std::move(*text)), Yaml(), nullptr}, name, findings);
}

std::optional<Document> read_document(const std::filesystem::path& root, const std::string& name, Findings& findings) {
    if (has_yaml_name(name)) return read_yaml(root, name, findings);
    auto text = read_text(root, name, findings);
    if (!text) return std::nullopt;
    return parse_document_values({Source(name, std::move(*text)), Yaml(), nullptr, false}, name, findings);
}

}  // namespace mlp::config
