#include "core/tracking/filter.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/tracking/tokens.hpp"

namespace mlp::tracking {
namespace {

constexpr std::size_t most_comparisons = 100;  // SQLite would refuse deeper expressions with words nobody understands
constexpr std::size_t most_in_list = 10'000;

constexpr auto kinds = std::to_array<std::pair<std::string_view, Entity>>({
    {"METRIC", Entity::metric},
    {"METRICS", Entity::metric},
    {"PARAM", Entity::param},
    {"PARAMS", Entity::param},
    {"PARAMETER", Entity::param},
    {"PARAMETERS", Entity::param},
    {"TAG", Entity::tag},
    {"TAGS", Entity::tag},
    {"ATTRIBUTE", Entity::attribute},
    {"ATTRIBUTES", Entity::attribute},
    {"ATTR", Entity::attribute},
    {"RUN", Entity::attribute},
    {"DATASET", Entity::dataset},
    {"DATASETS", Entity::dataset},
    {"MODEL", Entity::attribute},
});

constexpr auto symbols = std::to_array<std::pair<std::string_view, Operator>>({
    {"=", Operator::equal},
    {"==", Operator::equal},
    {"!=", Operator::not_equal},
    {"<>", Operator::not_equal},
    {"<", Operator::less},
    {"<=", Operator::less_equal},
    {">", Operator::greater},
    {">=", Operator::greater_equal},
    {"LIKE", Operator::like},
    {"ILIKE", Operator::ilike},
    {"IN", Operator::in},
    {"NOT IN", Operator::not_in},
    {"IS NULL", Operator::is_null},
    {"IS NOT NULL", Operator::is_not_null},
});

class Parser {
public:
    Parser(std::string_view text, std::string_view what) : what_(what), tokens_(tokenise(text, what)) {}

    std::vector<Comparison> filter() {
        std::vector<Comparison> comparisons;
        if (at_end()) return comparisons;
        while (true) {
            comparisons.push_back(comparison());
            if (at_end()) return comparisons;
            if (word("OR")) fail("OR is not part of the language, only AND is");
            if (!take_word("AND")) fail(fmt::format("expected AND or the end, found {}", found()));
            if (comparisons.size() >= most_comparisons) {
                fail(fmt::format("more than {} comparisons in one filter", most_comparisons));
            }
        }
    }

    OrderTerm order() {
        OrderTerm term{.field = field()};
        if (take_word("DESC")) {
            term.descending = true;
        } else {
            take_word("ASC");
        }
        if (!at_end()) fail(fmt::format("expected ASC, DESC or the end, found {}", found()));
        return term;
    }

private:
    const Token& now() const { return tokens_[next_]; }
    bool at_end() const { return now().kind == Token::Kind::end; }
    bool word(std::string_view upper) const { return now().kind == Token::Kind::word && same_word(now().text, upper); }
    bool take_word(std::string_view upper) {
        if (!word(upper)) return false;
        ++next_;
        return true;
    }
    bool take_symbol(std::string_view text) {
        if (now().kind != Token::Kind::symbol || now().text != text) return false;
        ++next_;
        return true;
    }
    std::string found() const {
        return at_end() ? "the end" : fmt::format("'{}'", base::printable(std::string_view(now().text).substr(0, 60)));
    }
    [[noreturn]] void fail(std::string message) const { throw filter_error(std::move(message), what_, now().position); }

    Field field();
    Operator comparison_operator();
    Value value();
    std::vector<std::string> list();

    Comparison comparison() {
        Comparison result;
        result.position = now().position;
        if (take_symbol("(")) {
            --next_;
            fail("parentheses are not part of the language, except around the list of IN");
        }
        Field left = field();
        result.entity = left.entity;
        result.key = std::move(left.key);
        result.op = comparison_operator();
        if (result.op == Operator::in || result.op == Operator::not_in) {
            result.list = list();
        } else if (result.op != Operator::is_null && result.op != Operator::is_not_null) {
            result.value = value();
        }
        return result;
    }

