#include "core/base/error.hpp"
#include "core/git/repository.hpp"
#include "sandbox.hpp"

using namespace mlp;
using test::Sandbox;

namespace {

void write_project(const Sandbox& box) {
    box.write("a.txt", "a\n");
    box.write("src/run.sh", "#!/bin/sh\n");
    box.write(".gitignore", ".mlp/\nout/\n*.log\n");
    test::fs::permissions(box.root / "src/run.sh", test::fs::perms(0755));
}

const std::vector<std::string> files{"a.txt", "src/run.sh", ".gitignore"};

}  // namespace

TEST_CASE("child: first commit" * doctest::skip()) {
    if (test::given_root().empty()) {
        return;
    }
    const auto made = git::initialize(test::given_root(), files, "First\n\nBody.");
    CHECK(made.commit.size() == 40);
    CHECK(made.neutral_identity == (std::getenv("EXPECT_NEUTRAL") != nullptr));
    CHECK(git::head_commit(test::given_root()) == made.commit);
}

TEST_CASE("the first commit by the user's settings") {
    const Sandbox box;
    write_project(box);
    std::ofstream(box.top / "home/.gitconfig")
        << "[user]\n\tname = Grace\n\temail = grace@example.org\n[init]\n\tdefaultBranch = trunk\n";
    const auto child = box.run_case("child: first commit", {{"HOME", (box.top / "home").string()}});
    CAPTURE(child.output);
    REQUIRE(child.end.ok());
    CHECK(box.sh("git log --format='%an <%ae> %cn %s|%b'") == "Grace <grace@example.org> Grace First|Body.");
    CHECK(box.sh("git symbolic-ref HEAD") == "refs/heads/trunk");
    CHECK(box.sh("git status --porcelain").empty());
    CHECK(box.sh("git ls-files -s | cut -c1-6 | sort | uniq -c | tr -s ' '") == " 2 100644\n 1 100755");
    CHECK(box.sh("git fsck --strict").empty());
}

TEST_CASE("no home, or settings that make no sense: neutral, on main") {
    for (const char* settings : {"", "[init]\n\tdefaultBranch = ../bad..name\n", "[broken"}) {
        CAPTURE(settings);
        const Sandbox box;
        write_project(box);
        std::ofstream(box.top / "home/.gitconfig") << settings;
        std::map<std::string, std::string> variables{{"EXPECT_NEUTRAL", "1"}};
        if (*settings != '\0') {
            variables["HOME"] = (box.top / "home").string();
        }
        const auto child = box.run_case("child: first commit", variables);
        CAPTURE(child.output);
        REQUIRE(child.end.ok());
        test::fs::remove(box.top / "home/.gitconfig");
        CHECK(box.sh("git log --format='%an <%ae>'") == "mlp <mlp@localhost>");
        CHECK(box.sh("git symbolic-ref HEAD") == "refs/heads/main");
    }
}

TEST_CASE("an author given by the caller stands above the settings") {
    const Sandbox box;
    write_project(box);
    const auto made = git::initialize(box.root, files, "x", git::Author{"Ada", "ada@example.org"});
    CHECK(!made.neutral_identity);
    CHECK(box.sh("git log --format='%an <%ae>'") == "Ada <ada@example.org>");
}

TEST_CASE("all or nothing, and never over a repository that is there") {
    const Sandbox box;
    write_project(box);
    CHECK_THROWS_AS(git::initialize(box.root, {"a.txt", "absent"}, "x"), Error);
    CHECK(!test::fs::exists(box.root / ".git"));
    CHECK_THROWS_AS(git::initialize(box.root, files, "x", git::Author{"", "<>"}), Error);
    CHECK(!test::fs::exists(box.root / ".git"));
    const auto made = git::initialize(box.root, files, "x");
    try {
        git::initialize(box.root, files, "x");
        FAIL("a second repository in one folder");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::conflict);
    }
    CHECK(git::head_commit(box.root) == made.commit);
}

TEST_CASE("is_ignored follows .gitignore, negation and folders, from any level") {
    const Sandbox box;
    CHECK(!git::is_ignored(box.root, "x"));
    box.write(".gitignore", "*.log\n!keep.log\nout/\n/top\n");
    box.write("sub/.gitignore", "local\n");
    box.write("out/x", "");
    box.sh("git init -q .");
    CHECK(git::is_ignored(box.root, "a.log") == true);
    CHECK(git::is_ignored(box.root, "sub/deep/a.log") == true);
    CHECK(git::is_ignored(box.root, "keep.log") == false);
    CHECK(git::is_ignored(box.root, "out/x") == true);
    CHECK(git::is_ignored(box.root, "out") == true);
    CHECK(git::is_ignored(box.root, "top") == true);
    CHECK(git::is_ignored(box.root, "sub/top") == false);
    CHECK(git::is_ignored(box.root / "sub", "local") == true);
    CHECK(git::is_ignored(box.root / "sub", "other") == false);
    CHECK(git::is_ignored(box.root / "sub", "../a.log") == true);
    CHECK(!git::is_ignored(box.root, "../elsewhere"));
    test::fs::create_directory_symlink(box.root, box.top / "alias");
    CHECK(git::is_ignored(box.top / "alias", "a.log") == true);
}
