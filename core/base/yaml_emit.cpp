#include "core/base/yaml_emit.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>
#include <utility>

#include "core/base/code_points.hpp"
#include "core/base/error.hpp"
#include "core/base/python_json.hpp"
#include "core/base/verbatim.hpp"
#include "core/base/yaml_emit_scalar.hpp"

namespace mlp::base {

namespace {

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

/// The anchors of shared objects, numbered as their second places are met.
class Anchors {
public:
    Anchors(const Json& value, const SharedYaml& shared) : shared_(shared) { find(value); }

    /// "&id001" at the first place, "*id001" at the others, nothing for what stands once.
    std::string mark(const Json& value) {
        const auto object = shared_.find(&value);
        if (object == shared_.end() || !names_.contains(object->second)) return "";
        const bool first = written_.insert(object->second).second;
        return fmt::format("{}id{:03}", first ? '&' : '*', names_.at(object->second));
    }

private:
    void find(const Json& value) {
        if (const auto object = shared_.find(&value); object != shared_.end() && !met_.insert(object->second).second) {
            names_.emplace(object->second, names_.size() + 1);
            return;
        }
        if (!value.is_structured()) return;
        for (const auto& member : value) find(member);
    }

    const SharedYaml& shared_;
    std::set<int> met_;
    std::set<int> written_;
    std::map<int, std::size_t> names_;
};

class Emitter {
public:
    /// Keys that are longer go behind a '?'. The limit is 128 with the tag "!!str", which is not written, counted in.
    static constexpr std::size_t longest_simple_key = 122;

    explicit Emitter(Anchors anchors) : anchors_(std::move(anchors)) {}

    /// @param in_map  the value of a key, not the item of a list
    void value(const Json& value, std::ptrdiff_t indent, bool in_map) {
        if (const auto mark = anchors_.mark(value); !mark.empty()) {
            cursor_.indicator(mark, true);
            if (mark.front() == '*') return;
        }
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
    Anchors anchors_;
};

}  // namespace

std::string emit_yaml(const Json& map) { return emit_yaml(map, {}); }

std::string emit_yaml(const Json& map, const SharedYaml& shared) {
    if (!map.is_object()) throw Error(Kind::bug, "only a map is written as YAML");
    if (map.empty()) return "{}\n";
    Emitter emitter(Anchors(map, shared));
    emitter.map(map, 0);
    return std::move(emitter).take();
}

}  // namespace mlp::base
