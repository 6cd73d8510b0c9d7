#include "core/template/jinja/yaml_dump.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/unicode.hpp"
#include "core/template/jinja/yaml_scalar.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// Where a node stands; it decides how it may be written.
enum class Place { root, item, key, value };

class Emitter {
public:
    explicit Emitter(const YamlStyle& style) : style_(style) {}

    std::string run(const Value& value) {
        node(value, Place::root);
        if (open_ended_) out_ += "\n...";
        return out_ + "\n";
    }

private:
    static bool is_container(const Value& value) { return value.is_list() || value.is_dict(); }
    static bool is_empty(const Value& value) { return length(value) == 0; }

    bool in_flow(const Value& value) const {
        if (flow_ > 0 || is_empty(value)) return true;
        if (!style_.flow_of_scalars) return false;
        if (value.is_list()) return std::none_of(value.list().items.begin(), value.list().items.end(), is_container);
        const auto& entries = value.dict().entries();
        return std::none_of(entries.begin(), entries.end(),
                            [](const auto& entry) { return is_container(entry.second); });
    }

    void node(const Value& value, Place place) {
        constexpr int deepest = 100;
        if (!is_container(value)) return scalar(value, place);
        if (depth_ >= deepest) fail("a list or dict is nested too deeply to become YAML");
        const void* identity = value.is_list() ? static_cast<const void*>(&value.list()) : &value.dict();
        if (!seen_.insert(identity).second)
            fail("a list or dict that stands in two places cannot become YAML: it would need an anchor");
        ++depth_;
        const auto outer = indent_;
        if (in_flow(value)) {
            flow(value);
        } else if (value.is_list()) {
            // A list below a key stands under it, not right of it.
            indent_ = place == Place::value && !indention_ ? std::max<std::int64_t>(outer, 0) : deeper(outer);
            for (const auto& item : value.list().items) {
                write_indent();
                indicator("-", true, false, true);
                node(item, Place::item);
            }
        } else {
            indent_ = deeper(outer);
            for (const auto& [key, item] : entries_of(value.dict())) {
                write_indent();
                simple_key(key);
                indicator(":", false);
                node(item, Place::value);
            }
        }
        indent_ = outer;
        --depth_;
    }

    std::int64_t deeper(std::int64_t outer) const {
        return outer < 0 ? (flow_ > 0 ? style_.indent : 0) : outer + style_.indent;
    }

    std::vector<std::pair<Value, Value>> entries_of(const Dict& dict) const {
        auto entries = dict.entries();
        if (style_.sort_keys)
            std::stable_sort(entries.begin(), entries.end(),
                             [](const auto& a, const auto& b) { return less(a.first, b.first); });
        return entries;
    }

    void flow(const Value& value) {
        const bool list = value.is_list();
        indicator(list ? "[" : "{", true, true);
        const auto outer = indent_;
        ++flow_;
        indent_ = deeper(outer);
        bool first = true;
        const auto begin_item = [&] {
            if (!std::exchange(first, false)) indicator(",", false);
            if (column_ > style_.width) write_indent();
        };
        if (list) {
            for (const auto& item : value.list().items) {
                begin_item();
                node(item, Place::item);
            }
        } else {
            for (const auto& [key, item] : entries_of(value.dict())) {
                begin_item();
                simple_key(key);
                indicator(":", false);
                node(item, Place::value);
            }
        }
        --flow_;
        indent_ = outer;
        indicator(list ? "]" : "}", false);
    }

    void simple_key(const Value& key) {
        constexpr std::size_t longest = 128;
        if (is_container(key) || key.is_tuple()) fail("a key of YAML must be a scalar");
        const auto text = yaml_scalar_of(key).text;
        if (text.empty() || length(Value(text)) >= longest || text.find('\n') != std::string::npos)
            fail(fmt::format("the key {} cannot become YAML here: it is empty, long, or has several lines", repr(key)));
        scalar(key, Place::key);
    }

    void scalar(const Value& value, Place place) {
        const auto node = yaml_scalar_of(value);
        const auto style = quoting(node, flow_ > 0, place == Place::key, style_.unicode);
        const auto text = code_points(node.text);
        const bool split = place != Place::key;
        const auto outer = indent_;
        indent_ = std::max<std::int64_t>(outer, 0) + style_.indent;
        if (style == Quoting::plain) {
            open_ended_ = place == Place::root;
            plain(text, split);
        } else if (style == Quoting::single) {
            single(text, split);
        } else {
            twofold(text, split);
        }
        indent_ = outer;
    }

