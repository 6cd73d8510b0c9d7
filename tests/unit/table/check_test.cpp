#include "core/table/check.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/base/io.hpp"
#include "core/table/duckdb.hpp"

namespace mlp::table {

namespace {

namespace fs = std::filesystem;

/// A folder with one contract over `t.csv`, and what the check of some content gives.
class Bench {
public:
    explicit Bench(std::string_view schema_body) {
        base::create_file(folder_.path() / "c.yaml",
                          fmt::format("apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: "
                                      "active\nschema:\n  - name: t\n{}",
                                      schema_body));
    }
    std::vector<CheckResult> check(std::string_view content, const std::string& name = "t.csv") const {
        base::replace_file(folder_.path() / name, content);
        return check_contract(read_contract(folder_.path(), "c.yaml"), folder_.path(), name);
    }
    const fs::path& path() const { return folder_.path(); }

private:
    base::TemporaryFolder folder_{fs::temp_directory_path()};
};

/// "rule" or "column.rule" of what failed.
std::vector<std::string> failed(const std::vector<CheckResult>& results) {
    std::vector<std::string> names;
    for (const auto& result : results) {
        if (!result.passed && !result.skipped)
            names.push_back(result.column.empty() ? result.rule : result.column + "." + result.rule);
    }
    return names;
}

using Names = std::vector<std::string>;

/// A table of two columns: each line is a value of `a`, `b` is always "x". (A line of one column would be empty for
/// NULL.)
std::string table_of(std::string_view values) {
    std::string text = "a,b\n";
    for (const char c : values) text += c == '\n' ? std::string(",x\n") : std::string(1, c);
    return text;
}

std::string property(std::string_view rules) {
    return fmt::format("    properties:\n      - {{name: a, {}}}\n", rules);
}

}  // namespace

TEST_CASE("each rule passes good rows and names a bad one") {
    struct Row {
        std::string_view rules;
        std::string_view good;
        std::string_view bad;
        std::string_view rule;
    };
    for (const auto& row : {
             Row{"required: true", "1\n2\n", "1\n\n", "required"},
             Row{"logicalType: integer", "1\n-2\n+3\n", "1.5\n", "type"},
             Row{"logicalType: integer", "12345678901234567890\n", "1e3\n", "type"},
             Row{"logicalType: number", "1.5\n-2e3\n", "abc\n", "type"},
             Row{"logicalType: number", "0\n", "nan\n", "type"},
             Row{"logicalType: date", "2024-02-29\n", "2023-02-29\n", "type"},
             Row{"logicalType: timestamp", "2024-02-29 10:00:00\n2024-02-29T10:00:00Z\n", "yesterday\n", "type"},
             Row{"logicalType: boolean", "true\nFALSE\n0\n", "maybe\n", "type"},
             Row{"logicalType: number, logicalTypeOptions: {minimum: 0}", "0\n", "-0.1\n", "minimum"},
             Row{"logicalType: number, logicalTypeOptions: {maximum: 5}", "5\n", "5.01\n", "maximum"},
             Row{"logicalType: number, logicalTypeOptions: {exclusiveMaximum: 5}", "4.9\n", "5\n", "maximum"},
             Row{"logicalType: date, logicalTypeOptions: {minimum: 2024-01-01}", "2024-01-01\n", "2023-12-31\n",
                 "minimum"},
             Row{"logicalTypeOptions: {minLength: 2}", "ab\n", "a\n", "minLength"},
             Row{"logicalTypeOptions: {maxLength: 2}", "äö\n", "abc\n", "maxLength"},
             Row{"logicalTypeOptions: {pattern: '^[a-z]+$'}", "abc\n", "ab1\n", "pattern"},
             Row{"unique: true", "1\n2\n", "1\n1\n", "unique"},
             Row{"primaryKey: true", "1\n2\n", "1\n1\n", "primaryKey"},
             Row{"quality: [{metric: nullValues, unit: percent, mustBeLessOrEqualTo: 50}]", "1\n\n", "1\n\n\n",
                 "nullValues"},
             Row{"quality: [{metric: missingValues, arguments: {missingValues: ['n/a']}, mustBe: 0}]", "1\n", "n/a\n",
                 "missingValues"},
             Row{"quality: [{metric: invalidValues, arguments: {validValues: [red, blue]}, mustBe: 0}]", "red\n",
                 "green\n", "invalidValues"},
             Row{"logicalType: number, quality: [{metric: invalidValues, arguments: {validValues: [0, 1]}, mustBe: 0}]",
                 "0\n1.0\n", "2\n", "invalidValues"},
             Row{"quality: [{metric: duplicateValues, mustBeLessThan: 2}]", "1\n1\n", "1\n1\n1\n", "duplicateValues"},
         }) {
        CAPTURE(row.rules);
        const Bench bench(property(row.rules));
        CHECK(failed(bench.check(table_of(row.good))) == Names{});
        const auto bad = failed(bench.check(table_of(row.bad)));
        CHECK(std::find(bad.begin(), bad.end(), fmt::format("a.{}", row.rule)) != bad.end());
    }
}

TEST_CASE("a failure says what was expected, how often, and shows rows") {
    const Bench bench(property("logicalType: number, logicalTypeOptions: {minimum: 0}"));
    const auto results = bench.check("a\n1\n-2\n3\n-4\n");
    const auto bad = std::find_if(results.begin(), results.end(), [](const CheckResult& r) { return !r.passed; });
    REQUIRE(bad != results.end());
    CHECK(bad->expected == "at least 0");
    CHECK(bad->found == "2 of 4 rows are not");
    CHECK(bad->examples == Names{"row 2: '-2'", "row 4: '-4'"});
}

TEST_CASE("tables that cannot be read fail, they do not throw") {
    const Bench bench(property("required: true"));
    CHECK(failed(bench.check("")) == Names{"readable"});
    CHECK(failed(bench.check("b\n1\n")) == Names{"a.column"});
    CHECK(failed(bench.check("a,b\n1,2,3\n4,5\n")) == Names{"readable"});
    CHECK(failed(bench.check("a,b\n1,\xff\xfe\n")) == Names{"readable"});
    CHECK(failed(check_contract(read_contract(bench.path(), "c.yaml"), bench.path(), "absent.csv")) ==
          Names{"readable"});
    CHECK(failed(bench.check("a\n")) == Names{});
}

TEST_CASE("rows are counted, keys may be of several columns") {
    const Bench bench(
        "    quality: [{metric: rowCount, mustBeBetween: [2, 3]}]\n    properties:\n      - {name: a, primaryKey: "
        "true}\n      - {name: b, primaryKey: true}\n");
    CHECK(failed(bench.check("a,b\n1,1\n1,2\n")) == Names{});
    CHECK(failed(bench.check("a,b\n1,1\n1,1\n")) == Names{"a, b.primaryKey"});
    CHECK(failed(bench.check("a,b\n1,1\n")) == Names{"rowCount"});
}

TEST_CASE("queries of a contract see the table and no files") {
    const Bench good(
        "    quality: [{type: sql, query: 'SELECT count(*) FROM ${object} WHERE a::int > 1', mustBe: 1}]\n    "
        "properties: [{name: a}]\n");
    CHECK(failed(good.check("a\n1\n2\n")) == Names{});
    CHECK(failed(good.check("a\n2\n2\n")) == Names{"sql"});
    const Bench hostile(
        "    quality: [{type: sql, query: \"SELECT count(*) FROM read_text('/etc/passwd')\", mustBe: 1}]\n    "
        "properties: [{name: a}]\n");
    CHECK_THROWS_AS(hostile.check("a\n1\n"), Error);
    const Bench writer(
        "    quality: [{type: sql, query: \"COPY copied TO 'stolen.csv'\", mustBe: 1}]\n    properties: [{name: a}]\n");
    CHECK_THROWS_AS(writer.check("a\n1\n"), Error);
}

TEST_CASE("a query may answer yes or no") {
    const Bench bench(
        "    quality: [{type: sql, query: 'SELECT count(*) > 1 FROM ${object}', mustBe: true}]\n    "
        "properties: [{name: a}]\n");
    CHECK(failed(bench.check("a\n1\n2\n")) == Names{});
    CHECK(failed(bench.check("a\n1\n")) == Names{"sql"});
}

TEST_CASE("times have limits too") {
    const Bench bench(property("logicalType: time, logicalTypeOptions: {minimum: '08:00:00', maximum: '17:00'}"));
    CHECK(failed(bench.check("a\n08:00\n16:59:59\n")) == Names{});
    CHECK(failed(bench.check("a\n07:59\n17:00:01\n")) == Names{"a.minimum", "a.maximum"});
}

TEST_CASE("limits of YAML in other digits are numbers to DuckDB") {
    const Bench bench(property("logicalType: integer, logicalTypeOptions: {maximum: 0x10}"));
    CHECK(failed(bench.check("a\n16\n")) == Names{});
    CHECK(failed(bench.check("a\n17\n")) == Names{"a.maximum"});
}

TEST_CASE("missing values are those that the rule names") {
    const Bench bench(property("quality: [{metric: missingValues, arguments: {missingValues: ['n/a']}, mustBe: 1}]"));
    CHECK(failed(bench.check("a\nn/a\n1\n")) == Names{});
}

TEST_CASE("names are quoted, whatever they hold") {
    const Bench bench("    properties:\n      - {name: 'a \"b\" c; drop', required: true, unique: true}\n");
    CHECK(failed(bench.check("\"a \"\"b\"\" c; drop\"\n1\n2\n")) == Names{});
    const Bench plain(property("required: true"));
    CHECK(failed(plain.check("a\n1\n", "we[i]rd 'name*.csv")) == Names{});
}

TEST_CASE("another separator is seen in the heading") {
    const Bench bench("    properties: [{name: a, logicalType: integer}, {name: b}]\n");
    CHECK(failed(bench.check("a;b\n1;2\n")) == Names{});
    CHECK(failed(bench.check("a\tb\n1\t2\n")) == Names{});
    CHECK(failed(bench.check("\xef\xbb\xbf"
                             "a,b\r\n1,2\r\n")) == Names{});
}

TEST_CASE("Parquet columns keep their types") {
    const Bench bench(
        "    properties:\n      - {name: i, logicalType: integer}\n      - {name: x, logicalType: number, "
        "logicalTypeOptions: {maximum: 2}}\n      - {name: d, logicalType: date}\n");
    DuckDb db;
    const auto write = [&](std::string_view select) {
        db.query(fmt::format("COPY ({}) TO {} (FORMAT parquet)", select,
                             quoted_literal((bench.path() / "t.parquet").native())));
        return failed(check_contract(read_contract(bench.path(), "c.yaml"), bench.path(), "t.parquet"));
    };
    CHECK(write("SELECT 1 AS i, 1.5 AS x, DATE '2024-01-01' AS d") == Names{});
    CHECK(write("SELECT 1.0 AS i, 2.5 AS x, DATE '2024-01-01' AS d") == Names{"x.maximum"});
    CHECK(write("SELECT 1.5 AS i, 1 AS x, DATE '2024-01-01' AS d") == Names{"i.type"});
    base::replace_file(bench.path() / "t.parquet", "PAR1 torn");
    CHECK(failed(check_contract(read_contract(bench.path(), "c.yaml"), bench.path(), "t.parquet")) ==
          Names{"readable"});
}

TEST_CASE("a pattern that is none is told at its place") {
    const Bench bench(property("logicalTypeOptions: {pattern: '(unclosed'}"));
    CHECK_THROWS_AS(bench.check("a\nx\n"), Error);
}

TEST_CASE("the templates' contracts hold for the templates' data") {
    const fs::path templates = fs::path(MLP_SOURCE_DIR) / "templates";
    for (const auto* name : {"minimal", "tabular"}) {
        CAPTURE(name);
        const auto root = templates / name / "files";
        const auto results =
            check_contract(read_contract(root, "contracts/raw.odcs.yaml"), root, "data/raw.csv");
        CHECK(failed(results) == Names{});
        CHECK(results.size() > 5);
    }
}

}  // namespace mlp::table
