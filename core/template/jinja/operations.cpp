#include "core/template/jinja/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/base/error.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// Lists may hold themselves; nothing sensible is this deep.
constexpr int deepest = 100;

/// A list that holds another many times over is small, and its text is not.
void check_printed(const std::string& out) {
    if (out.size() > longest_printed) fail("a list or dict is too large to be printed");
}

std::string repr(const Value& value, int depth);

std::string joined_repr(const std::vector<Value>& items, int depth) {
    std::string out;
    for (const auto& item : items) {
        if (!out.empty()) out += ", ";
        out += repr(item, depth + 1);
        check_printed(out);
    }
    return out;
}

std::string dict_repr(const Dict& dict, int depth) {
    std::string out;
    for (const auto& [key, item] : dict.entries()) {
        if (!out.empty()) out += ", ";
        const auto key_text = repr(key, depth + 1);
        const auto item_text = repr(item, depth + 1);
        out += dict.ordered ? "(" + key_text + ", " + item_text + ")" : key_text + ": " + item_text;
        check_printed(out);
    }
    if (!dict.ordered) return "{" + out + "}";
    return out.empty() ? "OrderedDict()" : "OrderedDict([" + out + "])";
}

std::string repr(const Value& value, int depth) {
    if (depth > deepest) fail("a list or dict is nested too deeply to be printed");
    if (value.is_undefined()) return "Undefined";
    if (value.is_none()) return "None";
    if (value.is_boolean()) return value.boolean() ? "True" : "False";
    if (value.is_integer()) return std::to_string(*value.integer());
    if (value.is_real()) return real_text(*value.real());
    if (value.is_text()) return value.is_safe() ? "Markup(" + text_repr(value.text()) + ")" : text_repr(value.text());
    if (value.is_list()) return "[" + joined_repr(value.list().items, depth) + "]";
    if (value.is_tuple())
        return "(" + joined_repr(value.tuple().items, depth) + (value.tuple().items.size() == 1 ? ",)" : ")");
    if (value.is_dict()) return dict_repr(value.dict(), depth);
    return value.object()->repr();
}

/// Comparisons that are left: containers that hold each other many times over would take for ever.
class Comparisons {
public:
    bool equal(const Value& left, const Value& right);

private:
    template <class Compare>
    bool within(Compare compare) {
        ++depth_;
        const bool result = compare();
        --depth_;
        return result;
    }
    bool equal_sequences(const std::vector<Value>& left, const std::vector<Value>& right) {
        return left.size() == right.size() &&
               std::equal(left.begin(), left.end(), right.begin(),
                          [&](const Value& a, const Value& b) { return equal(a, b); });
    }
    bool equal_dicts(const Dict& left, const Dict& right) {
        if (left.size() != right.size()) return false;
        return std::all_of(left.entries().begin(), left.entries().end(), [&](const auto& entry) {
            const auto* other = right.find(entry.first);
            return other != nullptr && equal(entry.second, *other);
        });
    }

    std::size_t left_ = 2'000'000;
    int depth_ = 0;
};

bool equal_numbers(const Value& left, const Value& right) {
    const auto a = left.integer();
    const auto b = right.integer();
    return a && b ? *a == *b : *left.real() == *right.real();
}

Next over(std::shared_ptr<List> list) {
    return [list, at = std::size_t{0}]() mutable -> std::optional<Value> {
        if (at >= list->items.size()) return std::nullopt;
        return list->items[at++];
    };
}

Next over_keys(std::shared_ptr<Dict> dict) {
    return [dict, size = dict->size(), at = std::size_t{0}]() mutable -> std::optional<Value> {
        if (dict->size() != size) fail("dictionary changed size during iteration");
        if (at >= size) return std::nullopt;
        return dict->entries()[at++].first;
    };
}

Next over_characters(std::shared_ptr<const Text> text) {
    return [text, at = std::size_t{0}]() mutable -> std::optional<Value> {
        if (at >= text->utf8.size()) return std::nullopt;
        const auto begin = at++;
        while (at < text->utf8.size() && (static_cast<unsigned char>(text->utf8[at]) & 0xc0U) == 0x80U) ++at;
        return Value(text->utf8.substr(begin, at - begin));
    };
}

