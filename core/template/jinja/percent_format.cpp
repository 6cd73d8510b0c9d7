// "%s, %05.1f" % values.
#include <fmt/format.h>

#include "core/base/text.hpp"
#include "core/template/jinja/format.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/objects.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/unicode.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// Python takes a value that could be a mapping for one, and misses nothing when no name asks for it.
bool is_subscriptable(const Value& value) {
    return value.is_dict() || value.is_list() || value.is_undefined() || value.as<Range>();
}

class Percent {
public:
    Percent(Interpreter& interpreter, const Text& format, const Value& values)
        : interpreter_(interpreter), text_(format.utf8), safe_(format.safe), values_(values) {}

    std::string run() {
        std::string out;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c == '%') {
                out += conversion();
            } else {
                out += c;
            }
        }
        const bool all_used = values_.is_tuple() ? used_ == values_.tuple().items.size()
                                                 : used_ > 0 || named_ || is_subscriptable(values_);
        if (!all_used) fail("not all values were used by the format");
        return out;
    }

private:
    char peek() const {
        if (at_ >= text_.size()) fail("the format ends within a '%'");
        return text_[at_];
    }

    Value next_value() {
        if (values_.is_tuple()) {
            const auto& items = values_.tuple().items;
            if (used_ >= items.size()) fail("there are not enough values for the format");
            return items[used_++];
        }
        if (used_++ > 0) fail("there are not enough values for the format");
        return values_;
    }

    /// "(name)" takes a value of a dict.
    std::optional<Value> named_value() {
        if (peek() != '(') return std::nullopt;
        const auto begin = ++at_;
        for (int depth = 1; depth > 0; ++at_) depth += peek() == '(' ? 1 : peek() == ')' ? -1 : 0;
        const auto name = text_.substr(begin, at_ - begin - 1);
        if (!values_.is_dict()) fail("a format with names needs a dict");
        named_ = true;
        const auto* found = values_.dict().find(name);
        if (found == nullptr) fail(fmt::format("the format names '{}', which is not given", name));
        return *found;
    }

    std::int64_t number() {
        if (peek() == '*') {
            ++at_;
            const auto given = next_value().integer();
            if (!given) fail("'*' in a format needs an integer");
            return *given;
        }
        std::int64_t value = 0;
        constexpr std::int64_t widest = 1'000'000;
        for (; peek() >= '0' && peek() <= '9'; ++at_) {
            value = value * 10 + (peek() - '0');
            if (value > widest) fail("the width or precision of a format is too large");
        }
        return value;
    }

    std::string conversion() {
        FormatSpec spec;
        auto value = named_value();
        bool zeros = false;
        for (;; ++at_) {
            const char c = peek();
            if (c == '-') {
                spec.align = '<';
            } else if (c == '0') {
                zeros = true;
            } else if (c == '+' || (c == ' ' && spec.sign == 0)) {
                spec.sign = c;
            } else if (c == '#') {
                spec.alternate = true;
            } else if (c != ' ') {
                break;
            }
        }
        spec.width = number();
        if (spec.width < 0) {
            spec.align = '<';
            spec.width = -spec.width;
        }
        if (peek() == '.') {
            ++at_;
            spec.precision = std::max<std::int64_t>(number(), 0);
        }
        while (peek() == 'l' || peek() == 'h' || peek() == 'L') ++at_;
        spec.type = peek();
        ++at_;
        if (spec.type == '%') return "%";
        return converted(spec, zeros, value ? *value : next_value());
    }

    std::string converted(FormatSpec spec, bool zeros, const Value& value) {
        if (spec.type == 's' || spec.type == 'r' || spec.type == 'a') {
            if (spec.align == 0) spec.align = '>';
            auto text = spec.type == 's' ? str(value) : repr(value);
            if (spec.type == 'a') fail("the conversion %a is not supported");
            if (safe_ && !value.is_safe()) text = escaped_text(text);
            return formatted_text(interpreter_, spec, text);
        }
        if (value.is_undefined()) fail_undefined(value.undefined());
        if (spec.type == 'c') return character(spec, value);
        if (!value.is_number()) fail(fmt::format("%{} needs a number, found '{}'", spec.type, value.type_name()));
        if (zeros && spec.align == 0) {
            spec.align = '=';
            spec.fill = "0";
        }
        if (std::string_view("diuxXo").find(spec.type) != std::string_view::npos) return integer(spec, value);
        if (std::string_view("eEfFgG").find(spec.type) == std::string_view::npos)
            fail(fmt::format("the conversion %{} is not known", spec.type));
        return formatted_real(interpreter_, spec, *value.real());
    }

    std::string integer(FormatSpec spec, const Value& value) {
        const bool decimal = spec.type == 'd' || spec.type == 'i' || spec.type == 'u';
        if (decimal) spec.type = 'd';
        if (!decimal && value.is_real()) fail(fmt::format("%{} needs an integer, found 'float'", spec.type));
        constexpr double beyond = 9.2e18;
        const auto whole = value.integer();
        if (!whole && !(*value.real() > -beyond && *value.real() < beyond))
            fail("the number does not fit an integer of 64 bits");
        return formatted_integer(interpreter_, spec, whole ? *whole : static_cast<std::int64_t>(*value.real()));
    }

    std::string character(FormatSpec spec, const Value& value) {
        spec.precision = -1;
        if (spec.align == 0) spec.align = '>';
        if (value.is_text() && base::character_count(value.text()) == 1)
            return formatted_text(interpreter_, spec, value.text());
        const auto code = value.integer();
        const bool valid = code && *code >= 0 && *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff);
        if (!valid) fail("%c needs one character or its number");
        return formatted_text(interpreter_, spec, utf8(std::u32string(1, static_cast<char32_t>(*code))));
    }

    Interpreter& interpreter_;
    std::string_view text_;
    bool safe_;
    const Value& values_;
    std::size_t at_ = 0;
    std::size_t used_ = 0;
    bool named_ = false;
};

}  // namespace

std::string percent_format(Interpreter& interpreter, const Text& format, const Value& value) {
    return Percent(interpreter, format, value).run();
}

}  // namespace mlp::tmpl::jinja
