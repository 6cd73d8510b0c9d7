#include "core/template/rendered.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

namespace mlp::tmpl {

namespace {

std::vector<std::string> paths(RenderedTree tree) {
    std::vector<std::string> all;
    for (const auto& file : std::move(tree).take()) all.push_back(file.path);
    return all;
}

RenderedFile file(std::string path) { return {std::move(path), "x", 0644, RenderedFile::Kind::file}; }
RenderedFile link(std::string path, std::string target) {
    return {std::move(path), std::move(target), 0777, RenderedFile::Kind::link};
}

}  // namespace

TEST_CASE("rendered: names that cannot be written below a project are refused") {
    CHECK(safe_path("a//b/./c", "x") == "a/b/c");
    CHECK(safe_path("a/../b", "x") == "b");
    CHECK(safe_path("", "x") == ".");
    for (const auto* name :
         {"../a", "/a", "a/../../b", "a\nb", ".git/config", "a/.Git", "nul", "d/Con.txt", "COM7", "a\\b", "\xff"}) {
        INFO(name);
        CHECK_THROWS_AS(safe_path(name, "x"), Error);
    }
    // A backslash is a letter here; in a name that the template has itself it can be meant so.
    CHECK(safe_path("d/\\home\\x.html", "d/\\home\\x.html") == "d/\\home\\x.html");
    CHECK_THROWS_AS(safe_path("..\\x", "..\\x"), Error);
    CHECK_THROWS_AS(safe_path(std::string(256, 'a'), "x"), Error);
    CHECK(safe_path("console/auxiliary.gitignore", "x") == "console/auxiliary.gitignore");
}

TEST_CASE("rendered: folders are told only where they are empty") {
    RenderedTree tree;
    tree.add_folder("a");
    tree.add_folder("a.b");
    tree.add_folder("deep/er");
    tree.add(file("a/x"));
    CHECK(tree.is_folder("a"));
    CHECK(tree.is_folder("deep"));
    CHECK_FALSE(tree.is_folder("a/x"));
    CHECK(paths(std::move(tree)) == std::vector<std::string>{"a.b", "a/x", "deep/er"});
}

TEST_CASE("rendered: what meets or leads out is refused") {
    RenderedTree tree;
    tree.add(file("a"));
    CHECK_THROWS_AS(tree.add(file("a/b")), Error);
    tree.add(link("l", "a"));
    CHECK_THROWS_AS(tree.add(file("l/b")), Error);
    CHECK_THROWS_AS(tree.add(link("m", "/etc")), Error);
    CHECK_THROWS_AS(tree.add(link("d/m", "../../x")), Error);
    tree.add(link("d/ok", "../a"));
    CHECK_THROWS_AS(tree.add(file("d")), Error);
    tree.add(file("A"));
    CHECK_THROWS_AS(paths(std::move(tree)), Error);
}

}  // namespace mlp::tmpl
