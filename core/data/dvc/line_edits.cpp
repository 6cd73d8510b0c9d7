#include "core/data/dvc/line_edits.hpp"

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/base/yaml_emit.hpp"

namespace mlp::data::dvc {

namespace {

using base::Json;
using base::Yaml;

bool in_brackets(std::string_view text, std::size_t offset) {
    return offset < text.size() && (text[offset] == '{' || text[offset] == '[');
}

/// "key: value\n" as DVC writes it.
std::string line_of(const std::string& key, const Json& scalar) {
    Json map = Json::object();
    map[key] = scalar;
    return base::emit_yaml(map);
}

}  // namespace

LineEdits::LineEdits(std::string_view text) : text_(text), line_starts_{0} {
    if (!text_.ends_with('\n')) text_ += '\n';
    for (std::size_t at = 0; at < text_.size(); ++at) {
        if (text_[at] == '\n') line_starts_.push_back(at + 1);
    }
}

bool LineEdits::possible(std::string_view text, const Yaml& top, std::initializer_list<std::string_view> lists) {
    if (text.find('\r') != std::string_view::npos) return false;
    const LineEdits lines(text);
    // Keys that an alias or `<<` brings in stand somewhere else: above.
    const auto in_lines = [&](const Yaml& map, int& line) {
        for (const auto& entry : map.entries()) {
            if (entry.key_place.line <= line || entry.value.end().line == 0) return false;
            line = entry.key_place.line;
        }
        return !in_brackets(text, lines.offset_of(map.begin()));
    };
    int top_line = 0;
    if (!in_lines(top, top_line)) return false;
    return std::all_of(lists.begin(), lists.end(), [&](std::string_view name) {
        const Yaml* list = top.find(name);
        if (list == nullptr || in_brackets(text, lines.offset_of(list->begin()))) return false;
        int line = 0;
        return std::all_of(list->items().begin(), list->items().end(),
                           [&](const Yaml& item) { return in_lines(item, line); });
    });
}

std::size_t LineEdits::offset_of(const Position& place) const {
    auto at = line_starts_[static_cast<std::size_t>(place.line) - 1];
    // Columns count characters.
    for (int column = 1; column < place.column && at < text_.size(); ++column) {
        ++at;
        while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xc0U) == 0x80U) ++at;
    }
    return at;
}

std::size_t LineEdits::line_end(std::size_t offset) const {
    const auto newline = text_.find('\n', offset);
    return newline == std::string::npos ? text_.size() : newline + 1;
}

void LineEdits::replace_value(const Yaml::Entry& entry, const Json& scalar) {
    const auto begin = offset_of(entry.value.begin());
    auto end = offset_of(entry.value.end());
    auto value = line_of("k", scalar).substr(3);
    value.pop_back();
    // Behind "key:" with nothing, no blank stands.
    if (begin == end && begin > 0 && text_[begin - 1] == ':') value.insert(0, 1, ' ');
    const auto comment = text_.find_first_not_of(' ', end);
    if (comment != std::string::npos && text_[comment] == '#') {
        // The comment keeps its column where it can.
        const auto width = comment - begin;
        const auto length = base::character_count(value);
        value.append(width > length ? width - length : 1, ' ');
        end = comment;
    }
    edits_.push_back({begin, end, std::move(value)});
}

void LineEdits::requote(const Yaml::Entry& entry) {
    const auto& value = entry.value;
    if (!value.is_string() || value.is_plain() || value.begin().line != value.end().line) return;
    // Where a longer text would be folded depends on its place; it stays.
    const auto line = line_of("k", value.text());
    if (line.find('\n') + 1 == line.size()) replace_value(entry, value.text());
}

void LineEdits::remove_key(const Yaml::Entry& entry) {
    const auto line = line_starts_[static_cast<std::size_t>(entry.key_place.line) - 1];
    edits_.push_back({line, line_end(offset_of(entry.value.end())), ""});
}

void LineEdits::append_key(const Yaml& map, const std::string& key, const Json& scalar) {
    const auto& last = map.entries().back();
    const auto at = line_end(offset_of(last.value.end()));
    const auto indent = static_cast<std::size_t>(last.key_place.column - 1);
    edits_.push_back({at, at, std::string(indent, ' ') + line_of(key, scalar)});
}

std::string LineEdits::apply() && {
    std::stable_sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
    std::string out;
    std::size_t kept = 0;
    for (const auto& edit : edits_) {
        out += text_.substr(kept, edit.begin - kept);
        out += edit.text;
        kept = edit.end;
    }
    return out + text_.substr(kept);
}

}  // namespace mlp::data::dvc
