#include <sys/stat.h>

#include "core/git/repository.hpp"
#include "sandbox.hpp"

using namespace mlp;
using test::Sandbox;

namespace {

git::Snapshot look(const test::fs::path& folder, std::size_t limit = 1 << 20) {
    std::string problem;
    const auto found = git::snapshot(folder, &problem, limit);
    CHECK(problem == "");
    REQUIRE(found);
    return *found;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("no repository is nothing, and no problem") {
    const Sandbox box;
    std::string problem = "before";
    CHECK(!git::snapshot(box.root, &problem));
    CHECK(problem.empty());
    CHECK(!git::snapshot(box.root / "absent"));
}

TEST_CASE("a clean repository") {
    const Sandbox box;
    box.commit_one();
    box.sh("git remote add origin https://user:secret@example.org/x.git");
    const auto found = look(box.root);
    CHECK(found.commit == box.sh("git rev-parse HEAD"));
    CHECK(found.branch == "main");
    CHECK(found.remote_url == "https://example.org/x.git");
    CHECK(!found.dirty);
    CHECK(found.diff.empty());
    CHECK(found.state == "clean");
    // What git ignores, and our own folder, do not make it dirty.
    box.write(".git/info/exclude", "ignored/\n");
    box.write("ignored/x", "x");
    box.write(".mlp/store.db", "x");
    CHECK(!look(box.root).dirty);
    CHECK(look(box.root / "ignored").commit == found.commit);
}

TEST_CASE("the diff is one that git applies: staged, unstaged, new, deleted, renamed, mode") {
    const Sandbox box;
    for (const char* name : {"a", "b", "c", "d"}) {
        box.write(name, std::string(name) + " one\ntwo\nthree\n");
    }
    box.sh("git init -q . && git add . && git commit -q -m first");
    box.write("a", "a one\nchanged\nthree\n");
    box.write("b", "b one\ntwo\nstaged, no newline at the end");
    box.write("new", "staged new\n");
    box.sh("git add b new && rm c && chmod +x d");
    const auto found = look(box.root);
    CHECK(found.dirty);
    CHECK(found.state == "dirty");
    CHECK(!found.diff_cut);
    box.write("patch", found.diff);
    box.sh("git clone -q . ../copy && git -C ../copy apply ../project/patch && rm patch");
    CHECK(box.sh("cd ../copy && git add -A && git write-tree") == box.sh("git add -A && git write-tree"));
}

TEST_CASE("untracked files make dirty, but are not in the diff") {
    const Sandbox box;
    box.commit_one();
    box.write("folder/untracked", "secret\n");
    const auto found = look(box.root);
    CHECK(found.dirty);
    CHECK(found.diff.empty());
}

TEST_CASE("a long diff is cut at a line; binary and huge files are only named") {
    const Sandbox box;
    box.commit_one();
    std::string lines;
    for (int at = 0; at < 5000; ++at) {
        lines += "line " + std::to_string(at) + "\n";
    }
    box.write("a.txt", lines);
    const auto cut = look(box.root, 1000);
    CHECK(cut.diff_cut);
    CHECK(cut.diff.size() <= 1000);
    CHECK(cut.diff.size() > 900);
    CHECK(cut.diff.back() == '\n');
    CHECK(!look(box.root).diff_cut);
    CHECK(look(box.root, 0).diff_cut);

    box.write("bin", std::string("\0\1\2", 3));
    box.write("huge", std::string(6 << 20, 'h'));
    box.sh("git add bin huge && git checkout -q a.txt");
    const auto found = look(box.root);
    CHECK(contains(found.diff, "Binary files"));
    CHECK(contains(found.diff, "huge"));
    CHECK(found.diff.size() < 2000);
}

TEST_CASE("unborn, detached, shallow, bare") {
    const Sandbox box;
    box.sh("git init -q -b trunk .");
    box.write("a", "x\n");
    auto found = look(box.root);
    CHECK(found.commit.empty());
    CHECK(found.branch == "trunk");
    CHECK(found.state == "dirty,unborn");
    box.sh("git add a");
    CHECK(contains(look(box.root).diff, "+x"));
    box.sh("git commit -q -m 1 && git commit -q --allow-empty -m 2");

    box.sh("git checkout -q --detach");
    found = look(box.root);
    CHECK(found.branch.empty());
    CHECK(found.state == "clean,detached");

    box.sh("git clone -q --depth 1 --branch trunk file://$PWD ../shallow");
    found = look(box.top / "shallow");
    CHECK(found.state == "clean,shallow");
    CHECK(found.commit == box.sh("git rev-parse trunk"));
    CHECK(contains(found.remote_url, "file:///"));
    box.sh("git checkout -q --detach", box.top / "shallow");
    CHECK(look(box.top / "shallow").state == "clean,detached,shallow");

    box.sh("git clone -q --bare . ../bare.git");
    found = look(box.top / "bare.git");
    CHECK(found.commit == box.sh("git rev-parse HEAD"));
    CHECK(contains(found.state, "bare"));
}

TEST_CASE("worktrees and submodules") {
    const Sandbox box;
    box.commit_one();
    box.sh("git worktree add -q -b side ../side");
    CHECK(look(box.top / "side").branch == "side");
    box.sh("git init -q ../outer && cd ../outer && git submodule add -q ../project sub && git commit -q -m sub");
    CHECK(look(box.top / "outer").state == "clean");
    CHECK(look(box.top / "outer/sub").commit == box.sh("git rev-parse HEAD"));
    std::ofstream(box.top / "outer/sub/a.txt") << "changed\n";
    CHECK(look(box.top / "outer").dirty);
    CHECK(look(box.top / "outer/sub").dirty);
}

TEST_CASE("somebody else's repository is read all the same") {
    if (::geteuid() != 0) {
        return;  // only root can give files away
    }
    const Sandbox box;
    box.commit_one();
    box.sh("chown -R 12345 .git . 2>/dev/null");
    CHECK(look(box.root).branch == "main");
}

TEST_CASE("names and content that are not UTF-8, and a merge with conflicts") {
    const Sandbox box;
    box.write("a", "base\n");
    box.sh("git init -q . && git add . && git commit -q -m base && git checkout -q -b \"$(printf 'br\\377nch')\"");
    box.write("a", "ours \xff\n");
    const auto found = look(box.root);
    CHECK(found.branch == "br\\xffnch");
    CHECK(contains(found.diff, "ours \xff"));
    box.sh("git commit -q -am ours && git checkout -q -b other main");
    box.write("a", "theirs\n");
    box.sh("git commit -q -am theirs; git merge -q \"$(printf 'br\\377nch')\" >/dev/null || true");
    CHECK(look(box.root).dirty);
}

TEST_CASE("broken repositories give what can be read, and say what cannot") {
    const Sandbox box;
    box.commit_one();
    const std::string head = box.sh("git rev-parse HEAD");
    std::string problem;
    box.write(".git/index", "garbage");
    auto found = git::snapshot(box.root, &problem);
    REQUIRE(found);
    CHECK(found->commit == head);
    CHECK(problem != "");
    box.sh("rm -rf .git/objects/* .git/index");
    found = git::snapshot(box.root, &problem);
    CHECK(problem != "");
    box.write(".git/HEAD", "garbage");
    git::snapshot(box.root, &problem);
    CHECK(problem != "");
    box.write(".git/config", "[core\nbroken");
    CHECK(!git::snapshot(box.root, &problem));
    CHECK(problem != "");
}

// ---- In a process of its own, with surroundings of its own ----

TEST_CASE("child: clean main" * doctest::skip()) {
    if (test::given_root().empty()) {
        return;
    }
    const auto found = look(test::given_root());
    CHECK(found.branch == "main");
    CHECK(found.state == "clean");
}

TEST_CASE("no home, a hostile home, an unreadable home") {
    const Sandbox box;
    box.commit_one();
    const auto holds = [&](std::map<std::string, std::string> variables) {
        const auto child = box.run_case("child: clean main", std::move(variables));
        CAPTURE(child.output);
        CHECK(child.end.ok());
        CHECK(contains(child.output, "1 passed"));
    };
    holds({});
    holds({{"HOME", "/nowhere"}});
    std::ofstream(box.top / "home/.gitconfig") << "[core\n\x01 broken = = =\n[[[";
    holds({{"HOME", (box.top / "home").string()}});
    std::ofstream(box.top / "home/.gitconfig") << "[include]\n\tpath = .gitconfig\n[core]\n\tfsmonitor = touch pwned\n";
    holds({{"HOME", (box.top / "home").string()}});
    CHECK(!test::fs::exists(box.root / "pwned"));
    test::fs::remove(box.top / "home/.gitconfig");
    test::fs::create_directory(box.top / "home/.gitconfig");
    holds({{"HOME", (box.top / "home").string()}});
}
