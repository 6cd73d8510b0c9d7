#include "core/data/dvc/git_ignore.hpp"

#include <doctest/doctest.h>

#include "core/git/repository.hpp"
#include "project.hpp"

using namespace mlp;
using data::dvc::ignore_output;
using data::dvc::unignore_output;
using test::DvcProject;

namespace {

/// As little as git needs to see a repository.
struct Repository : DvcProject {
    Repository() {
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(".git/config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
        std::filesystem::create_directories(root / ".git/objects");
        std::filesystem::create_directories(root / ".git/refs");
    }
};

}  // namespace

TEST_CASE("an output gets its line beside it") {
    const Repository project;
    project.write("sub/out", "1");
    CHECK(ignore_output(project.root, "sub/out"));
    CHECK(project.read("sub/.gitignore") == "/out\n");
    CHECK_FALSE(ignore_output(project.root, "sub/out"));
    project.write("sub/.gitignore", "no newline");
    CHECK(ignore_output(project.root, "sub/out"));
    CHECK(project.read("sub/.gitignore") == "no newline\n/out\n");
    CHECK(ignore_output(project.root, "sub/a[1]#"));
    CHECK(project.read("sub/.gitignore") == "no newline\n/out\n/a\\[1\\]\\#\n");
}

TEST_CASE("a blank at the end of a name counts, as it does not in a line of its own") {
    const Repository project;
    project.write("out ", "1");
    CHECK(ignore_output(project.root, "out "));
    CHECK(project.read(".gitignore") == "/out\\ \n");
    CHECK_FALSE(ignore_output(project.root, "out "));
    CHECK(ignore_output(project.root, "out"));
    unignore_output(project.root, "out ");
    CHECK(project.read(".gitignore") == "/out\n");
}

TEST_CASE("what git ignores already gets no line") {
    const Repository project;
    project.write(".gitignore", "*.csv\ndata/\n");
    project.write("data/x", "1");
    CHECK_FALSE(ignore_output(project.root, "a.csv"));
    CHECK_FALSE(ignore_output(project.root, "data"));
    CHECK_FALSE(ignore_output(project.root, "data/x"));
    CHECK(project.read(".gitignore") == "*.csv\ndata/\n");
}

TEST_CASE("outside of a repository there is nothing to do") {
    const DvcProject project;
    CHECK_FALSE(ignore_output(project.root, "out"));
    CHECK_FALSE(project.exists(".gitignore"));
}

TEST_CASE("lines are put in order among themselves, others stay in their place") {
    const Repository project;
    project.write(".gitignore", "/b\nmine\n/c\n/a\n");
    project.write("sub/.gitignore", "/y\n/x\n");
    data::dvc::order_ignored(project.root, {"sub/x", "a", "none", "b", "sub/y", "c"});
    CHECK(project.read(".gitignore") == "/a\nmine\n/b\n/c\n");
    CHECK(project.read("sub/.gitignore") == "/x\n/y\n");
    CHECK_FALSE(project.exists("none/.gitignore"));
}

TEST_CASE("a line is taken away with its output") {
    const Repository project;
    project.write(".gitignore", "keep\n/out\n/a\\[1\\]\n");
    unignore_output(project.root, "out");
    unignore_output(project.root, "a[1]");
    CHECK(project.read(".gitignore") == "keep\n");
    project.write(".gitignore", "/out\n");
    unignore_output(project.root, "out");
    CHECK_FALSE(project.exists(".gitignore"));
}
