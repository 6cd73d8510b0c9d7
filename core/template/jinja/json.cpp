#include "core/template/jinja/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

class Writer {
public:
    explicit Writer(const JsonStyle& style) : style_(style) {}

    std::string run(const Value& value) {
        write(value, 0);
        return std::move(out_);
    }

private:
    void write(const Value& value, int depth) {
        constexpr int deepest = 100;
        if (depth > deepest) fail("a list or dict is nested too deeply to become JSON");
        if (out_.size() > longest_printed) fail("a list or dict is too large to become JSON");
        if (value.is_none()) {
            out_ += "null";
        } else if (value.is_boolean()) {
            out_ += value.boolean() ? "true" : "false";
        } else if (value.is_integer()) {
            out_ += std::to_string(*value.integer());
        } else if (value.is_real()) {
            out_ += number(*value.real());
        } else if (value.is_text()) {
            string(value.text());
        } else if (const auto* items = value.sequence()) {
            list(*items, depth);
        } else if (value.is_dict()) {
            object(value.dict(), depth);
        } else {
            if (value.is_undefined()) fail_undefined(value.undefined());
            fail(fmt::format("a value of type '{}' cannot become JSON", value.type_name()));
        }
    }

    static std::string number(double value) {
        if (std::isnan(value)) return "NaN";
        if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
        return real_text(value);
    }

    void string(std::string_view text) {
        out_ += '"';
        for (const char32_t c : code_points(text)) {
            static constexpr std::u32string_view special = U"\"\\\n\r\t\f\b";
            static constexpr std::string_view letters = "\"\\nrtfb";
            if (const auto known = special.find(c); known != std::u32string_view::npos) {
                out_ += '\\';
                out_ += letters[known];
            } else if (c < 0x20 || (style_.ascii && c > 0x7e)) {
                escape(c);
            } else {
                append_utf8(out_, c);
            }
        }
        out_ += '"';
    }

    void escape(char32_t c) {
        const auto code = static_cast<std::uint32_t>(c);
        if (code == 0x7f) {
            out_ += static_cast<char>(code);
        } else if (code < 0x10000) {
            out_ += fmt::format("\\u{:04x}", code);
        } else {
            const auto rest = code - 0x10000;
            out_ += fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + (rest >> 10U), 0xdc00 + (rest & 0x3ffU));
        }
    }

    void new_line(int depth) {
        if (!style_.indent) return;
        out_ += '\n';
        for (int i = 0; i < depth; ++i) out_ += *style_.indent;
    }

    void separate(bool& first) {
        if (!first) out_ += style_.item_separator;
        first = false;
    }

    void list(const std::vector<Value>& items, int depth) {
        out_ += '[';
        bool first = true;
        for (const auto& item : items) {
            separate(first);
            new_line(depth + 1);
            write(item, depth + 1);
        }
        if (!first) new_line(depth);
        out_ += ']';
    }

    static std::string key_text(const Value& key) {
        if (key.is_text()) return key.text();
        if (key.is_none()) return "null";
        if (key.is_boolean()) return key.boolean() ? "true" : "false";
        if (key.is_integer()) return std::to_string(*key.integer());
        if (key.is_real()) return number(*key.real());
        fail(fmt::format("a key of JSON must be a text, found '{}'", key.type_name()));
    }

    void object(const Dict& dict, int depth) {
        auto entries = dict.entries();
        if (style_.sort_keys)
            std::stable_sort(entries.begin(), entries.end(),
                             [](const auto& a, const auto& b) { return less(a.first, b.first); });
        out_ += '{';
        bool first = true;
        for (const auto& [key, value] : entries) {
            separate(first);
            new_line(depth + 1);
            string(key_text(key));
            out_ += style_.key_separator;
            write(value, depth + 1);
        }
        if (!first) new_line(depth);
        out_ += '}';
    }

    const JsonStyle& style_;
    std::string out_;
};

}  // namespace

std::string json_text(const Value& value, const JsonStyle& style) { return Writer(style).run(value); }

void set_indent(JsonStyle& style, const Value& indent) {
    if (indent.is_none()) return;
    constexpr std::int64_t widest = 1000;
    if (indent.is_text()) {
        style.indent = indent.text();
    } else if (const auto width = indent.integer(); width && *width <= widest) {
        style.indent = std::string(static_cast<std::size_t>(std::max<std::int64_t>(*width, 0)), ' ');
    } else {
        fail("the indent of JSON must be a text or a small number");
    }
    style.item_separator = ",";
}

}  // namespace mlp::tmpl::jinja
