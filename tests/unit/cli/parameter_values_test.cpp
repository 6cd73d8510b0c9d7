#include "cli/pipeline/parameter_values.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

using namespace mlp;
using Values = std::vector<std::string>;

TEST_CASE("commas divide values, but not inside of quotes, brackets and braces") {
    CHECK(cli::split_values("0.1") == Values{"0.1"});
    CHECK(cli::split_values("") == Values{""});
    CHECK(cli::split_values("0.1,0.2,") == Values{"0.1", "0.2", ""});
    CHECK(cli::split_values("[1, 2],[3]") == Values{"[1, 2]", "[3]"});
    CHECK(cli::split_values("{a: [1, 2], b: 3},x") == Values{"{a: [1, 2], b: 3}", "x"});
    CHECK(cli::split_values("'a,b',\"c,d\"") == Values{"'a,b'", "\"c,d\""});
}

TEST_CASE("all combinations, the last flag's values changing first") {
    CHECK(cli::combinations({}).size() == 1);
    CHECK(cli::combinations({"lr=0.1"}) == std::vector<Values>{{"lr=0.1"}});
    CHECK(cli::combinations({"lr=1,2", "f.yaml:n=[3, 4]", "m=5,6"}) ==
          std::vector<Values>{{"lr=1", "f.yaml:n=[3, 4]", "m=5"},
                              {"lr=1", "f.yaml:n=[3, 4]", "m=6"},
                              {"lr=2", "f.yaml:n=[3, 4]", "m=5"},
                              {"lr=2", "f.yaml:n=[3, 4]", "m=6"}});
    CHECK(cli::combinations({"text"}) == std::vector<Values>{{"text"}});
    CHECK_THROWS_AS(cli::combinations({"lr=1,,2"}), Error);
    const auto many = [](const std::string& key) { return key + "=1,2,3,4,5,6,7,8,9,10"; };
    CHECK(cli::combinations({many("a"), many("b"), many("c"), many("d")}).size() == 10'000);
    CHECK_THROWS_AS(cli::combinations({many("a"), many("b"), many("c"), many("d"), "k=1,2"}), Error);
}

TEST_CASE("several values for one key stand in one flag") {
    CHECK_THROWS_WITH_AS(cli::combinations({"p=4,5", "n=1", "p=6,7"}),
                         doctest::Contains("'p' is given values twice"), Error);
    CHECK_THROWS_AS(cli::combinations({"p=4", "p=6,7"}), Error);
    CHECK_THROWS_AS(cli::combinations({"p=4,5", "p=6"}), Error);
    CHECK(cli::combinations({"p=4", "p=6"}) == std::vector<Values>{{"p=4", "p=6"}});
    CHECK(cli::combinations({"a.yaml:p=4,5", "p=6"}).size() == 2);
}

TEST_CASE("of several flags for one key the last counts, which is told") {
    Values told;
    const auto settled = [&](const Values& edits) {
        told.clear();
        return cli::settled_edits(edits, [&](std::string_view text) { told.emplace_back(text); });
    };
    CHECK(settled({"p=4", "n=1", "params.yaml:p=6"}) == Values{"n=1", "params.yaml:p=6"});
    CHECK(told == Values{"p is set twice, and the last one counts: params.yaml:p=6"});
    CHECK(settled({"p=4", "other.yaml:p=6", "p=[1,1]"}) == Values{"other.yaml:p=6", "p=[1,1]"});
    CHECK(settled({"p=4,5", "p=6", "n=1,,1", "text", "text"}) == Values{"p=4,5", "p=6", "n=1,,1", "text", "text"});
    CHECK(told.empty());
}
