#include "core/table/contract.hpp"

#include <doctest/doctest.h>

#include "core/base/io.hpp"

namespace mlp::table {

namespace {

constexpr std::string_view head = "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n";

Contract read(std::string_view body) {
    const base::TemporaryFolder folder(std::filesystem::temp_directory_path());
    base::create_file(folder.path() / "a.odcs.yaml", std::string(head) + std::string(body));
    return read_contract(folder.path(), "a.odcs.yaml");
}

Error failure(std::string_view body) {
    try {
        read(body);
    } catch (const Error& error) {
        return error;
    }
    return Error(Kind::bug, "nothing was thrown");
}

}  // namespace

TEST_CASE("a property's rules are read") {
    const auto contract = read(
        "schema:\n  - name: t\n    properties:\n      - name: age\n        logicalType: integer\n        required: "
        "true\n        unique: true\n"
        "        logicalTypeOptions: {minimum: 0, exclusiveMaximum: 130}\n        quality:\n          - metric: "
        "nullValues\n"
        "            unit: percent\n            mustBeLessThan: 5\n");
    const auto& property = contract.tables.at(0).properties.at(0);
    CHECK(property.name == "age");
    CHECK(property.required);
    CHECK(property.unique);
    CHECK(property.minimum == "0");
    CHECK(property.maximum == "130");
    CHECK_FALSE(property.exclusive_minimum);
    CHECK(property.exclusive_maximum);
    CHECK(property.quality.at(0).percent);
    CHECK(property.quality.at(0).bound->to_string() == "less than 5");
}

TEST_CASE("what is wrong is told with its place") {
    SUBCASE("unknown type") {
        const auto error = failure("schema:\n  - name: t\n    properties:\n      - {name: a, logicalType: integr}\n");
        CHECK(error.kind() == Kind::invalid);
        CHECK(error.place() == "a.odcs.yaml:9:32");
        CHECK(error.message().find("Did you mean 'integer'?") != std::string::npos);
    }
    SUBCASE("metric at the wrong level") {
        CHECK(failure("schema:\n  - name: t\n    quality:\n      - {metric: nullValues, mustBe: 0}\n")
                  .message()
                  .find("is a rule for a column") != std::string::npos);
    }
    SUBCASE("no bound") {
        CHECK(failure("schema:\n  - name: t\n    quality:\n      - {metric: rowCount}\n")
                  .message()
                  .find("has no comparison") != std::string::npos);
    }
    SUBCASE("two bounds") {
        CHECK(failure("schema:\n  - name: t\n    quality:\n      - {metric: rowCount, mustBe: 1, mustNotBe: 2}\n")
                  .message()
                  .find("second comparison") != std::string::npos);
    }
    SUBCASE("several findings come together") {
        const auto error = failure("schema:\n  - properties:\n      - {name: a, required: perhaps}\n");
        CHECK(error.message().find("has no 'name'") != std::string::npos);
        CHECK(error.message().find(".required' is a text") != std::string::npos);
    }
}

TEST_CASE("bounds hold at their ends as their words say") {
    struct Row {
        Bound::Op op;
        bool below, at_first, between, at_second, above;
    };
    for (const auto& row :
         {Row{Bound::Op::be, false, true, false, false, false}, Row{Bound::Op::not_be, true, false, true, true, true},
          Row{Bound::Op::greater, false, false, true, true, true},
          Row{Bound::Op::greater_equal, false, true, true, true, true},
          Row{Bound::Op::less, true, false, false, false, false},
          Row{Bound::Op::less_equal, true, true, false, false, false},
          Row{Bound::Op::between, false, true, true, true, false},
          Row{Bound::Op::not_between, true, false, false, false, true}}) {
        const Bound bound{row.op, 2, 4};
        CAPTURE(bound.to_string());
        CHECK(bound.holds(1) == row.below);
        CHECK(bound.holds(2) == row.at_first);
        CHECK(bound.holds(3) == row.between);
        CHECK(bound.holds(4) == row.at_second);
        CHECK(bound.holds(5) == row.above);
    }
}

TEST_CASE("a table is found by path, file name, or being the only one") {
    const auto two = read("schema:\n  - {name: a, physicalName: data/a.csv}\n  - {name: b.csv}\n");
    CHECK(two.table_for("data/a.csv").name == "a");
    CHECK(two.table_for("other/b.csv").name == "b.csv");
    CHECK_THROWS_AS(two.table_for("c.csv"), Error);
    CHECK(read("schema:\n  - {name: a}\n").table_for("c.csv").name == "a");
}

}  // namespace mlp::table
