#include "core/base/ignore.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

using namespace mlp;
using base::IgnoreFiles;
using base::IgnorePattern;

namespace {

bool match(const char* line, const char* path, bool is_folder = false) {
    const auto pattern = IgnorePattern::parse(line);
    return pattern && pattern->matches(path, is_folder);
}

struct Tree {
    base::TemporaryFolder folder{std::filesystem::temp_directory_path(), "mlp-ignore"};

    void write(const std::string& path, const std::string& text) const {
        std::filesystem::create_directories((folder.path() / path).parent_path());
        std::ofstream(folder.path() / path, std::ios::binary) << text;
    }
};

}  // namespace

// Each verdict is the one that DVC 3.67 with pathspec 1.1 gives.
TEST_CASE("a pattern matches where DVC says so") {
    struct Row {
        const char* pattern;
        const char* path;
        bool is_folder;
        bool matched;
    };
    const Row rows[] = {
        {"foo", "foo", false, true},
        {"foo", "a/b/foo", false, true},
        {"foo", "foo/below", false, true},
        {"foo", "food", false, false},
        {"/foo", "a/foo", false, false},
        {"/foo", "foo", true, true},
        {"foo/", "foo", false, false},
        {"foo/", "a/foo", true, true},
        {"a/b", "x/a/b", false, false},
        {"a/b", "a/b/c", false, true},
        {"**/a/b", "x/a/b", false, true},
        {"a/**", "a", true, true},
        {"a/**", "a/x/y", false, true},
        {"a/**/b", "a/b", false, true},
        {"a/**/b", "a/x/y/b", false, true},
        {"*.tmp", "x/y.tmp", false, true},
        {"*.tmp", ".tmp", false, true},
        {"a/*", "a/b", false, true},
        {"a/*/c", "a/b/c", false, true},
        {"a?c", "abc", false, true},
        {"a?c", "a/c", false, false},
        {"a?c", "a\u00e9c", false, true},
        {"a?c",
         "a\xff"
         "c",
         false, true},
        {"[a-c]x", "bx", false, true},
        {"[!a-c]x", "bx", false, false},
        {"[^a-c]x", "dx", false, true},
        {"[]]x", "]x", false, true},
        {"[a-]x", "-x", false, true},
        {"data[!0-9]", "data", true, true},  // the slash after a folder's name is "not a digit"
        {"[a", "[a", false, false},
        {"\\#x", "#x", false, true},
        {"\\!x", "!x", false, true},
        {"a\\*", "a*", false, true},
        {"a\\*", "ab", false, false},
        {"*", "anything/at/all", false, true},
        {"**", "a", false, true},
        {"*/", "a", true, false},  // in DVC; git would match every folder
        {"***", "abc", false, true},
        {"größe", "x/größe", false, true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.pattern);
        CAPTURE(row.path);
        CHECK(match(row.pattern, row.path, row.is_folder) == row.matched);
    }
}

TEST_CASE("lines that hold no pattern are told from those that are wrong") {
    for (const char* line : {"", "#comment", "/", "[a", "x[!]"}) {
        CAPTURE(line);
        CHECK_FALSE(IgnorePattern::parse(line));
    }
    for (const char* line : {"!", "a\\", "a\\/b", "[z-a]"}) {
        CAPTURE(line);
        CHECK_THROWS_AS(IgnorePattern::parse(line), Error);
    }
}

