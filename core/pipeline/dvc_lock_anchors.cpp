#include "core/pipeline/dvc_lock_anchors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace mlp::pipeline {

namespace {

/// "&id001" or "*id001" in the text.
struct Mark {
    std::size_t offset;
    std::string_view name;  ///< "id001"
    bool is_alias;
    std::size_t object = 0;
};

/// In a line that DVC wrote a mark stands behind the key or the dashes, and at most an empty list or map behind it.
std::optional<Mark> mark_in(std::string_view line, std::size_t offset) {
    auto at = std::min(line.find_first_not_of(' '), line.size());
    while (line.substr(at).starts_with("- ")) at += 2;
    const auto is_mark = [&](std::size_t from) {
        const auto rest = line.substr(std::min(from, line.size()));
        return rest.starts_with("&id") || rest.starts_with("*id");
    };
    if (!is_mark(at)) {
        const auto colon = line.rfind(": ");
        at = colon == std::string_view::npos ? line.size() : colon + 2;
        if (!is_mark(at)) return std::nullopt;
    }
    const auto end = std::min(line.find_first_not_of("0123456789", at + 3), line.size());
    const bool is_alias = line[at] == '*';
    const auto behind = line.substr(end);
    const bool whole = behind.empty() || (!is_alias && (behind == " []" || behind == " {}"));
    if (!whole || end - at < 6) return std::nullopt;
    return Mark{offset + at, line.substr(at + 1, end - at - 1), is_alias};
}

std::vector<Mark> marks_in(std::string_view text) {
    std::vector<Mark> marks;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        if (const auto mark = mark_in(text.substr(start, end - start), start)) marks.push_back(*mark);
        start = end + 1;
    }
    return marks;
}

/// The number of each object, which is what one anchor names up to the next of that name.
std::map<std::size_t, std::size_t> numbered(std::vector<Mark>& marks) {
    std::map<std::string_view, std::size_t> named;
    std::map<std::size_t, std::size_t> numbers;
    std::size_t objects = 0;
    for (auto& mark : marks) {
        if (!mark.is_alias) named[mark.name] = objects++;
        mark.object = named[mark.name];
        if (mark.is_alias) numbers.emplace(mark.object, numbers.size() + 1);
    }
    return numbers;
}

}  // namespace

std::string with_numbered_anchors(std::string text) {
    auto marks = marks_in(text);
    if (marks.empty()) return text;
    const auto numbers = numbered(marks);
    std::string out;
    std::size_t kept = 0;
    for (const auto& mark : marks) {
        const auto number = numbers.find(mark.object);
        if (number == numbers.end()) continue;
        out += text.substr(kept, mark.offset + 1 - kept);
        out += fmt::format("id{:03}", number->second);
        kept = mark.offset + 1 + mark.name.size();
    }
    return out + text.substr(kept);
}

}  // namespace mlp::pipeline
