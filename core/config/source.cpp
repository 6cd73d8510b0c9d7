#include "core/config/source.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace mlp::config {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

Source::Source(std::string file, std::string text) : file_(std::move(file)), text_(std::move(text)) {
    line_starts_.push_back(text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (text_[i] == '\n') line_starts_.push_back(i + 1);
    }
}

std::size_t Source::offset_of(const Position& place) const {
    if (place.line < 1 || static_cast<std::size_t>(place.line) > line_starts_.size()) return text_.size();
    return offset_behind(line_starts_[static_cast<std::size_t>(place.line - 1)], place.column - 1);
}

std::size_t Source::offset_behind(std::size_t at, int characters) const {
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
    const std::size_t column = base::character_count(std::string_view(text_).substr(start, offset - start)) + 1;
    return {file_, static_cast<int>(line), static_cast<int>(column)};
}

Position Source::place_of(const Yaml& node, std::string_view part, std::size_t before) const {
    if (node.begin().file != file_) return node.begin();
    const std::size_t from = offset_of(node.begin());
    const std::size_t to = node.end().line > 0 ? offset_of(node.end()) : text_.find('\n', from);
    std::size_t found = text_.find(part, from);
    for (; before > 0 && found < to; --before) found = text_.find(part, found + part.size());
    if (found == std::string::npos || found >= to) return node.begin();
    return position_of(found);
}

Position Source::place_in(const Yaml& node, std::size_t characters) const {
    Position place = node.begin();
    if (place.file != file_ || place.line < 1) return place;
    const std::size_t at = offset_of(place);
    if (at < text_.size() && (text_[at] == '"' || text_[at] == '\'')) ++place.column;
    // Beyond the first line (a block or folded scalar) the start is the best answer there is.
    const std::size_t end_of_line = std::min(text_.find('\n', at), text_.size());
    const std::size_t room = base::character_count(std::string_view(text_).substr(at, end_of_line - at));
    if (characters > room || at >= text_.size() || text_[at] == '|' || text_[at] == '>') return node.begin();
    place.column += static_cast<int>(characters);
    return place;
}

}  // namespace mlp::config
