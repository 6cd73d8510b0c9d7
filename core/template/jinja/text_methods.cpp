// Methods of str.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

using Change = std::u32string (*)(std::u32string_view);

template <Change change>
Value changed_text(Interpreter&, const Bound& arguments) {
    return Value(utf8(change(code_points(arguments[0].text()))), arguments[0].is_safe());
}

template <bool left, bool right>
Value strip_method(Interpreter&, const Bound& arguments) {
    std::optional<std::string> characters;
    if (arguments.has(1) && !arguments[1].is_none()) characters = arguments.text(1);
    return Value(strip(arguments[0].text(), characters, left, right), arguments[0].is_safe());
}

/// An argument as the method of a safe text takes it: escaped.
std::string own_kind(const Bound& arguments, std::size_t index) {
    const auto text = arguments.text(index);
    return arguments[0].is_safe() ? escaped(arguments[index]) : text;
}

Value list_of(const std::vector<std::string>& texts, bool safe) {
    List list;
    for (const auto& text : texts) list.items.emplace_back(text, safe);
    return list;
}

template <bool from_right>
Value split_method(Interpreter& interpreter, const Bound& arguments) {
    const auto& text = arguments[0].text();
    const auto limit = arguments.integer(2, -1);
    const bool words = !arguments.has(1) || arguments[1].is_none();
    const auto parts =
        words ? split_words(text, limit, from_right) : split_at(text, arguments.text(1), limit, from_right);
    interpreter.charge(parts.size());
    return list_of(parts, arguments[0].is_safe());
}

template <bool from_right>
Value partition_method(Interpreter&, const Bound& arguments) {
    const auto& text = arguments[0].text();
    const auto separator = arguments.text(1);
    const bool safe = arguments[0].is_safe();
    const auto parts = split_at(text, separator, 1, from_right);
    const auto part = [&](std::string piece) { return Value(std::move(piece), safe); };
    if (parts.size() == 2) return Tuple{{part(parts[0]), part(separator), part(parts[1])}, {}};
    return from_right ? Tuple{{part(""), part(""), part(text)}, {}} : Tuple{{part(text), part(""), part("")}, {}};
}

/// Where [start, end) of a text begins and ends in bytes, as Python's find() takes them.
std::string_view window(const std::string& text, const Bound& arguments, std::size_t& skipped) {
    const auto size = static_cast<std::int64_t>(base::character_count(text));
    const auto bound = [&](std::size_t index, std::int64_t otherwise) {
        if (!arguments.has(index) || arguments[index].is_none()) return otherwise;
        const auto given = arguments.integer(index, otherwise);
        return std::clamp<std::int64_t>(given < 0 ? given + size : given, 0, size);
    };
    const auto offset = [&](std::int64_t characters) {
        std::size_t at = 0;
        for (; characters > 0 && at < text.size(); --characters) {
            ++at;
            while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) ++at;
        }
        return at;
    };
    const auto first = bound(2, 0);
    const auto last = std::max(first, bound(3, size));
    skipped = offset(first);
    return std::string_view(text).substr(skipped, offset(last) - skipped);
}

template <bool from_right, bool must_be_there>
Value find_method(Interpreter&, const Bound& arguments) {
    const auto& text = arguments[0].text();
    std::size_t skipped = 0;
    const auto part = window(text, arguments, skipped);
    const auto wanted = arguments.text(1);
    const auto found = from_right ? part.rfind(wanted) : part.find(wanted);
    if (found != std::string_view::npos)
        return static_cast<std::int64_t>(base::character_count(std::string_view(text).substr(0, skipped + found)));
    if (must_be_there) fail("substring not found");
    return -1;
}

Value text_count_method(Interpreter& interpreter, const Bound& arguments) {
    std::size_t skipped = 0;
    const auto part = window(arguments[0].text(), arguments, skipped);
    const auto wanted = arguments.text(1);
    if (wanted.empty()) return static_cast<std::int64_t>(base::character_count(part)) + 1;
    interpreter.charge_text(part.size());
    return static_cast<std::int64_t>(split_at(part, wanted, -1, false).size()) - 1;
}

