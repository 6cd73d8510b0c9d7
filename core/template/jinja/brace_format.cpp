// "{} {name[0].part!r:>{width}}".format(…).
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/template/jinja/format.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

class Braces {
public:
    Braces(Interpreter& interpreter, bool safe, const Arguments& arguments)
        : interpreter_(interpreter), safe_(safe), arguments_(arguments) {}

    std::string run(std::string_view text, int depth) {
        if (depth > 2) fail("a format is nested too deeply");
        std::string out;
        for (std::size_t at = 0; at < text.size();) {
            const char c = text[at++];
            if ((c == '{' || c == '}') && at < text.size() && text[at] == c && depth == 0) {
                out += c;
                ++at;
            } else if (c == '}') {
                fail("a '}' in a format has no '{'");
            } else if (c == '{') {
                const auto end = closing(text, at);
                out += field(text.substr(at, end - at), depth);
                at = end + 1;
            } else {
                out += c;
            }
        }
        return out;
    }

private:
    static std::size_t closing(std::string_view text, std::size_t at) {
        for (int open = 1; at < text.size(); ++at) {
            open += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (open == 0) return at;
        }
        fail("a '{' in a format is never closed");
    }

    std::string field(std::string_view text, int depth) {
        // The specification begins at the first ':' outside of brackets.
        std::size_t end = 0;
        for (int brackets = 0; end < text.size(); ++end) {
            brackets += text[end] == '[' ? 1 : text[end] == ']' ? -1 : 0;
            if (brackets == 0 && (text[end] == ':' || text[end] == '!')) break;
        }
        const auto name = text.substr(0, end);
        text.remove_prefix(end);
        char conversion = 0;
        if (text.starts_with('!')) {
            if (text.size() < 2 || (text.size() > 2 && text[2] != ':'))
                fail("behind '!' in a format r, s or a is expected");
            conversion = text[1];
            text.remove_prefix(2);
        }
        if (!text.empty()) text.remove_prefix(1);
        auto value = resolve(name);
        const auto specification = run(text, depth + 1);
        if (conversion == 'a') fail("the conversion !a is not supported");
        if (conversion == 'r') value = Value(repr(value));
        if (conversion == 's') value = Value(str(value), value.is_safe());
        if (conversion != 0 && conversion != 'r' && conversion != 's')
            fail(fmt::format("the conversion !{} is not known", conversion));
        if (safe_ && !value.is_safe()) return escaped_text(formatted(interpreter_, value, specification));
        return formatted(interpreter_, value, specification);
    }

    static std::optional<std::int64_t> number(std::string_view text) {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool digits =
            !text.empty() && text.front() != '-' && error == std::errc{} && end == text.data() + text.size();
        return digits ? std::optional(value) : std::nullopt;
    }

    Value positional(std::int64_t index) const {
        if (index >= static_cast<std::int64_t>(arguments_.positional.size()))
            fail("there are not enough values for the format");
        return arguments_.positional[static_cast<std::size_t>(index)];
    }

    Value first(std::string_view name) {
        if (name.empty()) return positional(next_++);
        if (const auto index = number(name)) return positional(*index);
        for (const auto& [key, value] : arguments_.named) {
            if (key == name) return value;
        }
        fail(fmt::format("the format names '{}', which is not given", name));
    }

    Value resolve(std::string_view path) {
        const auto end = std::min(path.find_first_of(".["), path.size());
        auto value = first(path.substr(0, end));
        path.remove_prefix(end);
        while (!path.empty()) {
            if (path.front() == '.') {
                const auto stop = std::min(path.find_first_of(".[", 1), path.size());
                value = interpreter_.attribute(value, path.substr(1, stop - 1));
                path.remove_prefix(stop);
            } else {
                const auto stop = path.find(']');
                if (path.front() != '[' || stop == std::string_view::npos) fail("a field of a format is malformed");
                const auto key = path.substr(1, stop - 1);
                const auto index = number(key);
                value = interpreter_.item(value, index ? Value(*index) : Value(key));
                path.remove_prefix(stop + 1);
            }
        }
        return value;
    }

    Interpreter& interpreter_;
    bool safe_;
    const Arguments& arguments_;
    std::int64_t next_ = 0;
};

}  // namespace

std::string brace_format(Interpreter& interpreter, const Text& format, const Arguments& arguments) {
    return Braces(interpreter, format.safe, arguments).run(format.utf8, 0);
}

}  // namespace mlp::tmpl::jinja
