#include "core/data/walk.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <string>
#include <thread>

#include "core/base/error.hpp"
#include "project.hpp"

using namespace mlp;
using data::ContentKind;
using data::Node;
using test::Project;

namespace {

/// Enough names for several threads: folders in folders, and one with more names than one thread takes at a time.
void make_many(const Project& project) {
    for (int i = 0; i < 30; ++i) {
        for (int j = 0; j < 40; ++j) project.write("top/d" + std::to_string(i) + "/below/f" + std::to_string(j), "x");
    }
    for (int i = 0; i < 2500; ++i) project.write("top/flat/f" + std::to_string(i), "");
}

std::size_t files_below(const Node& folder) {
    std::size_t count = 0;
    CHECK(std::is_sorted(folder.children.begin(), folder.children.end(),
                         [](const Node& a, const Node& b) { return a.name < b.name; }));
    for (const Node& child : folder.children) {
        CHECK(child.path == folder.path + "/" + child.name);
        count += child.content.kind == ContentKind::tree ? files_below(child) : 1;
    }
    return count;
}

const Node& child(const Node& folder, const std::string& name) {
    const auto found = std::find_if(folder.children.begin(), folder.children.end(),
                                    [&](const Node& node) { return node.name == name; });
    REQUIRE(found != folder.children.end());
    return *found;
}

}  // namespace

TEST_CASE("a large tree is read whole, each folder in order") {
    const Project project;
    make_many(project);
    const Node top = data::walk_folder(project.root, "top");
    CHECK(files_below(top) == 30 * 40 + 2500);
    CHECK(child(child(child(top, "d7"), "below"), "f3").content.size == 1);
    CHECK(!top.holds_hidden);
}

TEST_CASE("what is hidden deep in a large tree is known of every folder around it") {
    const Project project;
    make_many(project);
    project.write("top/d7/below/.git/config", "");
    const Node top = data::walk_folder(project.root, "top");
    CHECK(top.holds_hidden);
    CHECK(child(child(top, "d7"), "below").holds_hidden);
    CHECK(!child(top, "d8").holds_hidden);
    CHECK(files_below(top) == 30 * 40 + 2500);
}

TEST_CASE("rules are asked of every name of a large tree, one at a time") {
    const Project project;
    make_many(project);
    std::size_t asked = 0;  // without a lock: that of the walk is what is tested
    const data::WalkRules rules{.leave_out = [&](const std::string& path, bool is_folder) {
        ++asked;
        return is_folder ? path == "top/d3" : path.ends_with("f1");
    }};
    const Node top = data::walk_folder(project.root, "top", rules);
    CHECK(files_below(top) == 29 * 39 + 2499);
    CHECK(asked == 30 + 1 + 29 + 29 * 40 + 2500);
}

TEST_CASE("what cannot be data ends the walk of a large tree and is named") {
    const Project project;
    make_many(project);
    REQUIRE(::mkfifo((project.root / "top/d9/below/pipe").c_str(), 0600) == 0);
    try {
        data::walk_folder(project.root, "top");
        FAIL("expected an error");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::invalid);
        CHECK(std::string(error.what()).find("'top/d9/below/pipe' is a socket, pipe or device") == 0);
    }
}

TEST_CASE("folders and links that come and go while a walk is under way are in it or not") {
    const Project project;
    make_many(project);
    std::filesystem::create_symlink("d1", project.root / "top/to");
    const std::jthread other([&](const std::stop_token& over) {
        while (!over.stop_requested()) {
            for (int i = 0; i < 20; ++i) project.write("top/go" + std::to_string(i) + "/deep/f", "x");
            for (int i = 0; i < 20; ++i) std::filesystem::remove_all(project.root / ("top/go" + std::to_string(i)));
            std::filesystem::remove(project.root / "top/to");
            std::filesystem::create_symlink("d1", project.root / "top/to");
        }
    });
    for (int walk = 0; walk < 60; ++walk) {
        CHECK(files_below(data::walk_folder(project.root, "top")) >= 30 * 40 + 2500);
        data::walk_folder(project.root, "top", {.follow_links = true, .leave_out = {}});
    }
}

TEST_CASE("a link that leads to itself is told as such") {
    const Project project;
    project.write("top/f", "x");
    std::filesystem::create_symlink("loop", project.root / "top/loop");
    try {
        data::walk_folder(project.root, "top", {.follow_links = true, .leave_out = {}});
        FAIL("expected an error");
    } catch (const Error& error) {
        CHECK(std::string(error.what()) == "'top/loop' is a link to 'loop', which leads back to itself");
    }
}
