#include "core/config/ranges.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/source.hpp"
#include "core/config/yaml_span.hpp"

namespace mlp::config {

namespace {

/// Whether a flow collection is open at `at`, seen from the beginning of its line: ',' and brackets end a word there.
bool in_flow(std::string_view line, std::size_t at) {
    int depth = 0;
    for (std::size_t i = 0; i < std::min(at, line.size()); ++i) {
        if (line[i] == '[' || line[i] == '{') ++depth;
        if (line[i] == ']' || line[i] == '}') --depth;
    }
    return depth > 0;
}

/// A file and the place last looked for in it: findings come in order, so that a line of megabytes is counted through
/// once, not once for each of its findings.
struct Reading {
    Source source;
    Position last = {"", 1, 1};
    std::size_t offset = 0;

    std::size_t offset_of(const Position& place) {
        const bool ahead = place.line == last.line && place.column >= last.column && offset > 0;
        offset = ahead ? source.offset_behind(offset, place.column - last.column) : source.offset_of(place);
        last = place;
        return offset;
    }
};

Position end_of(const Source& source, const Position& place, std::size_t from) {
    const std::string& text = source.text();
    if (from >= text.size() || text[from] == '\n') return {place.file, place.line, place.column + 1};
    const std::size_t line_end = std::min(text.find('\n', from), text.size());
    const std::size_t line_start = text.rfind('\n', from) == std::string::npos ? 0 : text.rfind('\n', from) + 1;
    std::size_t to = from;
    if (text.compare(from, 2, "${") == 0) {
        to = std::min(text.find('}', from) + 1, line_end);
        if (to <= from) to = line_end;
    } else {
        const std::string_view line = std::string_view(text).substr(line_start, line_end - line_start);
        to = std::min(scalar_end(source, from, in_flow(line, from - line_start)), line_end);
    }
    while (to > from && (text[to - 1] == '\r' || text[to - 1] == ' ')) --to;
    const std::size_t characters = base::character_count(std::string_view(text).substr(from, to - from));
    return {place.file, place.line, place.column + static_cast<int>(std::max<std::size_t>(characters, 1))};
}

}  // namespace

void find_ranges(const std::filesystem::path& folder, std::vector<Finding>& problems) {
    std::map<std::string, std::optional<Reading>> sources;
    for (Finding& problem : problems) {
        if (problem.end.line > 0 || problem.place.line < 1 || problem.place.column < 1) continue;
        const auto [known, fresh] = sources.emplace(problem.place.file, std::nullopt);
        if (fresh) {
            try {
                if (auto text = base::read_file_if_exists(folder / problem.place.file))
                    known->second.emplace(Reading{Source(problem.place.file, std::move(*text))});
            } catch (const Error&) {
                continue;  // that it cannot be read is the finding itself
            }
        }
        if (!known->second) continue;
        // Of bytes that cannot be read only the first is known to be wrong.
        problem.end = problem.code == codes::unreadable
                          ? Position{problem.place.file, problem.place.line, problem.place.column + 1}
                          : end_of(known->second->source, problem.place, known->second->offset_of(problem.place));
    }
}

}  // namespace mlp::config
