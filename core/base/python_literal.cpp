#include "core/base/python_literal.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>

#include "core/base/ascii.hpp"
#include "core/base/big_integer.hpp"
#include "core/base/code_points.hpp"
#include "core/base/python_json.hpp"
#include "core/base/verbatim.hpp"

namespace mlp::base {

namespace {

constexpr int deepest_literal = 200;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// A key of a dictionary as one of an object.
std::optional<std::string> key_of(const Json& key) {
    if (key.is_string()) return key.get<std::string>();
    if (const auto words = verbatim_words(key)) return verbatim_key(*words);
    if (key.is_structured()) return std::nullopt;
    if (key.is_null()) return verbatim_key("null");
    if (key.is_boolean()) return verbatim_key(key.get<bool>() ? "true" : "false");
    return verbatim_key(key.is_number_float() ? python_float(key.get<double>()) : key.dump());
}

class LiteralParser {
public:
    explicit LiteralParser(std::string_view text) : text_(text) {}

    std::optional<Json> whole() {
        auto result = value();
        // "1, 2" without brackets is a tuple.
        if (result && peek() == ',') {
            Json items = Json::array({*std::move(result)});
            if (!rest_of_list('\0', items)) return std::nullopt;
            result = std::move(items);
        }
        skip_space();
        return at_ == text_.size() ? result : std::nullopt;
    }

private:
    void skip_space() {
        while (at_ < text_.size() && std::string_view(" \t\r\n\f\\").find(text_[at_]) != std::string_view::npos) ++at_;
    }
    char peek() {
        skip_space();
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }

    std::optional<Json> value() {
        const char c = peek();
        if (depth_ > deepest_literal || c == '\0') return std::nullopt;
        if (c == '[' || c == '(' || c == '{') {
            ++at_;
            ++depth_;
            auto result = c == '{' ? dictionary_or_set() : list(c == '[' ? ']' : ')');
            --depth_;
            return result;
        }
        if (c == '-' || c == '+') {
            ++at_;
            const char next = peek();
            if (!is_digit(next) && next != '.') return std::nullopt;
            return number(c == '-');
        }
        if (is_digit(c) || c == '.') return number(false);
        if (starts_string()) return strings();
        return word();
    }

    std::optional<Json> word() {
        const std::size_t from = at_;
        while (at_ < text_.size() && is_word(text_[at_])) ++at_;
        const std::string_view name = text_.substr(from, at_ - from);
        if (name == "True") return Json(true);
        if (name == "False") return Json(false);
        if (name == "None") return Json(nullptr);
        return std::nullopt;
    }

    std::optional<Json> number(bool negative) {
        const std::size_t from = at_;
        const bool based = text_[at_] == '0' && at_ + 1 < text_.size() && base_of(text_[at_ + 1]) != 0;
        const auto is_part = [&](char c) {
            const bool exponent_sign = (c == '+' || c == '-') && !based && at_ > from && (text_[at_ - 1] | 0x20) == 'e';
            return is_word(c) || c == '.' || exponent_sign;
        };
        while (at_ < text_.size() && is_part(text_[at_])) ++at_;
        const auto digits = without_underscores(text_.substr(from, at_ - from), based);
        if (!digits) return std::nullopt;
        if (based) return integer(digits->substr(2), base_of((*digits)[1]), negative);
        if (digits->find_first_not_of("0123456789") == std::string::npos) return decimal(*digits, negative);
        return real(*digits, negative);
    }

    /// One at a time, between digits (or behind "0x"), as Python allows them; nothing for others.
    static std::optional<std::string> without_underscores(std::string_view written, bool based) {
        const auto is_neighbour = [&](std::size_t at) {
            if (at >= written.size()) return false;
            return based ? std::isxdigit(static_cast<unsigned char>(written[at])) != 0 : is_digit(written[at]);
        };
        std::string digits;
        for (std::size_t i = 0; i < written.size(); ++i) {
            if (written[i] != '_') {
                digits += written[i];
                continue;
            }
            const bool behind_prefix = based && i == 2;
            if ((!behind_prefix && !is_neighbour(i - 1)) || !is_neighbour(i + 1)) return std::nullopt;
        }
        return digits;
    }

    /// Python has no 012: it meant an octal number once.
    static std::optional<Json> decimal(const std::string& digits, bool negative) {
        const bool is_zero = digits.find_first_not_of('0') == std::string::npos;
        if (digits.front() == '0' && !is_zero) return std::nullopt;
        return integer(is_zero ? "0" : digits, 10, negative);
    }

    static std::optional<Json> real(const std::string& digits, bool negative) {
        if (digits.find_first_of("jJn") != std::string::npos) return std::nullopt;
        const bool starts_with_dot = digits.front() == '.';
        if (starts_with_dot && (digits.size() == 1 || !is_digit(digits[1]))) return std::nullopt;
        const auto value = parse_number(starts_with_dot ? "0" + digits : digits);
        return value ? std::optional<Json>(negative ? -*value : *value) : std::nullopt;
    }

    static int base_of(char letter) {
        switch (letter | 0x20) {
            case 'x':
                return 16;
            case 'o':
                return 8;
            case 'b':
                return 2;
            default:
                return 0;
        }
    }

