#include "core/pipeline/snapshot.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <functional>
#include <thread>

#include "samples.hpp"

using namespace mlp;
using pipeline::Signatures;

namespace {

struct Ground {
    test::Folder folder;
    Ground() {
        folder.write("mlp.yaml", "x");
        folder.write("data/sub/a", "aaa");
        folder.write("data/b", "bbb");
        folder.write("target", "t");
        std::filesystem::create_symlink("target", folder / "link");
        std::filesystem::create_symlink("gone", folder / "dangling");
    }
    Signatures look() const {
        Signatures found(folder.folder.path());
        for (const char* path : {"mlp.yaml", "params.yaml", "data", "link", "dangling"}) found.add(path);
        return found;
    }
    void keep() {
        const Signatures found = look();
        REQUIRE(found.settled(true));
        pipeline::keep_snapshot(folder.index, "s", found, {"a", "b"});
    }
    bool unchanged() { return pipeline::unchanged_since(folder.index, "s", folder.folder.path()).has_value(); }
};

}  // namespace

TEST_CASE("nothing moved: the stages come back; any change is doubt") {
    const std::vector<std::function<void(const test::Folder&)>> changes{
        [](const test::Folder& f) { f.write("mlp.yaml", "y"); },
        [](const test::Folder& f) { f.write("params.yaml", ""); },
        [](const test::Folder& f) { f.write("data/sub/a", "AAA"); },
        [](const test::Folder& f) { f.write("data/sub/new", ""); },
        [](const test::Folder& f) { std::filesystem::remove(f / "data/b"); },
        [](const test::Folder& f) { f.write("target", "u"); },
        [](const test::Folder& f) { f.write("gone", "now here"); },
        [](const test::Folder& f) { std::filesystem::permissions(f / "data/b", std::filesystem::perms::owner_all); },
        [](const test::Folder& f) {
            std::filesystem::remove(f / "link");
            std::filesystem::create_symlink("data/b", f / "link");
        },
        [](const test::Folder& f) {  // written in place, its time set back: ctime tells
            struct stat before {};
            REQUIRE(::stat((f / "data/b").c_str(), &before) == 0);
            const base::Fd file(::open((f / "data/b").c_str(), O_WRONLY | O_CLOEXEC));
            base::write_all(file.get(), "BBB", "b");
            const timespec times[2] = {before.st_atim, before.st_mtim};
            REQUIRE(::futimens(file.get(), times) == 0);
        },
    };
    for (const auto& change : changes) {
        Ground ground;
        CHECK(!ground.unchanged());
        ground.keep();
        CHECK(pipeline::unchanged_since(ground.folder.index, "s", ground.folder.folder.path()) ==
              std::vector<std::string>{"a", "b"});
        change(ground.folder);
        CHECK(!ground.unchanged());
    }
}

TEST_CASE("an object that goes shows, one of a store outside of the project only with its folder") {
    const test::Folder folder;
    const test::Folder elsewhere;
    const auto look = [&] {
        Signatures found(folder.folder.path());
        found.add_store(folder / "objects");
        found.add_store(elsewhere / "objects");
        return found;
    };
    const Signatures none = look();
    folder.write("objects/ab/c", "1");
    elsewhere.write("objects/ab/c", "1");
    const Signatures both = look();
    CHECK(!(both == none));
    std::filesystem::remove(elsewhere / "objects/ab/c");
    CHECK(both == look());
    std::filesystem::remove(folder / "objects/ab/c");
    CHECK(!(both == look()));
    const Signatures emptied = look();
    std::filesystem::remove_all(elsewhere / "objects");
    CHECK(!(emptied == look()));
}

TEST_CASE("files that were just written are not yet trusted") {
    const Ground ground;
    // On a busy machine the clock may tick between the write and the look: then it is written once more.
    bool trusted = true;
    for (int attempt = 0; trusted && attempt < 1000; ++attempt) {
        ground.folder.write("mlp.yaml", "fresh");
        trusted = ground.look().settled(false);
    }
    CHECK(!trusted);
    const Signatures fresh = ground.look();
    CHECK(fresh.settled(true));
    CHECK(fresh == ground.look());
}

TEST_CASE("a snapshot cut short or of another format is doubt") {
    Ground ground;
    ground.keep();
    const std::string whole = *ground.folder.index.find_value("s");
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        ground.folder.index.put_value("s", whole.substr(0, size));
        CHECK(!ground.unchanged());
    }
    ground.folder.index.put_value("s", "x" + whole);
    CHECK(!ground.unchanged());
}

TEST_CASE("the name depends on everything that was asked") {
    const auto name = pipeline::snapshot_name("1.0", {"a"}, false);
    CHECK(name != pipeline::snapshot_name("1.1", {"a"}, false));
    CHECK(name != pipeline::snapshot_name("1.0", {"a"}, true));
    CHECK(name != pipeline::snapshot_name("1.0", {"a", "b"}, false));
    CHECK(name != pipeline::snapshot_name("1.0", {}, false));
    CHECK(name == pipeline::snapshot_name("1.0", {"a"}, false));
}
