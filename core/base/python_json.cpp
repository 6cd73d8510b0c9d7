#include "core/base/python_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::base {

namespace {

/// The code point that starts at `at`, which moves behind it. The text must be valid UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    const int following = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    auto code = static_cast<char32_t>(following == 0 ? lead : lead & (0x3fU >> following));
    for (int i = 0; i < following; ++i)
        code = (code << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3fU);
    return code;
}

void append_escaped(char32_t code, std::string& out) {
    constexpr std::string_view plain = "\"\\\n\r\t\f\b";
    constexpr std::string_view letters = "\"\\nrtfb";
    if (const auto found = code < 0x80 ? plain.find(static_cast<char>(code)) : plain.npos; found != plain.npos) {
        out += '\\';
        out += letters[found];
    } else if (code >= 0x20 && code < 0x7f) {
        out += static_cast<char>(code);
    } else if (code < 0x10000) {
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(code));
    } else {
        const auto offset = static_cast<unsigned>(code) - 0x10000;
        out += fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + (offset >> 10U), 0xdc00 + (offset & 0x3ffU));
    }
}

void append_text(std::string_view text, std::string& out) {
    if (invalid_utf8(text)) throw Error(Kind::invalid, fmt::format("'{}' is not valid UTF-8", printable(text)));
    out += '"';
    for (std::size_t at = 0; at < text.size();) append_escaped(next_code_point(text, at), out);
    out += '"';
}

void append(const Json& value, std::string& out);

void append_object(const Json& value, std::string& out) {
    std::vector<std::pair<std::string_view, const Json*>> members;
    for (const auto& [key, member] : value.get_ref<const Json::object_t&>()) members.emplace_back(key, &member);
    // Python compares code points; UTF-8 sorts the same way by bytes.
    std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    out += '{';
    for (const auto& [key, member] : members) {
        if (out.back() != '{') out += ", ";
        append_text(key, out);
        out += ": ";
        append(*member, out);
    }
    out += '}';
}

void append_array(const Json& value, std::string& out) {
    out += '[';
    for (const auto& item : value) {
        if (out.back() != '[') out += ", ";
        append(item, out);
    }
    out += ']';
}

void append(const Json& value, std::string& out) {
    if (value.is_object()) return append_object(value, out);
    if (value.is_array()) return append_array(value, out);
    if (value.is_string()) return append_text(value.get_ref<const std::string&>(), out);
    if (!value.is_number_float()) {
        out += value.dump();
        return;
    }
    const auto number = value.get<double>();
    out += std::isfinite(number) ? python_float(number) : number_text(number);
}

}  // namespace

std::string python_json(const Json& value) {
    std::string out;
    append(value, out);
    return out;
}

std::string python_float(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    auto text = number_text(value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

}  // namespace mlp::base
