// What cookiecutter adds to Jinja: jsonify, slugify, random_ascii_string and uuid4 (`now` is a statement: clock.hpp).
#include <fmt/format.h>

#include <random>

#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/json.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/slug.hpp"

namespace mlp::tmpl::jinja {

namespace {

Value jsonify_filter(Interpreter&, const Bound& arguments) {
    JsonStyle style;
    style.sort_keys = true;
    set_indent(style, arguments.value(1, 4));
    return json_text(arguments[0], style);
}

std::vector<std::pair<std::string, std::string>> pairs_of(Interpreter& interpreter, const Value& value) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& pair : items_of(interpreter, value)) {
        const auto parts = items_of(interpreter, pair);
        if (parts.size() != 2) fail("a replacement is a pair of an old and a new text");
        pairs.emplace_back(str(parts[0]), str(parts[1]));
    }
    return pairs;
}

Value slugify_filter(Interpreter& interpreter, const Bound& arguments) {
    if (arguments.has(9) && !arguments[9].is_none()) fail("'regex_pattern' of slugify is not supported");
    if (arguments.flag(12, false)) fail("'allow_unicode' of slugify is not supported");
    SlugRules rules;
    rules.entities = arguments.flag(1, true);
    rules.decimal = arguments.flag(2, true);
    rules.hexadecimal = arguments.flag(3, true);
    rules.max_length = arguments.integer(4, 0);
    rules.word_boundary = arguments.flag(5, false);
    rules.separator = arguments.text(6, "-");
    rules.save_order = arguments.flag(7, false);
    if (arguments.has(8)) {
        for (const auto& word : items_of(interpreter, arguments[8])) rules.stopwords.push_back(str(word));
    }
    rules.lowercase = arguments.flag(10, true);
    if (arguments.has(11)) rules.replacements = pairs_of(interpreter, arguments[11]);
    return slug(interpreter, arguments.text(0), rules);
}

Value random_ascii_string(Interpreter& interpreter, const Bound& arguments) {
    std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (arguments.flag(1, false)) letters += "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    const auto length = static_cast<std::size_t>(std::max<std::int64_t>(arguments.integer(0, 0), 0));
    interpreter.charge(length);
    std::random_device device;
    std::uniform_int_distribution<std::size_t> place(0, letters.size() - 1);
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += letters[place(device)];
    return text;
}

Value uuid4(Interpreter&, const Bound&) {
    std::random_device device;
    const auto word = [&] { return static_cast<std::uint32_t>(device()); };
    const auto middle = word();
    const auto variant = (word() & 0x3fffffffU) | 0x80000000U;
    return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:04x}{:08x}", word(), middle >> 16U, middle & 0xfffU,
                       variant >> 16U, variant & 0xffffU, word());
}

constexpr Native cookiecutter_table[] = {
    {"jsonify", "obj indent=", jsonify_filter},
    {"slugify",
     "value entities= decimal= hexadecimal= max_length= word_boundary= separator= save_order= stopwords= "
     "regex_pattern= lowercase= replacements= allow_unicode=",
     slugify_filter},
};

constexpr Native cookiecutter_functions_table[] = {
    {"random_ascii_string", "length punctuation=", random_ascii_string},
    {"uuid4", "", uuid4},
};

}  // namespace

std::span<const Native> cookiecutter_filters() { return cookiecutter_table; }
std::span<const Native> cookiecutter_functions() { return cookiecutter_functions_table; }

}  // namespace mlp::tmpl::jinja
