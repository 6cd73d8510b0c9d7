#include "core/template/name_pattern.hpp"

#include <doctest/doctest.h>

namespace mlp::tmpl {

TEST_CASE("name patterns: as Python's fnmatch") {
    CHECK(name_matches("a/b/c.md", "a/*.md"));
    CHECK(name_matches("abc", "a?c"));
    CHECK(name_matches("aéc", "a?c"));
    CHECK(name_matches("b1", "[a-c][!2]"));
    CHECK_FALSE(name_matches("b2", "[a-c][!2]"));
    CHECK(name_matches("]", "[]]"));
    CHECK(name_matches("[x", "[x"));
    CHECK(name_matches("", "*"));
    CHECK(name_matches("abab", "*ab"));
    CHECK_FALSE(name_matches("abc", "*b"));
    CHECK_FALSE(name_matches("a", ""));
}

}  // namespace mlp::tmpl