    static std::optional<Json> integer(const std::string& digits, int base, bool negative) {
        return base == 0 ? std::nullopt : integer_of_digits(digits, base, negative);
    }

    std::optional<Json> list(char close) {
        Json items = Json::array();
        if (take(close)) return items;
        auto first = value();
        if (!first) return std::nullopt;
        if (close == ')' && take(')')) return first;  // brackets around one value
        items.push_back(*std::move(first));
        return rest_of_list(close, items) ? std::optional(std::move(items)) : std::nullopt;
    }

    /// Items behind the first one, up to `close` (the end of the text for '\0').
    bool rest_of_list(char close, Json& items) {
        while (true) {
            if (peek() == close) {
                if (close != '\0') ++at_;
                return true;
            }
            if (!take(',')) return false;
            if (peek() == close) continue;
            auto item = value();
            if (!item) return false;
            items.push_back(*std::move(item));
        }
    }

    std::optional<Json> dictionary_or_set() {
        Json map = Json::object();
        if (take('}')) return map;
        auto first = value();
        if (!first) return std::nullopt;
        if (peek() != ':') {
            Json items = Json::array({*std::move(first)});
            return rest_of_list('}', items) ? std::optional(std::move(items)) : std::nullopt;
        }
        while (true) {
            const auto key = first ? key_of(*first) : std::nullopt;
            auto item = key && take(':') ? value() : std::nullopt;
            if (!item) return std::nullopt;
            map[*key] = *std::move(item);
            if (take('}')) return map;
            if (!take(',')) return std::nullopt;
            if (take('}')) return map;
            first = value();
        }
    }

    /// A quote, behind at most two letters.
    bool starts_string() const {
        std::size_t at = at_;
        while (at < text_.size() && at < at_ + 2 && std::isalpha(static_cast<unsigned char>(text_[at])) != 0) ++at;
        return at < text_.size() && (text_[at] == '"' || text_[at] == '\'');
    }

    std::optional<Json> strings() {
        std::string out;
        do {
            skip_space();
            const std::string prefix = lower(text_.substr(at_, text_.find_first_of("'\"", at_) - at_));
            if (!prefix.empty() && prefix != "r" && prefix != "u") return std::nullopt;
            const bool raw = prefix == "r";
            at_ += prefix.size();
            const auto end = python_string_end(text_, at_);
            if (!end) return std::nullopt;
            const std::size_t quotes = text_.substr(at_).starts_with(std::string(3, text_[at_])) ? 3 : 1;
            const std::string_view inner = text_.substr(at_ + quotes, *end - at_ - 2 * quotes);
            if (raw) {
                out += inner;
            } else if (!unescape(inner, out)) {
                return std::nullopt;
            }
            at_ = *end;
            skip_space();
        } while (at_ < text_.size() && starts_string());
        return Json(std::move(out));
    }

    static bool unescape(std::string_view inner, std::string& out) {
        static constexpr std::string_view names = "\\'\"abfnrtv";
        static constexpr std::string_view values = "\\'\"\a\b\f\n\r\t\v";
        for (std::size_t i = 0; i < inner.size(); ++i) {
            if (inner[i] != '\\' || i + 1 == inner.size()) {
                out += inner[i];
                continue;
            }
            const char c = inner[++i];
            if (const std::size_t simple = names.find(c); simple != std::string_view::npos) {
                out += values[simple];
            } else if (c == 'x' || c == 'u' || c == 'U' || (c >= '0' && c <= '7')) {
                if (!numbered(inner, i, out)) return false;
            } else if (c == 'N') {
                return false;  // names of characters
            } else if (c != '\n') {
                out += '\\';
                out += c;
            }
        }
        return true;
    }

    /// \x41 \u0041 \U00000041 \101; `i` stands on the letter or first digit, and at the end on the last digit.
    static bool numbered(std::string_view inner, std::size_t& i, std::string& out) {
        const char c = inner[i];
        const bool octal = c >= '0' && c <= '7';
        const std::size_t from = octal ? i : i + 1;
        const std::size_t most = octal ? 3 : c == 'x' ? 2 : c == 'u' ? 4 : 8;
        const std::string_view digits = inner.substr(std::min(from, inner.size()), most);
        std::uint32_t code = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, octal ? 8 : 16);
        const auto length = static_cast<std::size_t>(end - digits.data());
        const bool surrogate = code >= 0xD800 && code < 0xE000;
        if (error != std::errc() || (!octal && length != most) || surrogate || code > 0x10FFFF) return false;
        append_utf8(static_cast<char32_t>(code), out);
        i = from + length - 1;
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace

std::optional<std::size_t> python_string_end(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const std::string three(3, quote);
    const bool triple = text.substr(at).starts_with(three);
    for (std::size_t i = at + (triple ? 3 : 1); i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (triple ? text.substr(i).starts_with(three) : text[i] == quote) {
            return i + (triple ? 3 : 1);
        } else if (!triple && text[i] == '\n') {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<Json> python_literal(std::string_view text) { return LiteralParser(text).whole(); }

}  // namespace mlp::base
