#include "core/registry/package.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "core/base/error.hpp"
#include "fixture.hpp"

using namespace mlp;
using namespace mlp::registry;
using test::Fixture;
using test::write;

namespace {

std::string names(const std::vector<SourceFile>& files) {
    std::string text;
    for (const auto& file : files) text += file.part + (file.executable ? "* " : " ");
    return text;
}

Kind kind_of(const std::filesystem::path& path) {
    try {
        list_files(path);
    } catch (const Error& error) {
        return error.kind();
    }
    return Kind::bug;
}

}  // namespace

TEST_CASE("a file is one part, a folder one a file") {
    Fixture f;
    const auto root = f.folder.path() / "p";
    write(root / "m/b.bin", "b");
    write(root / "m/a/x", "x");
    std::filesystem::permissions(root / "m/a/x", std::filesystem::perms::owner_exec,
                                 std::filesystem::perm_options::add);
    std::filesystem::create_symlink("b.bin", root / "m/link");
    CHECK(names(list_files(root / "m/b.bin")) == "b.bin ");
    CHECK(names(list_files(root / "m")) == "a/x* b.bin link ");
    CHECK(names(list_files(root / "m/")) == "a/x* b.bin link ");
    write(root / "m/.git/config", "x");
    write(root / "m/.mlp/store.db", "x");
    CHECK(names(list_files(root / "m")) == "a/x* b.bin link ");
    std::filesystem::create_symlink("m", root / "linked");
    CHECK(names(list_files(root / "linked")) == "a/x* b.bin link ");
}

TEST_CASE("what cannot be a part is refused") {
    Fixture f;
    const auto root = f.folder.path();
    CHECK(kind_of(root / "absent") == Kind::missing);
    std::filesystem::create_directory(root / "empty");
    CHECK(kind_of(root / "empty") == Kind::invalid);
    write(root / "m/a", "a");
    ::mkfifo((root / "m/pipe").c_str(), 0600);
    CHECK(kind_of(root / "m") == Kind::invalid);
    CHECK(kind_of(root / "m/pipe") == Kind::invalid);
    base::remove_tree(root / "m/pipe");
    std::filesystem::create_symlink("nowhere", root / "m/broken");
    CHECK(kind_of(root / "m") == Kind::invalid);
    base::remove_tree(root / "m/broken");
    std::filesystem::create_directory_symlink("..", root / "m/loop");
    CHECK(kind_of(root / "m") == Kind::invalid);
    base::remove_tree(root / "m/loop");
    write(root / "m/\xff", "x");
    CHECK(kind_of(root / "m") == Kind::invalid);
}

TEST_CASE("a model's further files and card stand beside it under their own names") {
    Fixture f;
    const auto root = f.folder.path();
    config::Model model;
    model.name = "m";
    model.path = "out/model";
    model.card = "CARD.md";
    model.files = {"build/schema.json", "encoders"};
    write(root / "out/model/w.bin", "w");
    write(root / "CARD.md", "card");
    write(root / "build/schema.json", "{}");
    write(root / "encoders/a.txt", "a");
    CHECK(names(list_files(root, model)) == "CARD.md encoders/a.txt schema.json w.bin ");
    // Named twice, but the same file: one part.
    model.files = {"CARD.md"};
    CHECK(names(list_files(root, model)) == "CARD.md w.bin ");
    // Two files, one name: both are named.
    write(root / "out/model/CARD.md", "other");
    try {
        list_files(root, model);
        FAIL("taken");
    } catch (const Error& error) {
        CHECK(error.message().find("out/model/CARD.md") != std::string::npos);
        CHECK(error.message().find("'CARD.md'") != std::string::npos);
    }
}

TEST_CASE("stored parts are durable under their digests") {
    Fixture f;
    write(f.folder.path() / "m/a", "hello");
    data::ObjectStore::Batch batch(f.objects);
    const auto parts = store_files(list_files(f.folder.path() / "m"), batch);
    batch.commit();
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].digest == "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    CHECK(parts[0].size == 5);
    CHECK(f.objects.has(*base::Digest::parse(parts[0].digest)));
}
