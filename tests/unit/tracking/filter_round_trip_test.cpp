// Filters of every shape, written in every way the language allows, read back as what was meant.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.hpp"
#include "core/tracking/filter.hpp"

namespace mlp::tracking {
namespace {

class RandomFilters {
public:
    explicit RandomFilters(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t end) { return random_() % end; }

    Comparison comparison() {
        Comparison made;
        made.entity = static_cast<Entity>(below(5));
        made.key = text("ab.c/-:` \"'é", 1);
        made.op = static_cast<Operator>(below(static_cast<std::size_t>(Operator::is_not_null) + 1));
        if (made.op == Operator::in || made.op == Operator::not_in) {
            for (auto count = 1 + below(4); count > 0; --count) made.list.push_back(text("a'\"`,() é%", 0));
        } else if (made.op < Operator::in) {
            made.value = value();
        }
        return made;
    }

    /// One of the ways to write them.
    std::string filter(const std::vector<Comparison>& comparisons) {
        std::string out = maybe_space();
        for (std::size_t i = 0; i < comparisons.size(); ++i) {
            if (i > 0) out += space() + spelled("AND") + space();
            out += written(comparisons[i]);
        }
        return out + maybe_space();
    }

private:
    Value value() {
        switch (below(3)) {
            case 0:
                return static_cast<std::int64_t>(below(2'000)) - 1'000;
            case 1:
                return (static_cast<double>(below(2'000'001)) - 1e6) / 1024 + 1.0 / 4096;  // never a whole number
            default:
                return text("a'\"`,() é%_=<>\t", 0);
        }
    }

    std::string text(std::string_view characters, std::size_t least) {
        std::string made;
        for (auto length = least + below(6); length > 0; --length) {
            const char c = characters[below(characters.size())];
            made += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "é";
        }
        return made;
    }

    std::string written(const Comparison& comparison) {
        std::string out = kind(comparison.entity) + "." + quoted(comparison.key, below(2) == 0 ? '`' : '"');
        out += space() + spelled(operator_text(comparison.op)) + space();
        if (const auto* text = std::get_if<std::string>(&comparison.value)) out += quoted(*text);
        if (const auto* integer = std::get_if<std::int64_t>(&comparison.value)) out += std::to_string(*integer);
        if (const auto* number = std::get_if<double>(&comparison.value)) out += base::number_text(*number);
        for (std::size_t i = 0; i < comparison.list.size(); ++i) {
            out += (i == 0 ? "(" : ",") + maybe_space() + quoted(comparison.list[i]) + maybe_space();
        }
        return comparison.list.empty() ? out : out + ")";
    }

    std::string quoted(const std::string& text) { return quoted(text, below(2) == 0 ? '\'' : '"'); }
    static std::string quoted(const std::string& text, char quote) {
        std::string out(1, quote);
        for (const char c : text) out += std::string(c == quote ? 2 : 1, c);
        return out + quote;
    }

    std::string kind(Entity entity) {
        static const std::vector<std::vector<std::string>> names{{"attribute", "attributes", "attr", "run"},
                                                                 {"metric", "metrics"},
                                                                 {"param", "params", "parameter", "parameters"},
                                                                 {"tag", "tags"},
                                                                 {"dataset", "datasets"}};
        const auto& of_kind = names[static_cast<std::size_t>(entity)];
        return spelled(of_kind[below(of_kind.size())]);
    }

    /// Letters in any case.
    std::string spelled(std::string_view word) {
        std::string out;
        for (const char c : word) {
            const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            out += letter && below(2) == 0 ? static_cast<char>(c ^ 0x20) : c;
        }
        return out;
    }

    std::string space() { return std::string(1 + below(2), " \t\n"[below(3)]); }
    std::string maybe_space() { return below(2) == 0 ? "" : space(); }

    std::mt19937 random_;
};

}  // namespace

TEST_CASE("random filters are read back as they were meant, however they are written") {
    RandomFilters make(3);
    for (int round = 0; round < 500; ++round) {
        std::vector<Comparison> wanted;
        for (auto count = make.below(5); count > 0; --count) wanted.push_back(make.comparison());
        const std::string text = make.filter(wanted);
        CAPTURE(text);
        const auto read = parse_filter(text);
        REQUIRE(read.size() == wanted.size());
        for (std::size_t i = 0; i < read.size(); ++i) {
            CHECK(read[i].entity == wanted[i].entity);
            CHECK(read[i].key == wanted[i].key);
            CHECK(read[i].op == wanted[i].op);
            CHECK((read[i].value == wanted[i].value));
            CHECK((read[i].list == wanted[i].list));
        }
    }
}

TEST_CASE("a field to order by is read back in both directions") {
    for (const auto entity : {Entity::attribute, Entity::metric, Entity::param, Entity::tag}) {
        for (const char* key : {"acc", "val acc", "a.b/c", "desc", "it`s"}) {
            std::string quoted;
            for (const char c : std::string_view(key)) quoted += std::string(c == '`' ? 2 : 1, c);
            const std::string field = std::string(entity_name(entity)) + ".`" + quoted + "`";
            for (const auto& [direction, descending] :
                 {std::pair{"", false}, std::pair{" ASC", false}, std::pair{" desc", true}}) {
                CAPTURE(field + direction);
                const OrderTerm term = parse_order(field + direction);
                CHECK((term.field == Field{entity, key}));
                CHECK(term.descending == descending);
            }
        }
    }
}

}  // namespace mlp::tracking
