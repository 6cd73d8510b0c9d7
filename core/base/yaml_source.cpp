#include "core/base/yaml_source.hpp"

#include <algorithm>

#include "core/base/shorten.hpp"
#include "core/base/text.hpp"

namespace mlp::base {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr std::size_t stride = 512;

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

std::string shown_word(std::string_view text) {
    constexpr std::size_t most = 100;
    return printable(shortened(text, most));
}

YamlSource::YamlSource(std::string_view text, std::string_view file) : text_(text), file_(file) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos;) line_starts_.push_back(++at);
}

Position YamlSource::position(std::size_t offset) {
    offset = std::min(offset, text_.size());
    const auto next_line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const auto line_start = *(next_line - 1);
    // A document of one very long line is counted through once, not once for each of its places.
    const bool ahead = known_offset_ >= line_start && known_offset_ <= offset;
    if (!ahead) known_column_ = 1;
    for (auto at = ahead ? known_offset_ : line_start; at < offset; ++at) {
        if (begins_character(text_[at])) ++known_column_;
    }
    known_offset_ = offset;
    // Inside of a character: its own column.
    const bool inside = offset < text_.size() && !begins_character(text_[offset]);
    return {file_, static_cast<int>(next_line - line_starts_.begin()), inside ? known_column_ - 1 : known_column_};
}

const std::vector<std::size_t>& YamlSource::milestones(std::size_t line_start) {
    const auto [found, is_new] = milestones_.try_emplace(line_start);
    std::vector<std::size_t>& offsets = found->second;
    if (!is_new) return offsets;
    std::size_t column = 0;
    for (auto at = line_start; at < text_.size() && text_[at] != '\n'; ++at) {
        if (begins_character(text_[at]) && column++ % stride == 0) offsets.push_back(at);
    }
    return offsets;
}

std::size_t YamlSource::offset(const Position& place) {
    if (place.line < 1 || static_cast<std::size_t>(place.line) > line_starts_.size()) return text_.size();
    std::size_t at = line_starts_[static_cast<std::size_t>(place.line) - 1];
    auto columns = static_cast<std::size_t>(std::max(place.column, 1)) - 1;
    if (columns >= stride) {
        const auto& offsets = milestones(at);
        if (offsets.empty()) return at;
        const auto nearest = std::min(columns / stride, offsets.size() - 1);
        at = offsets[nearest];
        columns -= nearest * stride;
    }
    for (; columns > 0 && at < text_.size(); --columns) {
        ++at;
        while (at < text_.size() && !begins_character(text_[at])) ++at;
    }
    return at;
}

std::size_t YamlSource::skip_blank(std::size_t offset) const {
    while (offset < text_.size()) {
        if (is_blank(text_[offset])) {
            ++offset;
        } else if (text_[offset] == '#') {
            offset = std::min(text_.find('\n', offset), text_.size());
        } else {
            break;
        }
    }
    return offset;
}

std::size_t YamlSource::skip_properties(std::size_t offset) const {
    while (offset < text_.size() && (text_[offset] == '&' || text_[offset] == '!')) {
        while (offset < text_.size() && !is_blank(text_[offset])) ++offset;
        offset = skip_blank(offset);
    }
    return offset;
}

std::optional<std::size_t> YamlSource::scalar_end(std::size_t offset, std::string_view value) const {
    const auto properties = offset;
    offset = skip_properties(offset);
    if (offset >= text_.size()) return properties == offset ? std::nullopt : std::optional(offset);
    switch (text_[offset]) {
        case '"':
        case '\'':
            return quoted_end(offset);
        case '|':
        case '>':
            return block_end(offset, value);
        default:
            return plain_end(offset, value);
    }
}

std::optional<std::size_t> YamlSource::quoted_end(std::size_t offset) const {
    const char quote = text_[offset++];
    while (offset < text_.size()) {
        if (text_[offset] == quote) {
            const bool doubled = quote == '\'' && offset + 1 < text_.size() && text_[offset + 1] == '\'';
            if (!doubled) return offset + 1;
            ++offset;
        } else if (quote == '"' && text_[offset] == '\\') {
            ++offset;
        }
        ++offset;
    }
    return std::nullopt;
}

