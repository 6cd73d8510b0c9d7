#include "core/base/yaml_emit.hpp"

#include <cmath>

#include "core/base/code_points.hpp"
#include "core/base/error.hpp"
#include "core/base/python_json.hpp"
#include "core/base/yaml_emit_scalar.hpp"

namespace mlp::base {

namespace {

/// No YAML file can have it unescaped, so no key that was read begins with it.
constexpr char verbatim_mark = '\x01';

/// A scalar as words and how they are shown.
struct Shown {
    std::u32string words;
    YamlStyle style = YamlStyle::plain;
};

Shown shown_text(std::string_view text, bool is_key) {
    auto words = code_points(text);
    const auto style = yaml_text_style(words, is_key);
    return {std::move(words), style};
}

std::string float_words(double value) {
    if (std::isnan(value)) return ".nan";
    if (std::isinf(value)) return value > 0 ? ".inf" : "-.inf";
    return python_float(value);
}

Shown shown(const Json& value) {
    if (value.is_string()) return shown_text(value.get_ref<const std::string&>(), false);
    if (const auto words = verbatim_words(value)) return {code_points(*words)};
    if (value.is_null()) return {};
    return {code_points(value.is_number_float() ? float_words(value.get<double>()) : value.dump())};
}

class Emitter {
public:
    /// Keys that are longer go behind a '?'. The limit is 128 with the tag "!!str", which is not written, counted in.
    static constexpr std::size_t longest_simple_key = 122;

    /// @param in_map  the value of a key, not the item of a list
    void value(const Json& value, std::ptrdiff_t indent, bool in_map) {
        if (value.is_object() && !value.empty()) return map(value, indent + 2);
        if (value.is_array() && !value.empty()) {
            // A list stands at the indentation of its key, unless both begin on one line (behind '?', ':' or '-').
            const bool at_key = in_map && !cursor_.indention();
            return list(value, at_key ? indent : indent + 2);
        }
        if (value.is_structured()) {
            cursor_.indicator(value.is_object() ? "{}" : "[]", true);
            cursor_.line_break();
            return;
        }
        if (!in_map) cursor_.indent_to(indent + 2);
        const auto scalar = shown(value);
        write_yaml_scalar(cursor_, scalar.words, scalar.style, indent + 2, true);
    }

    void map(const Json& value, std::ptrdiff_t indent) {
        for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
            cursor_.indent_to(indent);
            key(name, indent);
            this->value(member, indent, true);
        }
    }

    std::string take() && {
        cursor_.indent_to(0);
        return std::move(cursor_).take();
    }

private:
    void list(const Json& value, std::ptrdiff_t indent) {
        for (const auto& item : value) {
            cursor_.indent_to(indent);
            cursor_.indicator("-", true, true);
            this->value(item, indent, false);
        }
    }

    void key(std::string_view name, std::ptrdiff_t indent) {
        if (const auto words = verbatim_key_words(name)) {
            write_yaml_scalar(cursor_, code_points(*words), YamlStyle::plain, indent + 2, false);
            return cursor_.indicator(":", false);
        }
        const auto text = code_points(name);
        bool simple = text.size() <= longest_simple_key;
        for (const auto character : text) simple = simple && !is_yaml_break(character);
        if (!simple) cursor_.indicator("?", true, true);
        write_yaml_scalar(cursor_, text, yaml_text_style(text, simple), indent + 2, !simple);
        if (!simple) cursor_.indent_to(indent);
        cursor_.indicator(":", !simple, !simple);
    }

    YamlCursor cursor_;
};

}  // namespace

std::string emit_yaml(const Json& map) {
    if (!map.is_object()) throw Error(Kind::bug, "only a map is written as YAML");
    if (map.empty()) return "{}\n";
    Emitter emitter;
    emitter.map(map, 0);
    return std::move(emitter).take();
}

Json verbatim_yaml(std::string_view words) {
    return Json::binary({words.begin(), words.end()});
}

std::optional<std::string_view> verbatim_words(const Json& value) {
    if (!value.is_binary()) return std::nullopt;
    const auto& bytes = value.get_binary();
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::string verbatim_key(std::string_view words) {
    return verbatim_mark + std::string(words);
}

std::optional<std::string_view> verbatim_key_words(std::string_view key) {
    if (key.empty() || key.front() != verbatim_mark) return std::nullopt;
    return key.substr(1);
}

}  // namespace mlp::base