TEST_CASE("many stars on a long name end soon") {
    const std::string name(2'000, 'a');
    CHECK_FALSE(match("*a*a*a*a*a*a*a*a*b", name.c_str()));
    CHECK_FALSE(match("**/*/**/*/**/*/**/*/**/b", name.c_str()));
}

TEST_CASE("patterns of a folder hold in it and below, the last match decides") {
    const Tree tree;
    tree.write(".dvcignore", "# notes\r\n*.log\r\n  !keep.log  \n\nraw/\n");
    tree.write("sub/.dvcignore", "/only-here\n*.log\n!sub.log\n");
    tree.write("sub/deep/x", "");
    IgnoreFiles files(tree.folder.path(), IgnoreFiles::dvc());
    CHECK(files.is_ignored("a.log", false));
    CHECK_FALSE(files.is_ignored("keep.log", false));
    CHECK(files.is_ignored("sub/keep.log", false));
    CHECK_FALSE(files.is_ignored("sub/sub.log", false));
    CHECK_FALSE(files.is_ignored("sub/deep/sub.log", false));
    CHECK(files.is_ignored("sub/only-here", false));
    CHECK_FALSE(files.is_ignored("sub/deep/only-here", false));
    CHECK_FALSE(files.is_ignored("raw", false));
    CHECK(files.is_ignored("raw", true));
    CHECK(files.is_ignored("raw/keep.log", false));  // nothing comes back from a folder that is out
    CHECK_FALSE(files.is_ignored(".", true));
}

TEST_CASE("git's, mercurial's and DVC's own folders and other projects are left out") {
    const Tree tree;
    tree.write("other/.dvc/config", "");
    tree.write("other/data", "");
    IgnoreFiles files(tree.folder.path(), IgnoreFiles::dvc());
    for (const char* name : {".git", ".hg", ".dvc", "a/.git", "other"}) {
        CAPTURE(name);
        CHECK(files.is_ignored(name, true));
    }
    CHECK(files.is_ignored("other/data", false));
    CHECK_FALSE(files.is_ignored_by_pattern("other/data", false));
    CHECK(files.is_ignored(".git", false));
    CHECK_FALSE(files.is_ignored("x.dvc", false));
}

TEST_CASE("a wrong pattern is named with its file and line") {
    const Tree tree;
    tree.write("a/.dvcignore", "fine\n!\n");
    tree.write("b/.dvcignore", "\xff\n");
    IgnoreFiles files(tree.folder.path(), IgnoreFiles::dvc());
    CHECK_FALSE(files.is_ignored("x", false));
    try {
        files.is_ignored("a/x", false);
        FAIL("expected an error");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::invalid);
        CHECK(error.place() == "a/.dvcignore:2");
    }
    CHECK_THROWS_AS(files.is_ignored("b/x", false), Error);
}

// Verdicts of DVC 3.67 with dulwich 1.2.
TEST_CASE("a folder goes with what git's patterns say of its contents") {
    struct Row {
        const char* patterns;
        bool data;
        bool inner;
    };
    const Row rows[] = {
        {"data/*\n", true, true},
        {"data/**/*\n!data/**/*.dvc\n", true, true},
        {"**/data/*\n", true, true},
        {"data/*\n!data/*/\n", false, false},
        {"data/**\n!data/**/\n!data/**/*.dvc\n", false, false},
        {"data/*.csv\n", false, false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.patterns);
        const Tree tree;
        tree.write(".gitignore", row.patterns);
        IgnoreFiles files(tree.folder.path(), IgnoreFiles::git());
        CHECK(files.is_ignored("data", true) == row.data);
        CHECK(files.is_ignored("data/in", true) == row.inner);
    }
    const Tree tree;
    tree.write("data/.gitignore", "*\n!*.dvc\n");
    IgnoreFiles files(tree.folder.path(), IgnoreFiles::git());
    CHECK_FALSE(files.is_ignored("data", true));
}

TEST_CASE("a blank behind a backslash at the end counts in git's files, and not in DVC's") {
    const Tree tree;
    tree.write(".gitignore", "/trail\\ \n/plain \n");
    IgnoreFiles files(tree.folder.path(), IgnoreFiles::git());
    CHECK(files.is_ignored("trail ", false));
    CHECK_FALSE(files.is_ignored("trail", false));
    CHECK(files.is_ignored("plain", false));
    tree.write(".dvcignore", "/trail\\ \n");
    IgnoreFiles theirs(tree.folder.path(), IgnoreFiles::dvc());
    CHECK_THROWS_AS(theirs.is_ignored("trail ", false), Error);
}
