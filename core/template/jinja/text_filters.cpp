// Filters on texts.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/jinja/unicode.hpp"
#include "core/template/jinja/wrap.hpp"

namespace mlp::tmpl::jinja {

namespace {

using Change = std::u32string (*)(std::u32string_view);

template <Change change>
Value changed(Interpreter&, const Bound& arguments) {
    const auto text = soft_text(arguments[0]);
    return Value(utf8(change(code_points(text.utf8))), text.safe);
}

/// Words begin behind white space and "-({[<"; str.title() is another thing.
Value title_filter(Interpreter&, const Bound& arguments) {
    const auto text = soft_text(arguments[0]);
    const auto all = code_points(text.utf8);
    const auto separates = [](char32_t c) {
        return is_space(c) || std::u32string_view(U"-({[<").find(c) != std::u32string_view::npos;
    };
    std::string out;
    for (std::size_t at = 0; at < all.size();) {
        auto end = at + 1;
        while (end < all.size() && separates(all[end]) == separates(all[at])) ++end;
        const auto word = std::u32string_view(all).substr(at, end - at);
        out += utf8(upper(word.substr(0, 1))) + utf8(lower(word.substr(1)));
        at = end;
    }
    return Value(std::move(out), text.safe);
}

Value string_filter(Interpreter&, const Bound& arguments) {
    auto text = soft_text(arguments[0]);
    return Value(std::move(text.utf8), text.safe);
}

Value center_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto text = soft_text(arguments[0]);
    return Value(padded(interpreter, text.utf8, arguments.integer(1, 80), Align::center), text.safe);
}

Value format_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto format = soft_text(arguments[0]);
    if (!arguments.rest.empty() && !arguments.named.empty())
        fail("format takes arguments by place or by name, not both");
    Value values{Tuple{arguments.rest, {}}};
    if (!arguments.named.empty()) {
        Dict named;
        for (const auto& [name, value] : arguments.named) named.set(name, value);
        values = Value(std::move(named));
    }
    return Value(percent_format(interpreter, format, values), format.safe);
}

Value indent_filter(Interpreter& interpreter, const Bound& arguments) {
    const bool by_text = arguments.has(1) && arguments[1].is_text();
    std::string indentation;
    if (by_text) {
        indentation = arguments.text(1);
    } else {
        const auto width = std::max<std::int64_t>(arguments.integer(1, 4), 0);
        interpreter.charge_text(1, static_cast<std::size_t>(width));
        indentation.assign(static_cast<std::size_t>(width), ' ');
    }
    const bool safe = arguments[0].is_safe();
    if (safe && by_text) indentation = escaped(arguments[1]);
    const bool blank = arguments.flag(3, false);
    const auto lines = split_lines(arguments.text(0) + "\n");
    std::string out = arguments.flag(2, false) ? indentation : "";
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) out += "\n";
        if (i > 0 && (blank || !lines[i].empty())) {
            interpreter.charge_text(indentation.size());
            out += indentation;
        }
        out += lines[i];
    }
    return Value(std::move(out), safe);
}

Value replace_filter(Interpreter& interpreter, const Bound& arguments) {
    const bool all = !arguments.has(3) || arguments[3].is_none();
    return replaced(interpreter, str(arguments[0]), str(arguments[1]), str(arguments[2]),
                    all ? -1 : arguments.integer(3, -1));
}

Value trim_filter(Interpreter&, const Bound& arguments) {
    const auto text = soft_text(arguments[0]);
    std::optional<std::string> characters;
    if (arguments.has(1) && !arguments[1].is_none()) characters = arguments.text(1);
    return Value(strip(text.utf8, characters, true, true), text.safe);
}

Value truncate_filter(Interpreter&, const Bound& arguments) {
    const auto size = static_cast<std::int64_t>(length(arguments[0]));
    const auto limit = arguments.integer(1, 255);
    const auto end = arguments.text(3, "...");
    const auto end_length = static_cast<std::int64_t>(base::character_count(end));
    const auto leeway = arguments.has(4) && !arguments[4].is_none() ? arguments.integer(4, 5) : 5;
    if (limit < end_length) fail(fmt::format("the length must be at least {}, found {}", end_length, limit));
    if (leeway < 0) fail("the leeway must not be negative");
    if (size - leeway <= limit) return arguments[0];
    const auto text = code_points(arguments.text(0));
    auto kept = utf8(std::u32string_view(text).substr(0, static_cast<std::size_t>(limit - end_length)));
    if (!arguments.flag(2, false)) kept = split_at(kept, " ", 1, true).front();
    return Value(arguments[0].is_safe() ? kept + escaped(arguments.value(3, "...")) : kept + end,
                 arguments[0].is_safe());
}

Value wordcount_filter(Interpreter&, const Bound& arguments) {
    std::int64_t words = 0;
    bool in_word = false;
    for (const char32_t c : code_points(str(arguments[0]))) {
        const bool part = c == U'_' || is_alphanumeric(c);
        if (part && !in_word) ++words;
        in_word = part;
    }
    return words;
}

Value wordwrap_filter(Interpreter& interpreter, const Bound& arguments) {
    const auto width = arguments.integer(1, 79);
    if (width <= 0) fail(fmt::format("the width must be positive, found {}", width));
    const bool default_separator = !arguments.has(3) || arguments[3].is_none();
    const auto separator = default_separator ? interpreter.environment().syntax().newline_sequence : arguments.text(3);
    std::string out;
    bool first = true;
    for (const auto& line : split_lines(arguments.text(0))) {
        std::string wrapped;
        for (const auto& piece :
             wrap(line, static_cast<std::size_t>(width), arguments.flag(2, true), arguments.flag(4, true))) {
            if (!wrapped.empty()) wrapped += separator;
            wrapped += piece;
        }
        interpreter.charge_text(wrapped.size());
        if (!std::exchange(first, false)) out += separator;
        out += wrapped;
    }
    return out;
}

constexpr Native text_table[] = {
    {"capitalize", "s", changed<capitalize>},
    {"center", "value width=", center_filter},
    {"format", "value / *values **named", format_filter},
    {"indent", "s width= first= blank=", indent_filter},
    {"lower", "s", changed<lower>},
    {"replace", "s old new count=", replace_filter},
    {"string", "object", string_filter},
    {"title", "s", title_filter},
    {"trim", "value chars=", trim_filter},
    {"truncate", "s length= killwords= end= leeway=", truncate_filter},
    {"upper", "s", changed<upper>},
    {"wordcount", "s", wordcount_filter},
    {"wordwrap", "s width= break_long_words= wrapstring= break_on_hyphens=", wordwrap_filter},
};

}  // namespace

std::span<const Native> text_filters() { return text_table; }

}  // namespace mlp::tmpl::jinja
