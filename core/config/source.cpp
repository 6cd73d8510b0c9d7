#include "core/config/source.hpp"

#include <algorithm>

#include "core/base/line_ends.hpp"
#include "core/base/text.hpp"

namespace mlp::config {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr std::size_t step_length = 1024;  // characters

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

Source::Source(std::string file, std::string text) : file_(std::move(file)), text_(base::with_line_feeds(std::move(text))) {
    line_starts_.push_back(text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (text_[i] == '\n') line_starts_.push_back(i + 1);
        if (!continues(text_[i]) && characters++ % step_length == 0) steps_.push_back(i);
    }
}

std::size_t Source::characters_before(std::size_t offset) const {
    const auto next = std::upper_bound(steps_.begin(), steps_.end(), offset);
    if (next == steps_.begin()) return 0;
    const std::size_t from = *std::prev(next);
    return static_cast<std::size_t>(next - steps_.begin() - 1) * step_length +
           base::character_count(std::string_view(text_).substr(from, offset - from));
}

std::size_t Source::line_end(std::size_t offset) const {
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    return next == line_starts_.end() ? text_.size() : *next - 1;
}

std::size_t Source::offset_of(const Position& place) const {
    if (place.line < 1 || static_cast<std::size_t>(place.line) > line_starts_.size()) return text_.size();
    return offset_behind(line_starts_[static_cast<std::size_t>(place.line - 1)], place.column - 1);
}

std::size_t Source::offset_behind(std::size_t at, int characters) const {
    if (characters > static_cast<int>(step_length)) {
        const std::size_t wanted = characters_before(at) + static_cast<std::size_t>(characters);
        const std::size_t end = line_end(at);
        if (wanted / step_length >= steps_.size() || steps_[wanted / step_length] >= end) return end;
        at = steps_[wanted / step_length];
        characters = static_cast<int>(wanted % step_length);
    }
    for (; characters > 0 && at < text_.size() && text_[at] != '\n'; --characters) {
        ++at;
        while (at < text_.size() && continues(text_[at])) ++at;
    }
    return at;
}

Position Source::position_of(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const auto line = std::max<std::ptrdiff_t>(next - line_starts_.begin(), 1);
    const std::size_t start = std::min(line_starts_[static_cast<std::size_t>(line - 1)], offset);
    const std::size_t column = characters_before(offset) - characters_before(start) + 1;
    return {file_, static_cast<int>(line), static_cast<int>(column)};
}

Position Source::place_of(const Yaml& node, std::string_view part, std::size_t before) const {
    if (node.begin().file != file_) return node.begin();
    const std::size_t from = offset_of(node.begin());
    const std::size_t to = node.end().line > 0 ? offset_of(node.end()) : line_end(from);
    // A part that begins inside of the node may reach beyond where the reader saw it end.
    const std::string_view within = std::string_view(text_).substr(0, std::max(from, to) + part.size());
    std::size_t found = within.find(part, from);
    for (; before > 0 && found < to; --before) found = within.find(part, found + part.size());
    if (found == std::string_view::npos || found >= to) return node.begin();
    return position_of(found);
}

Position Source::place_in(const Yaml& node, std::size_t characters) const {
    Position place = node.begin();
    if (place.file != file_ || place.line < 1) return place;
    const std::size_t at = offset_of(place);
    if (at < text_.size() && (text_[at] == '"' || text_[at] == '\'')) ++place.column;
    // Beyond the first line (a block or folded scalar) the start is the best answer there is.
    const std::size_t room = characters_before(line_end(at)) - characters_before(at);
    if (characters > room || at >= text_.size() || text_[at] == '|' || text_[at] == '>') return node.begin();
    place.column += static_cast<int>(characters);
    return place;
}

}  // namespace mlp::config
