#include "core/config/yaml_span.hpp"

#include <algorithm>

namespace mlp::config {

using base::Json;

namespace {

std::size_t quoted_end(std::string_view text, std::size_t from) {
    const char quote = text[from];
    for (std::size_t i = from + 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            if (quote == '\'' && i + 1 < text.size() && text[i + 1] == '\'') {
                ++i;
                continue;
            }
            return i + 1;
        }
    }
    return text.size();
}

bool begins_comment(std::string_view text, std::size_t i) {
    return text[i] == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t' || text[i - 1] == '\n');
}

std::size_t bracket_end(std::string_view text, std::size_t from) {
    int depth = 0;
    for (std::size_t i = from; i < text.size(); ++i) {
        const bool starts_word =
            std::string_view(" \t\n[{,:").find(text[i - (i > from ? 1 : 0)]) != std::string_view::npos;
        if ((text[i] == '"' || text[i] == '\'') && starts_word) {
            i = quoted_end(text, i) - 1;
        } else if (begins_comment(text, i)) {
            i = std::min(text.find('\n', i), text.size()) - 1;
        } else if (text[i] == '[' || text[i] == '{') {
            ++depth;
        } else if ((text[i] == ']' || text[i] == '}') && --depth == 0) {
            return i + 1;
        }
    }
    return text.size();
}

std::size_t plain_end(std::string_view text, std::size_t from, bool in_flow) {
    std::size_t end = from;
    while (end < text.size() && text[end] != '\n' && text[end] != '\r' && !begins_comment(text, end)) {
        if (in_flow && std::string_view(",]}").find(text[end]) != std::string_view::npos) break;
        if (text[end] == ':' &&
            (end + 1 == text.size() || std::string_view(" \t\r\n").find(text[end + 1]) != std::string_view::npos))
            break;
        ++end;
    }
    while (end > from && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
    return end;
}

/// A literal or folded scalar ends before the first line that is not further in than its key.
std::size_t block_end(std::string_view text, std::size_t from, std::size_t key_indent) {
    std::size_t end = std::min(text.find('\n', from), text.size());
    while (end < text.size()) {
        const std::size_t next = std::min(text.find('\n', end + 1), text.size());
        const std::string_view line = text.substr(end + 1, next - end - 1);
        const std::size_t indent = line.find_first_not_of(' ');
        const bool blank = indent == std::string_view::npos || line[indent] == '\r';
        if (!blank && indent <= key_indent) break;
        end = next;
    }
    while (end > from && (text[end - 1] == '\n' || text[end - 1] == '\r')) --end;
    return end;
}

/// A number that YAML 1.1 takes for a number too: its exponents need a point before them and a sign.
std::string portable_real(const std::string& text) {
    const std::size_t e = text.find_first_of("eE");
    if (e == std::string::npos || text.starts_with("0x")) return text;
    std::string mantissa = text.substr(0, e);
    std::string exponent = text.substr(e + 1);
    if (mantissa.find('.') == std::string::npos) mantissa += ".0";
    if (!exponent.starts_with('-') && !exponent.starts_with('+')) exponent.insert(0, "+");
    return mantissa + "e" + exponent;
}

std::string text_yaml(const std::string& text, bool in_flow) {
    std::string written = base::yaml_scalar(Json(text));
    const bool quoted = written.starts_with('"') || written.starts_with('\'');
    return in_flow && !quoted && written.find_first_of(",[]{}") != std::string::npos ? Json(text).dump() : written;
}

}  // namespace

bool is_flow(const Source& source, const Yaml& node) {
    const std::size_t at = source.offset_of(node.begin());
    return at < source.text().size() && (source.text()[at] == '[' || source.text()[at] == '{');
}

std::size_t scalar_end(const Source& source, std::size_t from, bool in_flow) {
    const std::string_view text = source.text();
    if (from >= text.size()) return text.size();
    if (text[from] == '"' || text[from] == '\'') return quoted_end(text, from);
    if (text[from] == '[' || text[from] == '{') return bracket_end(text, from);
    return plain_end(text, from, in_flow);
}

std::size_t value_end(const Source& source, const Yaml& node, bool in_flow, const Position& key_place) {
    const std::size_t from = source.offset_of(node.begin());
    const std::string_view text = source.text();
    if (from >= text.size()) return text.size();
    const bool bracket = text[from] == '[' || text[from] == '{';
    if (node.is_list() && !bracket && !node.items().empty()) return value_end(source, node.items().back(), false, {});
    if (node.is_map() && !bracket && !node.entries().empty()) {
        return value_end(source, node.entries().back().value, false, node.entries().back().key_place);
    }
    if (node.is_string() && (text[from] == '|' || text[from] == '>') && key_place.column > 0) {
        return block_end(text, from, static_cast<std::size_t>(key_place.column - 1));
    }
    return scalar_end(source, from, in_flow);
}

std::string flow_yaml(const Yaml& value, bool in_flow) {
    if (value.is_list()) {
        std::string out = "[";
        for (const Yaml& item : value.items()) out += (out.size() > 1 ? ", " : "") + flow_yaml(item, true);
        return out + "]";
    }
    if (value.is_map()) {
        std::string out = "{";
        for (const Yaml::Entry& entry : value.entries()) {
            out += (out.size() > 1 ? ", " : "") + text_yaml(entry.key, true) + ": " + flow_yaml(entry.value, true);
        }
        return out + "}";
    }
    if (value.is_string()) return text_yaml(value.text(), in_flow);
    if (value.is_null()) return "null";
    return value.type() == Yaml::Type::real ? portable_real(value.text()) : value.text();
}

}  // namespace mlp::config