std::optional<std::size_t> YamlSource::plain_end(std::size_t offset, std::string_view value) const {
    if (text_.substr(offset).starts_with(value)) return offset + value.size();
    // Over several lines: white space of the source was folded into single blanks and line breaks.
    for (std::size_t i = 0; i < value.size();) {
        if (is_blank(value[i])) {
            while (i < value.size() && is_blank(value[i])) ++i;
            while (offset < text_.size() && is_blank(text_[offset])) ++offset;
        } else if (offset < text_.size() && text_[offset] == value[i]) {
            ++i;
            ++offset;
        } else {
            return std::nullopt;
        }
    }
    return offset;
}

std::optional<std::size_t> YamlSource::block_end(std::size_t offset, std::string_view value) const {
    const auto header_end = std::min(text_.find('\n', offset), text_.size());
    // An indentation that is given as a number counts from the parent, which is not known here.
    const auto header = text_.substr(offset, std::min(header_end - offset, std::size_t{3}));
    if (std::any_of(header.begin(), header.end(), [](char c) { return c >= '1' && c <= '9'; })) return std::nullopt;
    std::size_t end = header_end;
    const bool empty = std::all_of(value.begin(), value.end(), is_blank);
    if (empty) return end;
    std::optional<std::size_t> indent;
    for (std::size_t line = header_end + 1; line < text_.size();) {
        const auto line_end = std::min(text_.find('\n', line), text_.size());
        const auto content = std::min(text_.find_first_not_of(' ', line), line_end);
        const bool blank_line = content == line_end || text_[content] == '\r';
        if (!indent && !blank_line) indent = content - line;
        if (!blank_line && content - line < *indent) break;
        if (!blank_line) end = line_end;
        line = line_end + 1;
    }
    return end > offset && text_[end - 1] == '\r' ? end - 1 : end;
}

bool YamlSource::open_quote(std::size_t offset) const {
    offset = skip_properties(offset);
    if (offset >= text_.size() || (text_[offset] != '"' && text_[offset] != '\'')) return false;
    return !quoted_end(offset);
}

bool YamlSource::lacks_colon(std::size_t key, std::size_t key_end) const {
    const auto behind = text_.find_first_not_of(" \t", key_end);
    if (behind != std::string_view::npos && text_[behind] == ':') return false;
    const auto before = key == 0 ? std::string_view::npos : text_.find_last_not_of(" \t\r\n", key - 1);
    return before == std::string_view::npos || text_[before] != '?';
}

std::size_t YamlSource::word_end(std::size_t offset) const {
    while (offset < text_.size() && !is_blank(text_[offset]) &&
           std::string_view(",[]{}:").find(text_[offset]) == std::string_view::npos)
        ++offset;
    return offset;
}

std::optional<std::size_t> YamlSource::closing_bracket(std::size_t offset, char bracket) const {
    while (true) {
        offset = skip_blank(offset);
        if (offset >= text_.size()) return std::nullopt;
        if (text_[offset] == bracket) return offset + 1;
        // A comma may follow the last item, and a colon a key without a value.
        if (text_[offset] != ',' && text_[offset] != ':') return std::nullopt;
        ++offset;
    }
}

std::string_view YamlSource::null_word(std::size_t offset, bool may_be_key) const {
    offset = skip_properties(offset);
    const auto rest = text_.substr(std::min(offset, text_.size()));
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (!rest.starts_with(word)) continue;
        auto behind = rest.substr(word.size());
        behind.remove_prefix(std::min(behind.find_first_not_of(" \t"), behind.size()));
        // What comes next may be the key `null:` after an empty value.
        const bool is_key = !may_be_key && behind.starts_with(':') && (behind.size() == 1 || is_blank(behind[1]));
        const bool ends = word_end(offset) == offset + word.size();
        if (ends && !is_key) return rest.substr(0, word.size());
    }
    return {};
}

}  // namespace mlp::base
