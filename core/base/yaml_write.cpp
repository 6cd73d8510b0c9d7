// Writing: plain where a reader of YAML 1.2 and of YAML 1.1 (PyYAML) sees the same text, quoted where one would not.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/base/verbatim.hpp"
#include "core/base/yaml.hpp"

namespace mlp::base {

namespace {

/// yaml-cpp takes a longer text for no key unless a '?' stands before it.
constexpr std::size_t longest_plain_key = 1000;

/// Words and number forms that only YAML 1.1 knows: switches, octals, times in base 60, dates, numbers with '_'.
bool special_in_1_1(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const std::string_view word : {"yes", "no", "on", "off", "true", "false", "null", "=", "<<"}) {
        if (lower == word) return true;
    }
    const auto unsigned_text = lower.substr(lower.front() == '-' || lower.front() == '+' ? 1 : 0);
    if (unsigned_text.starts_with("0b") || unsigned_text.starts_with("0x")) return true;
    if (unsigned_text.empty() || !(is_digit(unsigned_text.front()) || unsigned_text.front() == '.')) return false;
    const bool number_like = unsigned_text.find_first_not_of("0123456789_:.+-etz ") == std::string::npos;
    return number_like && unsigned_text.find_first_not_of("0123456789.") != std::string::npos;
}

/// Characters that can stand unescaped in a file: no control, no separator that some editor takes for a line end.
bool needs_escapes(std::string_view text) {
    return printable(text) != text || text.find("\xef\xbb\xbf") != std::string_view::npos;
}

bool safe_plain(std::string_view text) {
    if (text.empty() || plain_scalar_type(text) != Yaml::Type::string || special_in_1_1(text)) return false;
    if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
    if (std::string_view("#&*!|>'\"%@`?:").find(text.front()) != std::string_view::npos) return false;
    if (text == "-" || text.starts_with("- ") || text.starts_with("---") || text.starts_with("...")) return false;
    // The brackets and the comma so that the text can also stand in a flow list.
    if (text.find_first_of(",[]{}") != std::string_view::npos) return false;
    return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos;
}

std::string single_quoted(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') quoted += '\'';
        quoted += c;
    }
    return quoted + "'";
}

std::size_t character_length(unsigned char first) {
    return first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
}

unsigned code_point(std::string_view character) {
    unsigned value = static_cast<unsigned char>(character.front());
    if (character.size() > 1) value &= 0x7fU >> character.size();
    for (const char c : character.substr(1)) value = (value << 6U) | (static_cast<unsigned char>(c) & 0x3fU);
    return value;
}

std::string escaped(std::string_view character) {
    switch (character.front()) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\n':
            return "\\n";
        case '\t':
            return "\\t";
        case '\r':
            return "\\r";
        default:
            break;
    }
    if (!needs_escapes(character)) return std::string(character);
    const auto value = code_point(character);
    return value < 0x100 ? fmt::format("\\x{:02x}", value) : fmt::format("\\u{:04x}", value);
}

std::string double_quoted(std::string_view text) {
    std::string quoted = "\"";
    while (!text.empty()) {
        const auto length = character_length(static_cast<unsigned char>(text.front()));
        quoted += escaped(text.substr(0, length));
        text.remove_prefix(length);
    }
    return quoted + "\"";
}

std::string text_scalar(std::string_view text) {
    if (invalid_utf8(text)) {
        throw Error(Kind::invalid,
                    fmt::format("'{}' cannot be written as YAML: it is not valid UTF-8", printable(text)));
    }
    if (needs_escapes(text)) return double_quoted(text);
    return safe_plain(text) ? std::string(text) : single_quoted(text);
}

std::string real_text(double value) {
    if (std::isnan(value)) return ".nan";
    if (std::isinf(value)) return value > 0 ? ".inf" : "-.inf";
    auto text = number_text(value);
    // "5" would read back as an integer, and PyYAML takes "1e-05" for a text.
    if (text.find('.') != std::string::npos) return text;
    const auto exponent = text.find('e');
    return text.insert(exponent == std::string::npos ? text.size() : exponent, ".0");
}

