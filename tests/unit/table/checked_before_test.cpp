// What `mlp validate` says of patterns and dates without DuckDB is what DuckDB says.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/config/moment.hpp"
#include "core/config/pattern_syntax.hpp"
#include "core/table/duckdb.hpp"

namespace mlp::table {

namespace {

bool is_accepted(DuckDb& db, const std::string& sql) {
    try {
        db.query(sql);
        return true;
    } catch (const QueryFailure&) {
        return false;
    }
}

}  // namespace

TEST_CASE("a pattern is refused when DuckDB refuses it") {
    DuckDb db;
    for (const char* pattern : {"[a-z",
                                "(",
                                "a)",
                                "*a",
                                "a**",
                                "a{2,1}",
                                "a{1001}",
                                "a{1000}",
                                "(?=x)",
                                "(?<n>x)",
                                "(?P<n>x)",
                                R"(\1)",
                                R"(\d\w\s\b\A\z)",
                                R"(\Z)",
                                R"(\pL)",
                                R"(\p{Greek})",
                                R"(\q)",
                                R"(\_)",
                                R"(\-)",
                                "a{",
                                "a{,2}",
                                "a{2",
                                "[z-a]",
                                "[]a]",
                                "[^]a]",
                                "[]",
                                "[[:alpha:]]",
                                "[[:^digit:]]",
                                "[[:foo:]]",
                                "a+?",
                                "a?+",
                                "a+*",
                                "(?i)abc",
                                "(?x)a",
                                "+",
                                "|a",
                                "a|",
                                "()",
                                "^*",
                                "$+",
                                "\\",
                                "[\\d-z]",
                                "[a-\\d]",
                                R"(\x41)",
                                R"(\x{41})",
                                R"(\x4)",
                                R"(\x{})",
                                R"(\x{110000})",
                                R"(\u0041)",
                                R"(\Q*\E)",
                                R"(\C)",
                                R"([a-\z])",
                                "a{2}{3}",
                                "(?:a)",
                                "(?#c)",
                                "(?<=a)b",
                                "(?<!a)b",
                                "(?!a)",
                                "a{1,}",
                                R"(\cA)",
                                R"(\/)",
                                "(?i:a)",
                                "(?im-s)a",
                                "(?P<>a)",
                                "[a&&b]",
                                R"(\07)",
                                R"(\08)",
                                R"(\12)",
                                R"([\b])",
                                "x{2,1000}",
                                R"(\R)",
                                R"(\B)",
                                "[[=a=]]",
                                "(a",
                                "a|*",
                                "(*a)",
                                "(|a)",
                                R"(\<)",
                                R"(\8)",
                                "(?P=n)",
                                "(?>a)",
                                "{2}",
                                "a|{2}",
                                "^{2}",
                                "[a-]",
                                "[-a]",
                                "[a-",
                                "[é-ü]",
                                "[ü-é]",
                                "é*",
                                "a{0}",
                                "(((a)))",
                                "^[A-Z]{2}[0-9]{2}([A-Z0-9]?){0,16}$",
                                R"([\]])"}) {
        CAPTURE(pattern);
        const bool accepted = is_accepted(db, fmt::format("SELECT regexp_matches('x', {})", quoted_literal(pattern)));
        CHECK(config::pattern_problem(pattern).has_value() == !accepted);
    }
}

TEST_CASE("a date is refused when DuckDB refuses it") {
    DuckDb db;
    for (const char* text : {"2026-01-31",
                             "2026-01-31 23:59:59",
                             "2026-01-31T23:59:59",
                             "2026-01-31 00:00:00+10:00",
                             "2026-01-31T00:00:00Z",
                             "2026/01/31",
                             "2026-1-1",
                             "2026-01-31 10:00",
                             "2026-01",
                             "2026",
                             "31.01.2026",
                             "2026-13-01",
                             "2026-02-30",
                             "2024-02-29",
                             "ten",
                             "2026-01-31T00:00:00.123456Z",
                             "2026-01-31 00:00:00 UTC",
                             "2026-01-31 24:00:00",
                             "2026-01-31T10",
                             "20260131",
                             "2026-01-31+10:00",
                             "2026-01-31 00:00:00+1000",
                             "2026-01-31 00:00:00+10",
                             "2026-01/31",
                             "2026-01-31 1:2:3",
                             "2026-01-31 23:60:00",
                             "2026-01-31 "}) {
        CAPTURE(text);
        const bool accepted = is_accepted(db, fmt::format("SELECT CAST({} AS TIMESTAMP)", quoted_literal(text)));
        CHECK(config::parse_moment(text, false).has_value() == accepted);
    }
    for (const char* text : {"00:00:00", "23:59:59", "8:30", "24:00:00", "25:00:00", "10:00:00.5", "10:00:00+02:00",
                             "noon", "8", "10:61"}) {
        CAPTURE(text);
        const bool accepted = is_accepted(db, fmt::format("SELECT CAST({} AS TIME)", quoted_literal(text)));
        CHECK(config::parse_moment(text, true).has_value() == accepted);
    }
}

TEST_CASE("dates are in order over their zones") {
    CHECK(*config::parse_moment("1970-01-02", false) == 86400);
    CHECK(*config::parse_moment("1970-01-01T02:00:00+02:00", false) == 0);
    CHECK(*config::parse_moment("1969-12-31 23:00:00-0100", false) == 0);
    CHECK(*config::parse_moment("00:01:30.5", true) == 90.5);
}

}  // namespace mlp::table
