// Filters for HTML, URLs and JSON.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/json.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

Value escape_filter(Interpreter&, const Bound& arguments) { return Value(escaped(arguments[0]), true); }
Value forceescape_filter(Interpreter&, const Bound& arguments) { return Value(escaped_text(str(arguments[0])), true); }
Value safe_filter(Interpreter&, const Bound& arguments) { return Value(str(arguments[0]), true); }

void erase_between(std::string& text, std::string_view begin, std::string_view end) {
    for (auto first = text.find(begin); first != std::string::npos; first = text.find(begin)) {
        const auto last = text.find(end, first);
        if (last == std::string::npos) return;
        text.erase(first, last + end.size() - first);
    }
}

/// Entities that every HTML text uses; others are an error.
std::string unescaped(const std::string& text) {
    static constexpr std::array<std::pair<std::string_view, char>, 7> known{{{"&amp;", '&'},
                                                                             {"&lt;", '<'},
                                                                             {"&gt;", '>'},
                                                                             {"&quot;", '"'},
                                                                             {"&#39;", '\''},
                                                                             {"&#34;", '"'},
                                                                             {"&apos;", '\''}}};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = std::string_view(text).substr(at);
        const auto found = std::find_if(known.begin(), known.end(),
                                        [&](const auto& entity) { return rest.starts_with(entity.first); });
        if (found != known.end()) {
            out += found->second;
            at += found->first.size();
            continue;
        }
        const bool entity =
            rest.size() > 1 && rest[0] == '&' && (rest[1] == '#' || is_alphabetic(static_cast<unsigned char>(rest[1])));
        if (entity) fail("striptags knows the entities amp, lt, gt, quot and apos only");
        out += text[at++];
    }
    return out;
}

Value striptags_filter(Interpreter& interpreter, const Bound& arguments) {
    auto text = str(arguments[0]);
    interpreter.charge_text(text.size(), text.size() / 64 + 1);
    erase_between(text, "<!--", "-->");
    erase_between(text, "<", ">");
    std::string out;
    for (const auto& word : split_words(text, -1, false)) out += (out.empty() ? "" : " ") + word;
    return unescaped(out);
}

std::string percent_encoded(std::string_view text, bool in_query) {
    std::string out;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || std::string_view("_.-~").find(c) != std::string_view::npos || (c == '/' && !in_query)) {
            out += c;
        } else if (c == ' ' && in_query) {
            out += '+';
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

Value urlencode_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto& value = arguments[0];
    if (value.is_text() || !iterate_if_any(value)) return percent_encoded(str(value), false);
    std::string out;
    const auto add = [&](const Value& key, const Value& item) {
        if (!out.empty()) out += '&';
        out += percent_encoded(str(key), true) + "=" + percent_encoded(str(item), true);
    };
    if (value.is_dict()) {
        for (const auto& [key, item] : value.dict().entries()) add(key, item);
        return out;
    }
    for (const auto& pair : items_of(interpreter, value)) {
        const auto parts = items_of(interpreter, pair);
        if (parts.size() != 2) fail("urlencode takes pairs of a name and a value");
        add(parts[0], parts[1]);
    }
    return out;
}

Value xmlattr_filter(Interpreter&, const Bound& arguments) {
    if (!arguments[0].is_dict()) fail(fmt::format("xmlattr takes a dict, found '{}'", arguments[0].type_name()));
    std::string out;
    for (const auto& [key, value] : arguments[0].dict().entries()) {
        if (value.is_none() || value.is_undefined()) continue;
        if (!key.is_text()) fail("the name of an attribute must be a text");
        if (key.text().find_first_of(" \t\n\r\f\v/>=") != std::string::npos)
            fail(fmt::format("{} is not the name of an attribute", repr(key)));
        out += (out.empty() ? "" : " ") + escaped(key) + "=\"" + escaped(value) + "\"";
    }
    return arguments.flag(1, true) && !out.empty() ? " " + out : out;
}

/// Characters that end a script or an attribute are written as \u escapes.
std::string html_safe(std::string_view json) {
    std::string out;
    for (const char c : json) {
        if (c == '<' || c == '>' || c == '&' || c == '\'') {
            out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    return out;
}

Value tojson_filter(Interpreter&, const Bound& arguments) {
    JsonStyle style;
    style.sort_keys = true;
    set_indent(style, arguments.value(1, {}));
    return Value(html_safe(json_text(arguments[0], style)), true);
}

constexpr Native html_table[] = {
    {"e", "s", escape_filter},
    {"escape", "s", escape_filter},
    {"forceescape", "value", forceescape_filter},
    {"safe", "value", safe_filter},
    {"striptags", "value", striptags_filter},
    {"tojson", "value indent=", tojson_filter},
    {"urlencode", "value", urlencode_filter},
    {"urlize", "", nullptr},
    {"xmlattr", "d autospace=", xmlattr_filter},
};

}  // namespace

std::span<const Native> html_filters() { return html_table; }

}  // namespace mlp::tmpl::jinja
