#include "core/tracking/filter.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

namespace mlp::tracking {
namespace {

Comparison one(std::string_view text) {
    const auto comparisons = parse_filter(text);
    REQUIRE(comparisons.size() == 1);
    return comparisons[0];
}

/// The message of the error, or "" when there is none.
std::string failure(std::string_view text) {
    try {
        parse_filter(text);
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::usage);
        CHECK_FALSE(error.hint_text().empty());
        return error.place() + ": " + error.message();
    }
    return "";
}

}  // namespace

TEST_CASE("left sides: kinds, keys and quotes") {
    struct Row {
        const char* text;
        Entity entity;
        const char* key;
    };
    for (const Row& row :
         {Row{"metrics.acc > 1", Entity::metric, "acc"}, Row{"metric.acc > 1", Entity::metric, "acc"},
          Row{"METRICS.a.b/c-d > 1", Entity::metric, "a.b/c-d"}, Row{"metrics.`val acc`>1", Entity::metric, "val acc"},
          Row{"metrics.\"val acc\" > 1", Entity::metric, "val acc"}, Row{"metrics.'val acc' > 1", Entity::metric, "val acc"},
          Row{"params.lr = 'x'", Entity::param, "lr"},
          Row{"parameter.lr = 'x'", Entity::param, "lr"}, Row{"parameters.lr='x'", Entity::param, "lr"},
          Row{"param.lr = 'x'", Entity::param, "lr"}, Row{"tags.mlflow.user = 'x'", Entity::tag, "mlflow.user"},
          Row{"tag.t = 'x'", Entity::tag, "t"}, Row{"attributes.status = 'x'", Entity::attribute, "status"},
          Row{"attribute.status = 'x'", Entity::attribute, "status"},
          Row{"attr.status = 'x'", Entity::attribute, "status"}, Row{"run.status = 'x'", Entity::attribute, "status"},
          Row{"status = 'x'", Entity::attribute, "status"}, Row{"`run name` = 'x'", Entity::attribute, "run name"},
          Row{"dataset.name = 'x'", Entity::dataset, "name"}, Row{"datasets.name = 'x'", Entity::dataset, "name"}}) {
        CAPTURE(row.text);
        const Comparison comparison = one(row.text);
        CHECK(comparison.entity == row.entity);
        CHECK(comparison.key == row.key);
    }
}

TEST_CASE("operators in any case, with and without spaces") {
    struct Row {
        const char* text;
        Operator op;
    };
    for (const Row& row :
         {Row{"a = 1", Operator::equal}, Row{"a=1", Operator::equal}, Row{"a == 1", Operator::equal},
          Row{"a != 1", Operator::not_equal}, Row{"a <> 1", Operator::not_equal}, Row{"a<1", Operator::less},
          Row{"a <= 1", Operator::less_equal}, Row{"a > 1", Operator::greater}, Row{"a>=1", Operator::greater_equal},
          Row{"a like 'x'", Operator::like}, Row{"a ILIKE 'x'", Operator::ilike}, Row{"a In ('x')", Operator::in},
          Row{"a not in ('x','y')", Operator::not_in}, Row{"a IS NULL", Operator::is_null},
          Row{"a is not null", Operator::is_not_null}}) {
        CAPTURE(row.text);
        CHECK(one(row.text).op == row.op);
    }
}

TEST_CASE("values: numbers and texts") {
    CHECK(std::get<std::int64_t>(one("a = 12").value) == 12);
    CHECK(std::get<std::int64_t>(one("a = -3").value) == -3);
    CHECK(std::get<double>(one("a = 0.5").value) == 0.5);
    CHECK(std::get<double>(one("a > -1e-3").value) == -1e-3);
    CHECK(std::get<std::string>(one("a = 'it''s'").value) == "it's");
    CHECK(std::get<std::string>(one("a = \"AND OR ( ' \"").value) == "AND OR ( ' ");
    CHECK(one("a IN ('x', 'y','z')").list == std::vector<std::string>{"x", "y", "z"});
    CHECK(one("a IN ('x',)").list == std::vector<std::string>{"x"});  // as Python prints a tuple of one
    CHECK(std::get<std::string>(one("a = ''").value).empty());
    CHECK(std::get<std::string>(one("a = 'größe'").value) == "größe");
}

