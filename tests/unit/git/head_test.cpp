#include "core/git/repository.hpp"
#include "sandbox.hpp"

using namespace mlp;
using test::Sandbox;

TEST_CASE("HEAD of an ordinary repository, from any folder below") {
    const Sandbox box;
    CHECK(!git::inside_repository(box.root));
    CHECK(!git::head_commit(box.root));
    box.commit_one();
    const std::string head = box.sh("git rev-parse HEAD");
    CHECK(git::inside_repository(box.root));
    CHECK(git::head_commit(box.root) == head);
    test::fs::create_directories(box.root / "deep/er");
    CHECK(git::head_commit(box.root / "deep/er") == head);
    CHECK(git::head_commit(box.root / "not/there") == head);
    CHECK(!git::inside_repository(box.top));
}

TEST_CASE("packed refs, annotated tags beside them, and a newer loose ref above them") {
    const Sandbox box;
    box.commit_one();
    box.sh("git tag -a -m t v1 && git branch main-two && git branch x/main && git pack-refs --all");
    CHECK(!test::fs::exists(box.root / ".git/refs/heads/main"));
    const std::string first = box.sh("git rev-parse HEAD");
    CHECK(git::head_commit(box.root) == first);
    box.sh("git commit -q --allow-empty -m second");
    CHECK(git::head_commit(box.root) == box.sh("git rev-parse HEAD"));
    CHECK(git::head_commit(box.root) != first);
}

TEST_CASE("detached, unborn, bare and broken HEADs") {
    const Sandbox box;
    box.sh("git init -q .");
    CHECK(git::inside_repository(box.root));
    CHECK(!git::head_commit(box.root));
    box.commit_one();
    const std::string head = box.sh("git rev-parse HEAD");
    box.sh("git checkout -q --detach");
    CHECK(git::head_commit(box.root) == head);
    box.sh("git clone -q --bare . ../bare.git");
    CHECK(git::head_commit(box.top / "bare.git") == head);
    CHECK(!git::inside_repository(box.top / "bare.git"));
    for (const char* text : {"", "ref: ", "ref: /etc/passwd", "ref: ../../secret", "ref: HEAD", "nonsense", "abc\n",
                             "ref: refs/heads/none\n"}) {
        CAPTURE(text);
        box.write(".git/HEAD", text);
        CHECK(!git::head_commit(box.root));
    }
}

TEST_CASE("worktrees and submodules: .git is a file") {
    const Sandbox box;
    box.commit_one();
    box.sh("git worktree add -q -b side ../side && git commit -q --allow-empty -m more");
    const auto side = box.top / "side";
    CHECK(git::inside_repository(side));
    CHECK(git::head_commit(side) == box.sh("git rev-parse HEAD", side));
    CHECK(git::head_commit(side) != git::head_commit(box.root));
    box.sh("git pack-refs --all");
    CHECK(git::head_commit(side) == box.sh("git rev-parse HEAD", side));

    box.sh("git init -q ../outer && cd ../outer && git submodule add -q ../project sub");
    CHECK(git::head_commit(box.top / "outer/sub") == box.sh("git rev-parse HEAD", box.top / "outer/sub"));
    CHECK(!git::head_commit(box.top / "outer"));  // unborn

    test::fs::create_directories(box.top / "lost");
    std::ofstream(box.top / "lost/.git") << "gitdir: /nowhere/at/all\n";
    CHECK(!git::head_commit(box.top / "lost"));
}
