#include "core/base/path.hpp"

#include <doctest/doctest.h>

using namespace mlp::base;

TEST_CASE("relative paths get one normal form") {
    struct Row {
        const char* path;
        const char* normal;
    };
    const Row rows[] = {{"a", "a"},
                        {"a//b/./c/../d", "a/b/d"},
                        {"a/b/", "a/b"},
                        {"./a", "a"},
                        {"", "."},
                        {".", "."},
                        {"./", "."},
                        {"a/..", "."},
                        {"a/../b/..", "."},
                        {"...", "..."},
                        {"..a/b..", "..a/b.."},
                        {" a /b ", " a /b "},
                        {"a\\..\\b", "a\\..\\b"},
                        {"größe/データ", "größe/データ"}};
    for (const auto& row : rows) {
        CAPTURE(row.path);
        CHECK(normal_relative(row.path) == std::optional<std::string>(row.normal));
    }
}

TEST_CASE("what leaves its folder or is no plain name is refused") {
    for (const char* path : {"/", "/etc/passwd", "//a", "..", "../a", "a/../..", "a/../../b", "./..", "a\nb", "a\x7f",
                             "\x01", "a\tb", "\x1b[31m"}) {
        CAPTURE(path);
        CHECK_FALSE(normal_relative(path));
    }
    using namespace std::string_view_literals;
    CHECK_FALSE(normal_relative("a\0b"sv));
    CHECK_FALSE(normal_relative("\0"sv));
}

TEST_CASE("a very long path costs no more than its length") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "a/";
    CHECK(normal_relative(deep)->size() == deep.size() - 1);
    for (int i = 0; i < 100'000; ++i) deep += "../";
    CHECK(normal_relative(deep) == ".");
    CHECK_FALSE(normal_relative(deep + ".."));
}

TEST_CASE("paths are placed below a root from where they were written") {
    CHECK(inside("/p", "/p", "a/b") == "a/b");
    CHECK(inside("/p", "/p/sub", "a") == "sub/a");
    CHECK(inside("/p", "/p/sub", "../a") == "a");
    CHECK(inside("/p", "/p/sub", "..") == ".");
    CHECK(inside("/p/", "/p", ".") == ".");
    CHECK(inside("/p/x/..", "/p", "a") == "a");
    CHECK(inside("/p", "/elsewhere", "/p/a") == "a");
    CHECK(inside("/", "/", "etc") == "etc");
}

TEST_CASE("paths outside of the root are nothing") {
    CHECK_FALSE(inside("/p", "/p", "../q"));
    CHECK_FALSE(inside("/p", "/p", "/q"));
    CHECK_FALSE(inside("/p", "/p", "/pq"));
    CHECK_FALSE(inside("/p", "/p/a", "../../p2/x"));
    CHECK_FALSE(inside("/p", "/q", "a"));
    CHECK_FALSE(inside("/p", "/p", "a\nb"));
    // Absolute and relative never meet.
    CHECK_FALSE(inside("/p", "p", "a"));
    CHECK_FALSE(inside("p", "p", "/p/a"));
}

TEST_CASE("within means equal or below, by whole names") {
    CHECK(is_within("data", "data"));
    CHECK(is_within("data/a", "data"));
    CHECK(is_within("data/a/b", "data/a"));
    CHECK(is_within("anything", "."));
    CHECK(is_within(".", "."));
    CHECK_FALSE(is_within("database", "data"));
    CHECK_FALSE(is_within("data", "data/a"));
    CHECK_FALSE(is_within("dat", "data"));
    CHECK_FALSE(is_within(".", "data"));
}