TEST_CASE("comparisons are joined by AND; blank filters have none") {
    CHECK(parse_filter("").empty());
    CHECK(parse_filter(" \t\n").empty());
    CHECK(parse_filter("metrics.a > 1 and params.b = 'x' AND tags.c != 'y'").size() == 3);
}

TEST_CASE("mistakes say where they are and what was expected") {
    CHECK(failure("metrics.acc > 0.9 OR metrics.f1 > 0.9") ==
          "filter, character 19: OR is not part of the language, only AND is");
    CHECK(failure("metrics.acc >") == "filter, character 14: expected a number or a text in quotes, found the end");
    CHECK(failure("metrics.acc 0.9").starts_with("filter, character 13: expected an operator"));
    CHECK(failure("(metrics.acc > 1)").starts_with("filter, character 1: parentheses"));
    CHECK(failure("params.lr = 'x") == "filter, character 13: the quote ' is never closed");
    CHECK(failure("metrik.acc > 1") ==
          "filter, character 1: 'metrik' is no kind of name: metrics, params, tags, attributes or datasets are. Did "
          "you mean 'metrics'?");
    CHECK(failure("metrics. > 1") == "filter, character 1: 'metrics.' needs a key behind the dot");
    CHECK(failure("a = 1 b = 2") == "filter, character 7: expected AND or the end, found 'b'");
    CHECK(failure("a IN ()").find("expected a text in quotes, found ')'") != std::string::npos);
    CHECK(failure("a IN ('x','y',)").find("expected a text in quotes, found ')'") != std::string::npos);
    CHECK(failure("a IN (1)").find("expected a text in quotes") != std::string::npos);
    CHECK(failure("a IN 'x'").find("expected '('") != std::string::npos);
    CHECK(failure("a NOT 'x'").find("expected IN") != std::string::npos);
    CHECK(failure("a IS 'x'").find("expected NULL") != std::string::npos);
    CHECK(failure("a = nan").find("nan compares with nothing") != std::string::npos);
    CHECK(failure("AND").find("expected an operator") != std::string::npos);
    CHECK(failure("a = 1 AND").find("found the end") != std::string::npos);
    CHECK(failure("a \xff= 1").find("not UTF-8") != std::string::npos);
    CHECK(failure("a = \x01").find("\\x01") != std::string::npos);
}

TEST_CASE("filters of any length end in an answer") {
    std::string many = "a = 1";
    for (int i = 0; i < 99; ++i) many += " AND a = 1";
    CHECK(parse_filter(many).size() == 100);
    CHECK(failure(many + " AND a = 1").find("more than 100") != std::string::npos);
    CHECK(failure(std::string((1 << 20) + 1, 'x')).find("at most") != std::string::npos);
    CHECK_FALSE(failure(std::string(100'000, '(')).empty());
    CHECK_FALSE(failure(std::string(100'000, '\'')).empty());
}

TEST_CASE("order items") {
    CHECK(parse_order("metrics.acc DESC").descending);
    CHECK(parse_order("metrics.acc DESC").field == Field{Entity::metric, "acc"});
    CHECK_FALSE(parse_order("start_time asc").descending);
    CHECK_FALSE(parse_order("params.`my key`").descending);
    CHECK_THROWS_AS(parse_order("metrics.acc DOWN"), Error);
    CHECK_THROWS_AS(parse_order(""), Error);
    CHECK_THROWS_AS(parse_order("metrics.acc DESC, metrics.f1"), Error);
}

}  // namespace mlp::tracking
