#include "core/base/python_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/code_points.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/base/verbatim.hpp"
#include "core/base/yaml_implicit.hpp"

namespace mlp::base {

namespace {

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
    out += '"';
    for (const auto code : code_points(text)) append_escaped(code, out);
    out += '"';
}

/// Of all that only YAML can say, Python's JSON knows the big integers.
void append_verbatim(std::string_view words, std::string& out) {
    if (implicit_yaml(words) != ImplicitYaml::integer)
        throw Error(Kind::invalid, fmt::format("the date {} has no form in JSON", printable(words)))
            .hint("put it in quotes, as a text");
    out += words;
}

void append(const Json& value, std::string& out);

/// Python sorts keys before it turns them into text: integers by value, texts by code points (UTF-8 sorts the same way
/// by bytes).
bool comes_first(std::string_view a, std::string_view b) {
    const auto left = verbatim_key_words(a);
    const auto right = verbatim_key_words(b);
    if (!left || !right || implicit_yaml(*left) != ImplicitYaml::integer ||
        implicit_yaml(*right) != ImplicitYaml::integer)
        return a < b;
    return parse_number(*left) < parse_number(*right);
}

void append_object(const Json& value, std::string& out) {
    std::vector<std::pair<std::string_view, const Json*>> members;
    for (const auto& [key, member] : value.get_ref<const Json::object_t&>()) members.emplace_back(key, &member);
    std::sort(members.begin(), members.end(),
              [](const auto& a, const auto& b) { return comes_first(a.first, b.first); });
    out += '{';
    for (const auto& [key, member] : members) {
        if (out.back() != '{') out += ", ";
        append_text(verbatim_key_words(key).value_or(key), out);
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
    if (const auto words = verbatim_words(value)) return append_verbatim(*words, out);
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