template <bool at_end>
Value affix_method(Interpreter&, const Bound& arguments) {
    std::size_t skipped = 0;
    const auto part = window(arguments[0].text(), arguments, skipped);
    const auto fits = [&](const Value& affix) {
        if (affix.is_undefined()) fail_undefined(affix.undefined());
        if (!affix.is_text()) fail(fmt::format("a text was expected, found '{}'", affix.type_name()));
        return at_end ? part.ends_with(affix.text()) : part.starts_with(affix.text());
    };
    if (!arguments[1].is_tuple()) return fits(arguments[1]);
    const auto& all = arguments[1].tuple().items;
    return std::any_of(all.begin(), all.end(), fits);
}

Value replace_method(Interpreter& interpreter, const Bound& arguments) {
    return Value(
        replaced(interpreter, arguments[0].text(), arguments.text(1), own_kind(arguments, 2), arguments.integer(3, -1)),
        arguments[0].is_safe());
}

Value join_method(Interpreter& interpreter, const Bound& arguments) {
    const auto& separator = arguments[0].text();
    const bool safe = arguments[0].is_safe();
    std::string out;
    bool first = true;
    for (const auto& item : items_of(interpreter, arguments[1])) {
        if (item.is_undefined()) fail_undefined(item.undefined());
        if (!item.is_text() && !safe) fail(fmt::format("only texts can be joined, found '{}'", item.type_name()));
        interpreter.charge_text(separator.size());
        if (!std::exchange(first, false)) out += separator;
        out += safe ? escaped(item) : item.text();
    }
    return Value(std::move(out), safe);
}

template <Align align>
Value pad_method(Interpreter& interpreter, const Bound& arguments) {
    const auto width = arguments.integer(1, 0);
    return Value(padded(interpreter, arguments[0].text(), width, align, arguments.text(2, " ")),
                 arguments[0].is_safe());
}

Value zfill_method(Interpreter& interpreter, const Bound& arguments) {
    const auto& text = arguments[0].text();
    const bool sign = text.starts_with('-') || text.starts_with('+');
    const auto width = arguments.integer(1, 0) - (sign ? 1 : 0);
    const auto digits = padded(interpreter, std::string_view(text).substr(sign ? 1 : 0), width, Align::right, "0");
    return Value((sign ? text.substr(0, 1) : std::string()) + digits, arguments[0].is_safe());
}

template <bool at_end>
Value remove_affix_method(Interpreter&, const Bound& arguments) {
    std::string_view text = arguments[0].text();
    const auto affix = arguments.text(1);
    if (!affix.empty() && (at_end ? text.ends_with(affix) : text.starts_with(affix)))
        text = at_end ? text.substr(0, text.size() - affix.size()) : text.substr(affix.size());
    return Value(std::string(text), arguments[0].is_safe());
}

Value splitlines_method(Interpreter& interpreter, const Bound& arguments) {
    const auto lines = split_lines(arguments[0].text(), arguments.flag(1, false));
    interpreter.charge(lines.size());
    return list_of(lines, arguments[0].is_safe());
}

Value expandtabs_method(Interpreter& interpreter, const Bound& arguments) {
    const auto stop = arguments.integer(1, 8);
    std::string out;
    std::int64_t column = 0;
    for (const char32_t c : code_points(arguments[0].text())) {
        if (c == U'\t') {
            const auto blanks = stop > 0 ? stop - column % stop : 0;
            interpreter.charge_text(1, static_cast<std::size_t>(blanks));
            out.append(static_cast<std::size_t>(blanks), ' ');
            column += blanks;
        } else {
            append_utf8(out, c);
            column = c == U'\n' || c == U'\r' ? 0 : column + 1;
        }
    }
    return Value(std::move(out), arguments[0].is_safe());
}

Value format_method(Interpreter& interpreter, const Bound& arguments) {
    const Text format{arguments[0].text(), arguments[0].is_safe()};
    return Value(brace_format(interpreter, format, {arguments.rest, arguments.named}), format.safe);
}

using Class = bool (*)(char32_t);

template <Class is>
Value all_are(Interpreter&, const Bound& arguments) {
    const auto text = code_points(arguments[0].text());
    return !text.empty() && std::all_of(text.begin(), text.end(), is);
}

