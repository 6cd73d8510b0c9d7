#include "cli/output/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "cli/output/excerpt.hpp"
#include "cli/output/report.hpp"
#include "core/base/io.hpp"
#include "core/base/line_ends.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"

namespace mlp::cli {

namespace {

/// Files are read once, and only those that something is wrong with.
class Sources {
public:
    explicit Sources(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::string_view line(const Position& place) {
        const auto [known, fresh] = files_.emplace(place.file, File{});
        File& file = known->second;
        if (fresh) {
            try {
                file.text = base::with_line_feeds(base::read_file_if_exists(folder_ / place.file).value_or(""));
            } catch (const Error&) {
                file.text.clear();  // that it cannot be read is the finding itself
            }
        }
        // Problems come in order, so the search goes on where the last one stood.
        if (place.line < file.line) {
            file.line = 1;
            file.rest = 0;
        }
        while (file.line < place.line) {
            const std::size_t end = file.text.find('\n', file.rest);
            if (end == std::string::npos) return {};
            file.rest = end + 1;
            ++file.line;
        }
        return place.line < 1 ? std::string_view() : first_line(std::string_view(file.text).substr(file.rest));
    }

private:
    struct File {
        std::string text;
        int line = 1;  ///< the line that begins at `rest`
        std::size_t rest = 0;
    };
    std::filesystem::path folder_;
    std::map<std::string, File> files_;
};

/// A caret below the place, drawn out to where the finding ends; at most to the end of what is shown.
std::string underline_of(const config::Finding& problem, const Excerpt& excerpt) {
    const bool one_line = problem.end.line == problem.place.line && problem.end.column > problem.place.column;
    const std::size_t characters = one_line ? static_cast<std::size_t>(problem.end.column - problem.place.column) : 1;
    const std::size_t shown = base::display_width(excerpt.line);
    const std::size_t room = shown > excerpt.caret ? shown - excerpt.caret : 1;
    return "^" + std::string(std::min(characters, room) - 1, '~');
}

void add_source(const config::Finding& problem, Sources& sources, Text& text) {
    if (problem.code == config::codes::secret) return;  // a log must not repeat it
    const std::string_view line = sources.line(problem.place);
    if (line.empty()) return;
    const std::string number = std::to_string(problem.place.line);
    const std::size_t margin = number.size() + 5;
    const std::size_t width = std::max<std::size_t>(text.width(), 40) - std::min<std::size_t>(margin, 20);
    const Excerpt excerpt = excerpt_of(line, problem.place.column, width);
    text.add(Label::dim, fmt::format("  {} | ", number)).line(excerpt.line);
    const Label label = problem.severity == Problem::Severity::error ? Label::error : Label::warning;
    text.add(Label::dim, fmt::format("  {} | ", std::string(number.size(), ' ')));
    text.add(std::string(excerpt.caret, ' ')).line(label, underline_of(problem, excerpt));
}

void add_related(const config::Finding& problem, Text& text) {
    for (const config::Related& related : problem.related) {
        text.add(Label::dim, "  see: ").add(Label::path, related.place.to_string()).add(": ").line(related.message);
    }
}

void add_hint(const std::string& hint, Text& text) {
    std::string_view rest = hint;
    for (bool first = true; !rest.empty(); first = false) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        text.add(Label::hint, first ? "  hint: " : "        ").line(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

std::size_t count(std::span<const config::Finding> problems, Problem::Severity severity) {
    return static_cast<std::size_t>(
        std::count_if(problems.begin(), problems.end(), [&](const config::Finding& p) { return p.severity == severity; }));
}

}  // namespace

void render(std::span<const config::Finding> problems, const std::filesystem::path& folder, Text& text) {
    Sources sources(folder);
    for (const config::Finding& problem : problems) {
        const bool is_error = problem.severity == Problem::Severity::error;
        text.add(Label::path, problem.place.to_string()).add(": ");
        text.add(is_error ? Label::error : Label::warning,
                 fmt::format("{}[{}]", is_error ? "error" : "warning", problem.code));
        text.add(": ").line(problem.message);
        add_source(problem, sources, text);
        add_related(problem, text);
        add_hint(problem.hint, text);
    }
}

namespace {

base::Json place_number(int value) { return value > 0 ? base::Json(value) : base::Json(); }

base::Json related_json(const config::Finding& problem) {
    base::Json list = base::Json::array();
    for (const config::Related& related : problem.related) {
        list.push_back({{"file", related.place.file},
                        {"line", place_number(related.place.line)},
                        {"column", place_number(related.place.column)},
                        {"message", related.message}});
    }
    return list;
}

base::Json fix_json(const config::Finding& problem) {
    if (!problem.fix) return nullptr;
    const config::Edit& fix = *problem.fix;
    return {{"line", fix.begin.line},
            {"column", fix.begin.column},
            {"end_line", fix.end.line},
            {"end_column", fix.end.column},
            {"text", fix.text}};
}

}  // namespace

base::Json problems_json(std::span<const config::Finding> problems) {
    base::Json list = base::Json::array();
    const auto number = place_number;
    for (const config::Finding& problem : problems) {
        list.push_back({{"code", problem.code},
                        {"severity", problem.severity == Problem::Severity::error ? "error" : "warning"},
                        {"file", problem.place.file},
                        {"line", number(problem.place.line)},
                        {"column", number(problem.place.column)},
                        {"end_line", number(problem.end.line)},
                        {"end_column", number(problem.end.column)},
                        {"message", problem.message},
                        {"hint", text_or_null(problem.hint)},
                        {"related", related_json(problem)},
                        {"fix", fix_json(problem)}});
    }
    return list;
}

std::string count_text(std::span<const config::Finding> problems) {
    const auto words = [](std::size_t number, std::string_view word) {
        return fmt::format("{} {}{}", number, word, number == 1 ? "" : "s");
    };
    const std::size_t errors = count(problems, Problem::Severity::error);
    const std::size_t warnings = problems.size() - errors;
    if (problems.empty()) return "no problems";
    if (warnings == 0) return words(errors, "error");
    if (errors == 0) return words(warnings, "warning");
    return words(errors, "error") + ", " + words(warnings, "warning");
}

}  // namespace mlp::cli