    // What is written, and where the next character stands.

    void put(std::u32string_view text) {
        out_ += utf8(text);
        column_ += static_cast<std::int64_t>(text.size());
    }

    void indicator(std::string_view text, bool need_space, bool whitespace = false, bool indention = false) {
        if (need_space && !whitespace_) put(U" ");
        whitespace_ = whitespace;
        indention_ = indention_ && indention;
        put(code_points(text));
    }

    void line_break() {
        out_ += '\n';
        whitespace_ = true;
        indention_ = true;
        column_ = 0;
    }

    void write_indent() {
        const auto indent = std::max<std::int64_t>(indent_, 0);
        if (!indention_ || column_ > indent || (column_ == indent && !whitespace_)) line_break();
        if (column_ >= indent) return;
        whitespace_ = true;
        put(std::u32string(static_cast<std::size_t>(indent - column_), U' '));
    }

    /// Words of a text; a single space far to the right becomes a new line.
    void plain(std::u32string_view text, bool split) {
        if (text.empty()) return;
        if (!whitespace_) put(U" ");
        whitespace_ = false;
        indention_ = false;
        for (std::size_t at = 0; at < text.size();) {
            const bool spaces = text[at] == U' ';
            auto end = at;
            while (end < text.size() && (text[end] == U' ') == spaces) ++end;
            if (spaces && end - at == 1 && column_ > style_.width && split) {
                write_indent();
                whitespace_ = false;
                indention_ = false;
            } else {
                put(text.substr(at, end - at));
            }
            at = end;
        }
    }

    void breaks(std::u32string_view text) {
        if (text.front() == U'\n') line_break();
        for (const char32_t c : text) {
            if (c != U'\n') fail("a text with unusual line breaks cannot become YAML here");
            line_break();
        }
        write_indent();
    }

    void single(std::u32string_view text, bool split) {
        indicator("'", true);
        const auto kind = [](char32_t c) { return c == U' ' ? 1 : is_yaml_break(c) ? 2 : 0; };
        for (std::size_t at = 0; at < text.size();) {
            auto end = at;
            while (end < text.size() && kind(text[end]) == kind(text[at])) ++end;
            const auto part = text.substr(at, end - at);
            const bool inside = at != 0 && end != text.size();
            if (kind(text[at]) == 1 && part.size() == 1 && column_ > style_.width && split && inside) {
                write_indent();
            } else if (kind(text[at]) == 2) {
                breaks(part);
            } else {
                for (const char32_t c : part) put(c == U'\'' ? U"''" : std::u32string(1, c));
            }
            at = end;
        }
        indicator("'", false);
    }

    void twofold(std::u32string_view text, bool split) {
        indicator("\"", true);
        std::size_t start = 0;
        for (std::size_t end = 0; end <= text.size(); ++end) {
            const bool special = end == text.size() || needs_escape(text[end], style_.unicode);
            if (special) {
                put(text.substr(start, end - start));
                start = end;
                if (end < text.size()) {
                    put(code_points(yaml_escape(text[end])));
                    start = end + 1;
                }
            }
            const bool far = column_ + static_cast<std::int64_t>(end) - static_cast<std::int64_t>(start) > style_.width;
            if (!split || !far || end == 0 || end + 1 >= text.size() || (text[end] != U' ' && start < end)) continue;
            put(start < end ? text.substr(start, end - start) : std::u32string_view());
            put(U"\\");
            if (start < end) start = end;
            write_indent();
            whitespace_ = false;
            indention_ = false;
            if (text[start] == U' ') put(U"\\");
        }
        indicator("\"", false);
    }

    const YamlStyle& style_;
    std::string out_;
    std::set<const void*> seen_;
    std::int64_t indent_ = -1;  ///< -1: before the first
    std::int64_t column_ = 0;
    int flow_ = 0;
    int depth_ = 0;
    bool whitespace_ = true;
    bool indention_ = true;
    bool open_ended_ = false;
};

}  // namespace

std::string yaml_text(const Value& value, const YamlStyle& style) { return Emitter(style).run(value); }

}  // namespace mlp::tmpl::jinja