bool Comparisons::equal(const Value& left, const Value& right) {
    if (left_-- == 0 || depth_ > deepest) fail("lists or dicts are too large or nested too deeply to be compared");
    for (const auto* side : {&left, &right}) {
        if (side->is_undefined() && side->undefined().strict) fail_undefined(side->undefined());
    }
    if (left.is_number() && right.is_number()) return equal_numbers(left, right);
    if (left.is_text() && right.is_text()) return left.text() == right.text();
    if (left.is_list() && right.is_list()) {
        return left.same_as(right) || within([&] { return equal_sequences(left.list().items, right.list().items); });
    }
    if (left.is_tuple() && right.is_tuple())
        return within([&] { return equal_sequences(left.tuple().items, right.tuple().items); });
    if (left.is_dict() && right.is_dict())
        return left.same_as(right) || within([&] { return equal_dicts(left.dict(), right.dict()); });
    if (left.is_object()) return left.object()->equals(right).value_or(left.same_as(right));
    if (right.is_object()) return right.object()->equals(left).value_or(false);
    return (left.is_none() && right.is_none()) || (left.is_undefined() && right.is_undefined());
}

}  // namespace

void fail(std::string message) { throw Error(Kind::invalid, std::move(message)); }

void fail_undefined(const Undefined& undefined) { fail(undefined.message); }

std::string real_text(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    std::array<char, 64> buffer{};
    const auto [end, unused] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    const std::string_view all(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const auto exponent = std::stoi(std::string(all.substr(all.find('e') + 1)));
    constexpr int smallest = -4;
    constexpr int largest = 16;
    if (exponent < smallest || exponent >= largest) return std::string(all);
    const auto [fixed_end, unused_too] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    std::string text(buffer.data(), fixed_end);
    return text.find('.') == std::string::npos ? text + ".0" : text;
}

std::string text_repr(std::string_view text) {
    const bool single = text.find('\'') == std::string_view::npos || text.find('"') != std::string_view::npos;
    const char32_t quote = single ? U'\'' : U'"';
    std::string out(1, static_cast<char>(quote));
    for (const char32_t c : code_points(text)) {
        if (c == quote || c == U'\\') {
            out += '\\';
            append_utf8(out, c);
        } else if (c == U'\n') {
            out += "\\n";
        } else if (c == U'\r') {
            out += "\\r";
        } else if (c == U'\t') {
            out += "\\t";
        } else if (c < 0x20 || c == 0x7f || (c >= 0x80 && !is_printable(c))) {
            const auto code = static_cast<std::uint32_t>(c);
            out += code < 0x100     ? fmt::format("\\x{:02x}", code)
                   : code < 0x10000 ? fmt::format("\\u{:04x}", code)
                                    : fmt::format("\\U{:08x}", code);
        } else {
            append_utf8(out, c);
        }
    }
    return out + static_cast<char>(quote);
}

std::string repr(const Value& value) { return repr(value, 0); }

std::string str(const Value& value) {
    if (value.is_text()) return value.text();
    if (value.is_undefined()) {
        if (value.undefined().strict) fail_undefined(value.undefined());
        return {};
    }
    if (value.is_object()) return value.object()->str();
    return repr(value);
}

bool truth(const Value& value) {
    if (value.is_undefined()) {
        if (value.undefined().strict) fail_undefined(value.undefined());
        return false;
    }
    if (value.is_none()) return false;
    if (value.is_number()) return *value.real() != 0;
    if (value.is_object()) return value.object()->truth();
    return length(value) != 0;
}

bool equals(const Value& left, const Value& right) { return Comparisons().equal(left, right); }

bool less(const Value& left, const Value& right) {
    for (const auto* side : {&left, &right}) {
        if (side->is_undefined()) fail_undefined(side->undefined());
    }
    if (left.is_number() && right.is_number()) {
        const auto a = left.integer();
        const auto b = right.integer();
        return a && b ? *a < *b : *left.real() < *right.real();
    }
    // The order of bytes is that of code points in UTF-8.
    if (left.is_text() && right.is_text()) return left.text() < right.text();
    if ((left.is_list() && right.is_list()) || (left.is_tuple() && right.is_tuple())) {
        const auto& a = *left.sequence();
        const auto& b = *right.sequence();
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
            if (!equals(a[i], b[i])) return less(a[i], b[i]);
        }
        return a.size() < b.size();
    }
    fail(fmt::format("'<' is not supported between '{}' and '{}'", left.type_name(), right.type_name()));
}