/// str.islower() and isupper(): something has that case, and nothing another.
template <Class wanted, Class other>
Value cased_text(Interpreter&, const Bound& arguments) {
    const auto text = code_points(arguments[0].text());
    return std::any_of(text.begin(), text.end(), wanted) &&
           std::none_of(text.begin(), text.end(), [](char32_t c) { return other(c) || is_title(c); });
}

Value istitle_method(Interpreter&, const Bound& arguments) {
    bool in_word = false;
    bool any = false;
    for (const char32_t c : code_points(arguments[0].text())) {
        if (is_upper(c) || is_title(c)) {
            if (in_word) return false;
            in_word = any = true;
        } else if (is_lower(c)) {
            if (!in_word) return false;
            any = true;
        } else {
            in_word = false;
        }
    }
    return any;
}

Value isidentifier_method(Interpreter&, const Bound& arguments) {
    const auto text = code_points(arguments[0].text());
    const auto letter = [](char32_t c) { return c == U'_' || is_alphabetic(c); };
    return !text.empty() && letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char32_t c) { return letter(c) || is_decimal(c); });
}

Value isascii_method(Interpreter&, const Bound& arguments) {
    const auto& text = arguments[0].text();
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Value isprintable_method(Interpreter&, const Bound& arguments) {
    const auto text = code_points(arguments[0].text());
    return std::all_of(text.begin(), text.end(), is_printable);
}

constexpr Native methods[] = {
    {"capitalize", "self", changed_text<capitalize>},
    {"casefold", "self", changed_text<lower>},
    {"center", "self width fillchar= /", pad_method<Align::center>},
    {"count", "self sub start= end= /", text_count_method},
    {"endswith", "self suffix start= end= /", affix_method<true>},
    {"expandtabs", "self tabsize=", expandtabs_method},
    {"find", "self sub start= end= /", find_method<false, false>},
    {"format", "self / *values **named", format_method},
    {"index", "self sub start= end= /", find_method<false, true>},
    {"isalnum", "self", all_are<is_alphanumeric>},
    {"isalpha", "self", all_are<is_alphabetic>},
    {"isascii", "self", isascii_method},
    {"isdecimal", "self", all_are<is_decimal>},
    {"isdigit", "self", all_are<is_digit>},
    {"isidentifier", "self", isidentifier_method},
    {"islower", "self", cased_text<is_lower, is_upper>},
    {"isnumeric", "self", all_are<is_numeric>},
    {"isprintable", "self", isprintable_method},
    {"isspace", "self", all_are<is_space>},
    {"istitle", "self", istitle_method},
    {"isupper", "self", cased_text<is_upper, is_lower>},
    {"join", "self iterable /", join_method},
    {"ljust", "self width fillchar= /", pad_method<Align::left>},
    {"lower", "self", changed_text<lower>},
    {"lstrip", "self chars= /", strip_method<true, false>},
    {"partition", "self sep /", partition_method<false>},
    {"removeprefix", "self prefix /", remove_affix_method<false>},
    {"removesuffix", "self suffix /", remove_affix_method<true>},
    {"replace", "self old new count= /", replace_method},
    {"rfind", "self sub start= end= /", find_method<true, false>},
    {"rindex", "self sub start= end= /", find_method<true, true>},
    {"rjust", "self width fillchar= /", pad_method<Align::right>},
    {"rpartition", "self sep /", partition_method<true>},
    {"rsplit", "self sep= maxsplit=", split_method<true>},
    {"rstrip", "self chars= /", strip_method<false, true>},
    {"split", "self sep= maxsplit=", split_method<false>},
    {"splitlines", "self keepends=", splitlines_method},
    {"startswith", "self prefix start= end= /", affix_method<false>},
    {"strip", "self chars= /", strip_method<true, true>},
    {"swapcase", "self", changed_text<swapcase>},
    {"title", "self", changed_text<title>},
    {"upper", "self", changed_text<upper>},
    {"zfill", "self width /", zfill_method},
};

}  // namespace

std::span<const Native> text_methods() { return methods; }

}  // namespace mlp::tmpl::jinja