/// A text of several lines that can be written line by line below a '|'.
bool fits_block(std::string_view text) {
    if (text.find('\n') == std::string_view::npos || text.front() == ' ' || text.front() == '\n') return false;
    if (text.find_first_not_of('\n') == std::string_view::npos || invalid_utf8(text)) return false;
    std::size_t at = 0;
    while (at <= text.size()) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        // Lines of blanks alone and tabs in front are read differently by different parsers.
        const bool blank = !line.empty() && line.find_first_not_of(' ') == std::string_view::npos;
        if (blank || line.starts_with('\t') || needs_escapes(line)) return false;
        at = end + 1;
    }
    return true;
}

std::string block_text(std::string_view text, const std::string& indent) {
    std::string out = text.ends_with("\n\n") ? "|+" : text.ends_with('\n') ? "|" : "|-";
    if (text.ends_with('\n')) text.remove_suffix(1);
    while (true) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        out += '\n';
        if (!line.empty()) out += indent + std::string(line);
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 1);
    }
}

class Writer {
public:
    /// Writes what comes after a key, a '-' or at the top: on the same line when it fits there.
    void value(const Json& value, int indent, bool after_key) {
        if (value.is_object() && !value.empty()) {
            map(value, indent, after_key);
        } else if (value.is_array() && !value.empty()) {
            // Lists stand at the indentation of their key, as DVC and most Python tools write them.
            list(value, after_key ? indent - 2 : indent, after_key);
        } else if (value.is_string() && fits_block(value.get_ref<const std::string&>())) {
            separate(after_key);
            out_ += block_text(value.get_ref<const std::string&>(),
                               std::string(static_cast<std::size_t>(std::max(indent, 2)), ' '));
            out_ += '\n';
        } else {
            separate(after_key);
            out_ += yaml_scalar(value) + "\n";
        }
    }

    std::string take() && { return std::move(out_); }

private:
    void separate(bool after_key) {
        if (after_key) out_ += ' ';
    }

    /// New line and blanks, unless the first part goes on the line of its '-'.
    void begin_line(int indent, bool& first, bool after_key) {
        if (first && after_key) out_ += '\n';
        if (!first || after_key) out_.append(static_cast<std::size_t>(indent), ' ');
        first = false;
    }

    void map(const Json& value, int indent, bool after_key) {
        bool first = true;
        for (const auto& [key, member] : value.items()) {
            begin_line(indent, first, after_key);
            const auto written = text_scalar(key);
            if (written.size() > longest_plain_key) {
                out_ += "? " + written + "\n" + std::string(static_cast<std::size_t>(indent), ' ') + ":";
            } else {
                out_ += written + ":";
            }
            this->value(member, indent + 2, true);
        }
    }

    void list(const Json& value, int indent, bool after_key) {
        bool first = true;
        for (const auto& item : value) {
            begin_line(indent, first, after_key);
            out_ += "- ";
            this->value(item, indent + 2, false);
        }
    }

    std::string out_;
};

}  // namespace

std::string yaml_scalar(const Json& scalar) {
    switch (scalar.type()) {
        case Json::value_t::string:
            return text_scalar(scalar.get_ref<const std::string&>());
        case Json::value_t::number_float:
            return real_text(scalar.get<double>());
        case Json::value_t::object:
            return "{}";
        case Json::value_t::array:
            return "[]";
        case Json::value_t::binary:
            return std::string(verbatim_words(scalar).value_or(""));
        case Json::value_t::discarded:
            throw Error(Kind::bug, "a value without a YAML form");
        default:
            return scalar.dump();
    }
}

std::string to_yaml(const Json& value) {
    Writer writer;
    writer.value(value, 0, false);
    return std::move(writer).take();
}

}  // namespace mlp::base