    std::string_view what_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
};

Field Parser::field() {
    if (at_end()) fail("expected a name such as metrics.acc, found the end");
    const Token token = now();
    if (token.kind == Token::Kind::quoted_name || (token.kind == Token::Kind::text && token.double_quoted)) {
        ++next_;
        return {Entity::attribute, token.text};
    }
    if (token.kind != Token::Kind::word) fail(fmt::format("expected a name such as metrics.acc, found {}", found()));
    const auto dot = token.text.find('.');
    const std::string kind = token.text.substr(0, dot);
    for (const auto& [name, entity] : kinds) {
        if (dot == std::string::npos || !same_word(kind, name)) continue;
        ++next_;
        std::string key = token.text.substr(dot + 1);
        // A quoted key follows its dot without a space: metrics."my key".
        const bool quoted = now().kind == Token::Kind::quoted_name || now().kind == Token::Kind::text;
        if (key.empty() && quoted && now().position == token.position + token.text.size()) key = tokens_[next_++].text;
        if (key.empty())
            throw filter_error(fmt::format("'{}.' needs a key behind the dot", kind), what_, token.position);
        return {entity, key};
    }
    if (dot != std::string::npos) {
        static const std::vector<std::string> names{"metrics", "params", "tags", "attributes", "datasets"};
        throw filter_error(fmt::format("'{}' is no kind of name: metrics, params, tags, attributes or datasets are{}",
                                       base::printable(kind), base::did_you_mean(kind, names)),
                           what_, token.position);
    }
    ++next_;
    // `run id`, `run name` may be written in two words.
    if (same_word(token.text, "RUN") && (word("ID") || word("NAME")))
        return {Entity::attribute, "run_" + tokens_[next_++].text};
    return {Entity::attribute, token.text};
}

Operator Parser::comparison_operator() {
    std::string text = now().text;
    if (now().kind == Token::Kind::word) {
        if (take_word("IS")) {
            const bool negated = take_word("NOT");
            if (!take_word("NULL")) fail(fmt::format("expected NULL, found {}", found()));
            return negated ? Operator::is_not_null : Operator::is_null;
        }
        if (take_word("NOT")) {
            if (!take_word("IN")) fail(fmt::format("expected IN behind NOT, found {}", found()));
            return Operator::not_in;
        }
        for (const auto& [name, op] : symbols) {
            if (take_word(name)) return op;
        }
    } else if (now().kind == Token::Kind::symbol) {
        for (const auto& [name, op] : symbols) {
            if (take_symbol(name)) return op;
        }
    }
    fail(fmt::format("expected an operator (= != > >= < <= LIKE ILIKE IN, NOT IN, IS NULL, IS NOT NULL), found {}",
                     found()));
}

Value Parser::value() {
    const Token token = now();
    if (token.kind == Token::Kind::text) {
        ++next_;
        return token.text;
    }
    if (token.kind != Token::Kind::word) fail(fmt::format("expected a number or a text in quotes, found {}", found()));
    std::int64_t integer = 0;
    const char* end = token.text.data() + token.text.size();
    if (const auto read = std::from_chars(token.text.data(), end, integer); read.ec == std::errc{} && read.ptr == end) {
        ++next_;
        return integer;
    }
    const auto number = base::parse_number(token.text);
    if (!number) fail(fmt::format("expected a number or a text in quotes, found {}", found()));
    if (std::isnan(*number)) fail("nan compares with nothing");
    ++next_;
    return *number;
}

std::vector<std::string> Parser::list() {
    std::vector<std::string> texts;
    if (!take_symbol("(")) fail(fmt::format("expected '(' and a list of texts, found {}", found()));
    while (true) {
        if (now().kind != Token::Kind::text) fail(fmt::format("expected a text in quotes, found {}", found()));
        if (texts.size() >= most_in_list) fail(fmt::format("more than {} texts in one list", most_in_list));
        texts.push_back(tokens_[next_++].text);
        if (take_symbol(")")) return texts;
        if (!take_symbol(",")) fail(fmt::format("expected ',' or ')', found {}", found()));
        // Python prints a tuple of one as ('x',), and filters are made so.
        if (texts.size() == 1 && take_symbol(")")) return texts;
    }
}

}  // namespace

std::string_view entity_name(Entity entity) {
    switch (entity) {
        case Entity::attribute:
            return "attributes";
        case Entity::metric:
            return "metrics";
        case Entity::param:
            return "params";
        case Entity::tag:
            return "tags";
        case Entity::dataset:
            return "datasets";
    }
    return "";
}

std::string_view operator_text(Operator op) {
    for (const auto& [text, value] : symbols) {
        if (value == op) return text;
    }
    return "";
}

bool is_ordering(Operator op) { return op <= Operator::greater_equal; }

std::vector<Comparison> parse_filter(std::string_view text) { return Parser(text, "filter").filter(); }
OrderTerm parse_order(std::string_view text) { return Parser(text, "order_by").order(); }

}  // namespace mlp::tracking
