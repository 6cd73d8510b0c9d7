#include "core/template/jinja/jinja.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/shorten.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/parser.hpp"

namespace mlp::tmpl::jinja {

namespace {

using Table = std::unordered_map<std::string_view, const Native*>;

void add(Table& table, std::span<const Native> natives) {
    for (const auto& native : natives) table[native.name] = &native;
}

const Native* find(const Table& table, std::string_view name) {
    const auto found = table.find(name);
    return found == table.end() ? nullptr : found->second;
}

std::vector<std::string> names(const Table& table) {
    std::vector<std::string> all;
    for (const auto& [name, unused] : table) all.emplace_back(name);
    std::sort(all.begin(), all.end());
    return all;
}

void check(const Syntax& syntax) {
    for (const auto* delimiter : {&syntax.block_start, &syntax.block_end, &syntax.variable_start, &syntax.variable_end,
                                  &syntax.comment_start, &syntax.comment_end}) {
        if (delimiter->empty()) fail("the start and end of a tag cannot be empty");
    }
    if (syntax.block_start == syntax.variable_start || syntax.block_start == syntax.comment_start ||
        syntax.variable_start == syntax.comment_start)
        fail("blocks, variables and comments must begin differently");
}

}  // namespace

Environment::Environment(Syntax syntax, UndefinedMode undefined, Extensions extensions)
    : syntax_(std::move(syntax)), undefined_(undefined), extensions_(extensions) {
    check(syntax_);
    for (const auto natives :
         {text_filters(), html_filters(), number_filters(), sequence_filters(), selection_filters()})
        add(filters_, natives);
    if (extensions.cookiecutter) add(filters_, cookiecutter_filters());
    if (extensions.ansible) add(filters_, ansible_filters());
    if (extensions.ansible) add(filters_, regex_filters());
    if (extensions.own) add(filters_, own_filters());
    add(tests_, builtin_tests());
    add(globals_, builtin_functions());
    if (extensions.cookiecutter) add(globals_, cookiecutter_functions());
    if (extensions.ansible) add(globals_, copier_functions());
}

const Native* Environment::filter(std::string_view name) const { return find(filters_, name); }
const Native* Environment::test(std::string_view name) const { return find(tests_, name); }
std::vector<std::string> Environment::filter_names() const { return names(filters_); }
std::vector<std::string> Environment::test_names() const { return names(tests_); }

Template::Template(std::string_view text, std::string file, const Environment& environment)
    : file_(std::move(file)), environment_(environment) {
    constexpr std::size_t largest = 16U << 20U;
    if (text.size() > largest) throw Error(Kind::invalid, "a template may have at most 16 MiB").at(file_);
    if (const auto bad = base::invalid_utf8(text))
        throw Error(Kind::invalid, fmt::format("a template must be UTF-8, byte {} is not", *bad)).at(file_);
    source_ = normalized(text, environment.syntax());
    try {
        Parser parser(tokenize(source_, environment.syntax()), environment);
        body_ = parser.parse();
        blocks_ = parser.take_blocks();
    } catch (const SyntaxError& error) {
        throw Error(Kind::invalid, error.message).at(place(error.at));
    }
}

Position Template::position(std::uint32_t at) const {
    const auto before = std::string_view(source_).substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto newline = before.rfind('\n');
    const auto column = base::character_count(before.substr(newline == std::string_view::npos ? 0 : newline + 1)) + 1;
    return {file_, static_cast<int>(line), static_cast<int>(column)};
}

std::string Template::place(std::uint32_t at) const { return position(at).to_string(); }

std::string Template::excerpt(std::uint32_t from, std::uint32_t to) const {
    constexpr std::size_t longest = 120;
    return base::printable(base::shortened(std::string_view(source_).substr(from, to - from), longest));
}

std::string render(const Template& source, const Dict& context, const Loader& loader, const Limits& limits,
                   std::optional<Yielded>* yielded) {
    Interpreter interpreter(source.environment(), loader, limits, yielded);
    return interpreter.render(source, context);
}

}  // namespace mlp::tmpl::jinja
