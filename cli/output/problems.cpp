#include "cli/output/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "cli/output/excerpt.hpp"
#include "core/base/io.hpp"

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
                file.text = base::read_file_if_exists(folder_ / place.file).value_or("");
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

void add_source(const Problem& problem, Sources& sources, Text& text) {
    const std::string_view line = sources.line(problem.place);
    if (line.empty()) return;
    const std::string number = std::to_string(problem.place.line);
    const std::size_t margin = number.size() + 5;
    const std::size_t width = std::max<std::size_t>(text.width(), 40) - std::min<std::size_t>(margin, 20);
    const Excerpt excerpt = excerpt_of(line, problem.place.column, width);
    text.add(Label::dim, fmt::format("  {} | ", number)).line(excerpt.line);
    const Label label = problem.severity == Problem::Severity::error ? Label::error : Label::warning;
    text.add(Label::dim, fmt::format("  {} | ", std::string(number.size(), ' ')));
    text.add(std::string(excerpt.caret, ' ')).line(label, "^");
}

void add_hint(const std::string& hint, Text& text) {
    std::string_view rest = hint;
    for (bool first = true; !rest.empty(); first = false) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        text.add(Label::hint, first ? "  hint: " : "        ").line(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

std::size_t count(std::span<const Problem> problems, Problem::Severity severity) {
    return static_cast<std::size_t>(
        std::count_if(problems.begin(), problems.end(), [&](const Problem& p) { return p.severity == severity; }));
}

}  // namespace

void render(std::span<const Problem> problems, const std::filesystem::path& folder, Text& text) {
    Sources sources(folder);
    for (const Problem& problem : problems) {
        const bool is_error = problem.severity == Problem::Severity::error;
        text.add(Label::path, problem.place.to_string()).add(": ");
        text.add(is_error ? Label::error : Label::warning,
                 fmt::format("{}[{}]", is_error ? "error" : "warning", problem.code));
        text.add(": ").line(problem.message);
        add_source(problem, sources, text);
        add_hint(problem.hint, text);
    }
}

base::Json problems_json(std::span<const Problem> problems) {
    base::Json list = base::Json::array();
    const auto number = [](int value) { return value > 0 ? base::Json(value) : base::Json(); };
    for (const Problem& problem : problems) {
        list.push_back({{"code", problem.code},
                        {"severity", problem.severity == Problem::Severity::error ? "error" : "warning"},
                        {"file", problem.place.file},
                        {"line", number(problem.place.line)},
                        {"column", number(problem.place.column)},
                        {"message", problem.message},
                        {"hint", problem.hint.empty() ? base::Json() : base::Json(problem.hint)}});
    }
    return list;
}

std::string count_text(std::span<const Problem> problems) {
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

bool has_errors(std::span<const Problem> problems) { return count(problems, Problem::Severity::error) > 0; }

}  // namespace mlp::cli
