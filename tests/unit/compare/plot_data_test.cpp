#include "core/compare/plot_data.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

using namespace mlp;
using namespace mlp::compare;

namespace {

PlotRows rows(const std::string& path, std::string text, const Json& options = nullptr) {
    return read_plot_rows({path, std::move(text)}, options);
}

using Row = std::vector<std::string>;

}  // namespace

TEST_CASE("separated values: quotes, line ends, short and long rows, no header") {
    const PlotRows csv = rows("a.csv",
                              "\xef\xbb\xbf"
                              "x,\"y, \"\"z\"\"\"\r\n1,2\r\n3\r\n4,5,6\r\n\r\n\"a\nb\",7");
    CHECK(csv.fields == Row{"x", "y, \"z\""});
    REQUIRE(csv.rows.size() == 4);
    CHECK(csv.rows[1] == Row{"3", ""});
    CHECK(csv.rows[2] == Row{"4", "5"});
    CHECK(csv.rows[3] == Row{"a\nb", "7"});
    CHECK(rows("a.tsv", "1\t2\n3\t4\n", {{"header", false}}).fields == Row{"0", "1"});
    CHECK(rows("a.csv", "").rows.empty());
    CHECK(rows("a.csv", "x,y").rows.empty());
    CHECK(rows("a.csv", "\"never closed\n1,2").fields.size() == 1);
}

TEST_CASE("lists of maps in JSON and YAML, also within a map; other files are refused") {
    const PlotRows json =
        rows("a.json", R"({"meta": 1, "train": [{"i": 1, "loss": 0.5}, {"i": 2, "by": {"a": NaN}}]})");
    CHECK(json.fields == Row{"i", "loss", "by.a"});
    CHECK(json.rows[0] == Row{"1", "0.5", ""});
    CHECK(json.rows[1] == Row{"2", "", "NaN"});
    CHECK(rows("a.yaml", "- {x: 1}\n- {x: 2}\n").rows.size() == 2);
    CHECK(rows("a.json", "[1, 2]").rows.size() == 2);
    CHECK_THROWS_AS(rows("a.json", "{\"a\": 1}"), Error);
    CHECK_THROWS_AS(rows("a.json", "{\"a\": "), Error);
    CHECK_THROWS_AS(rows("a.txt", "x"), Error);
}
