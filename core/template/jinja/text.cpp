#include "core/template/jinja/text.hpp"

#include <algorithm>

#include "core/base/text.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

Text soft_text(const Value& value) { return {str(value), value.is_safe()}; }

std::vector<std::string> split_lines(std::string_view text, bool keep_ends) {
    std::vector<std::string> lines;
    std::string line;
    bool open = false;
    const auto all = code_points(text);
    for (std::size_t at = 0; at < all.size(); ++at) {
        open = true;
        if (!is_line_break(all[at])) {
            append_utf8(line, all[at]);
            continue;
        }
        const bool pair = all[at] == U'\r' && at + 1 < all.size() && all[at + 1] == U'\n';
        if (keep_ends) append_utf8(line, all[at]);
        if (pair && keep_ends) line += '\n';
        if (pair) ++at;
        lines.push_back(std::exchange(line, {}));
        open = false;
    }
    if (open) lines.push_back(line);
    return lines;
}

std::vector<std::string> split_words(std::string_view text, std::int64_t limit, bool from_right) {
    const auto all = code_points(text);
    std::u32string_view left = stripped(all);
    std::vector<std::string> words;
    while (!left.empty()) {
        if (limit >= 0 && static_cast<std::int64_t>(words.size()) >= limit) {
            const auto whole = code_points(text);
            // What is left keeps the white space at its far end, as Python's does.
            const auto start = static_cast<std::size_t>(left.data() - all.data());
            words.push_back(from_right ? utf8(right_stripped(std::u32string_view(whole).substr(0, start + left.size())))
                                       : utf8(std::u32string_view(whole).substr(start)));
            break;
        }
        std::size_t size = 0;
        while (size < left.size() && !is_space(from_right ? left[left.size() - 1 - size] : left[size])) ++size;
        if (from_right) {
            words.push_back(utf8(left.substr(left.size() - size)));
            left = right_stripped(left.substr(0, left.size() - size));
        } else {
            words.push_back(utf8(left.substr(0, size)));
            left = left_stripped(left.substr(size));
        }
    }
    if (from_right) std::reverse(words.begin(), words.end());
    return words;
}

std::vector<std::string> split_at(std::string_view text, std::string_view separator, std::int64_t limit,
                                  bool from_right) {
    if (separator.empty()) fail("the separator is empty");
    std::vector<std::string> parts;
    while (limit < 0 || static_cast<std::int64_t>(parts.size()) < limit) {
        const auto found = from_right ? text.rfind(separator) : text.find(separator);
        if (found == std::string_view::npos) break;
        if (from_right) {
            parts.emplace_back(text.substr(found + separator.size()));
            text = text.substr(0, found);
        } else {
            parts.emplace_back(text.substr(0, found));
            text.remove_prefix(found + separator.size());
        }
    }
    parts.emplace_back(text);
    if (from_right) std::reverse(parts.begin(), parts.end());
    return parts;
}

namespace {

/// With nothing to look for, the replacement goes between all characters.
std::string interleaved(std::string_view text, std::string_view with, std::int64_t limit) {
    std::string out;
    std::int64_t done = 0;
    const auto put = [&] {
        if (limit >= 0 && done >= limit) return;
        out += with;
        ++done;
    };
    for (const char32_t c : code_points(text)) {
        put();
        append_utf8(out, c);
    }
    put();
    return out;
}

}  // namespace

std::string replaced(Interpreter& interpreter, std::string_view text, std::string_view old, std::string_view with,
                     std::int64_t limit) {
    if (old.empty()) {
        interpreter.charge_text(with.size() + 1, text.size() + 1);
        return interleaved(text, with, limit);
    }
    std::string out;
    for (std::int64_t done = 0; limit < 0 || done < limit; ++done) {
        const auto found = text.find(old);
        if (found == std::string_view::npos) break;
        interpreter.charge_text(with.size());
        out += text.substr(0, found);
        out += with;
        text.remove_prefix(found + old.size());
    }
    return out + std::string(text);
}

std::string strip(std::string_view text, const std::optional<std::string>& characters, bool left, bool right) {
    const auto all = code_points(text);
    const auto set = characters ? code_points(*characters) : std::u32string();
    const auto goes = [&](char32_t c) { return characters ? set.find(c) != std::u32string::npos : is_space(c); };
    std::u32string_view rest = all;
    while (left && !rest.empty() && goes(rest.front())) rest.remove_prefix(1);
    while (right && !rest.empty() && goes(rest.back())) rest.remove_suffix(1);
    return utf8(rest);
}

std::string padded(Interpreter& interpreter, std::string_view text, std::int64_t width, Align align,
                   std::string_view fill) {
    if (base::character_count(fill) != 1) fail("the fill character must be one character");
    const auto size = static_cast<std::int64_t>(base::character_count(text));
    if (width <= size) return std::string(text);
    const auto missing = width - size;
    interpreter.charge_text(fill.size(), static_cast<std::size_t>(missing));
    const auto left = align == Align::left ? 0 : align == Align::right ? missing : missing / 2 + (missing & width & 1);
    std::string out;
    for (std::int64_t i = 0; i < left; ++i) out += fill;
    out += text;
    for (std::int64_t i = left; i < missing; ++i) out += fill;
    return out;
}

}  // namespace mlp::tmpl::jinja