bool less_or_equal(const Value& left, const Value& right) {
    // With a NaN neither of two numbers is less.
    if (left.is_real() && std::isnan(*left.real())) return false;
    if (right.is_real() && std::isnan(*right.real())) return false;
    return !less(right, left);
}

bool contains(Interpreter& interpreter, const Value& container, const Value& item) {
    if (container.is_undefined() && container.undefined().strict) fail_undefined(container.undefined());
    if (container.is_text()) {
        if (!item.is_text()) {
            if (item.is_undefined()) fail_undefined(item.undefined());
            fail(fmt::format("only a text can be in a text, found '{}'", item.type_name()));
        }
        return container.text().find(item.text()) != std::string::npos;
    }
    if (container.is_dict()) {
        // Python asks for its hash, which it has not.
        if (item.is_undefined() && item.undefined().strict) fail_undefined(item.undefined());
        return container.dict().find(item) != nullptr;
    }
    const auto next = iterate(container);
    while (const auto candidate = next()) {
        interpreter.charge(1);
        if (candidate->same_as(item) || equals(*candidate, item)) return true;
    }
    return false;
}

std::optional<std::size_t> length_if_any(const Value& value) {
    if (value.is_undefined()) {
        if (value.undefined().strict) fail_undefined(value.undefined());
        return 0;
    }
    if (value.is_text())
        return static_cast<std::size_t>(std::count_if(value.text().begin(), value.text().end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
        }));
    if (const auto* items = value.sequence()) return items->size();
    if (value.is_dict()) return value.dict().size();
    if (value.is_object()) return value.object()->length();
    return std::nullopt;
}

std::size_t length(const Value& value) {
    const auto found = length_if_any(value);
    if (!found) fail(fmt::format("'{}' has no length", value.type_name()));
    return *found;
}

Next iterate_if_any(const Value& value) {
    if (value.is_undefined()) {
        if (value.undefined().strict) fail_undefined(value.undefined());
        return [] { return std::nullopt; };
    }
    if (value.is_text()) return over_characters(std::get<std::shared_ptr<const Text>>(value.data()));
    if (value.is_list()) return over(std::get<std::shared_ptr<List>>(value.data()));
    if (value.is_tuple()) return over(std::make_shared<List>(List{value.tuple().items}));
    if (value.is_dict()) return over_keys(std::get<std::shared_ptr<Dict>>(value.data()));
    if (value.is_object()) return value.object()->iterate();
    return {};
}

Next iterate(const Value& value) {
    auto next = iterate_if_any(value);
    if (!next) fail(fmt::format("'{}' is not iterable", value.type_name()));
    return next;
}

std::vector<Value> items_of(Interpreter& interpreter, const Value& value) {
    std::vector<Value> items;
    const auto next = iterate(value);
    while (auto item = next()) {
        interpreter.charge(1);
        items.push_back(std::move(*item));
    }
    return items;
}

std::string escaped_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '\'':
                out += "&#39;";
                break;
            case '"':
                out += "&#34;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string escaped(const Value& value) { return value.is_safe() ? value.text() : escaped_text(str(value)); }

std::vector<std::size_t> slice_places(std::size_t length, const Value& start, const Value& stop, const Value& step) {
    const auto number = [](const Value& value) -> std::optional<std::int64_t> {
        if (value.is_none()) return std::nullopt;
        if (value.is_undefined()) fail_undefined(value.undefined());
        if (!value.integer()) fail("the parts of a slice must be integers or none");
        return value.integer();
    };
    const auto size = static_cast<std::int64_t>(length);
    const auto stride = number(step).value_or(1);
    if (stride == 0) fail("the step of a slice cannot be zero");
    const auto lowest = stride > 0 ? std::int64_t{0} : std::int64_t{-1};
    const auto highest = stride > 0 ? size : size - 1;
    const auto bound = [&](std::optional<std::int64_t> given, std::int64_t otherwise) {
        if (!given) return otherwise;
        return std::clamp(*given < 0 ? (*given < -size ? lowest : *given + size) : *given, lowest, highest);
    };
    const auto first = bound(number(start), stride > 0 ? lowest : highest);
    const auto last = bound(number(stop), stride > 0 ? highest : lowest);
    std::vector<std::size_t> places;
    for (auto at = first; stride > 0 ? at < last : at > last;) {
        places.push_back(static_cast<std::size_t>(at));
        if (__builtin_add_overflow(at, stride, &at)) break;
    }
    return places;
}

}  // namespace mlp::tmpl::jinja
