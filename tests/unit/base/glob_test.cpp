#include "core/base/glob.hpp"

#include <doctest/doctest.h>

#include "core/base/io.hpp"

using namespace mlp;
using Paths = std::vector<std::string>;

TEST_CASE("a pattern finds what Python's glob finds, sorted") {
    const base::TemporaryFolder folder(std::filesystem::temp_directory_path(), "glob");
    for (const char* name : {"a.csv", "b.csv", "c.txt", ".h.csv", "p/d.csv", "p/q/e.csv", "p/.git/f.csv", "[x].csv"}) {
        base::make_folders((folder.path() / name).parent_path());
        base::create_file(folder.path() / name, "");
    }
    std::filesystem::create_directory_symlink("p", folder.path() / "link");
    const auto found = [&](const char* pattern) { return base::glob(folder.path(), pattern); };
    CHECK(found("*.csv") == Paths{"[x].csv", "a.csv", "b.csv"});
    CHECK(found(".*.csv") == Paths{".h.csv"});
    CHECK(found("[ab].csv") == Paths{"a.csv", "b.csv"});
    CHECK(found("?.txt") == Paths{"c.txt"});
    CHECK(found("**/*.csv") == Paths{"[x].csv", "a.csv", "b.csv", "p/d.csv", "p/q/e.csv"});
    CHECK(found("p/**") == Paths{"p", "p/d.csv", "p/q", "p/q/e.csv"});
    CHECK(found("*/d.csv") == Paths{"link/d.csv", "p/d.csv"});
    CHECK(found("a.csv") == Paths{"a.csv"});
    CHECK(found("none").empty());
    CHECK(found("a.csv/*").empty());
}
