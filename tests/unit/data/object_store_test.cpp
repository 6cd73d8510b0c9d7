#include "core/data/object_store.hpp"

#include <doctest/doctest.h>

#include <map>
#include <thread>

#include "core/base/error.hpp"
#include "project.hpp"

using namespace mlp;
using data::ObjectStore;
using test::Project;

namespace {

std::size_t files_in(const test::fs::path& folder) {
    std::error_code absent;
    const test::fs::directory_iterator files(folder, absent);
    return absent ? 0 : static_cast<std::size_t>(std::distance(test::fs::begin(files), test::fs::end(files)));
}

std::map<std::string, std::uint64_t> all(const ObjectStore& store) {
    std::map<std::string, std::uint64_t> found;
    store.for_each([&](const base::Digest& digest, std::uint64_t size) { found[digest.hex()] = size; });
    return found;
}

}  // namespace

TEST_CASE("an object stands under its digest, read-only, only after commit") {
    const Project project;
    ObjectStore store(project.objects_folder);
    CHECK(all(store).empty());
    CHECK(!test::fs::exists(project.objects_folder));  // nothing is touched before the first write
    ObjectStore::Batch batch(store);
    const auto digest = batch.put_bytes("hello");
    CHECK(digest.hex() == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    CHECK(!store.has(digest));
    batch.commit();
    CHECK(store.size_of(digest) == 5);
    CHECK(store.read(digest) == "hello");
    CHECK(store.verify(digest));
    const auto path = project.objects_folder / "sha256" / "2c" / digest.hex().substr(2);
    CHECK(store.path_of(digest) == path);
    CHECK((base::signature_of(path)->mode & 07777U) == 0444U);
    CHECK(all(store) == std::map<std::string, std::uint64_t>{{digest.hex(), 5}});
    CHECK(files_in(project.objects_folder / "tmp") == 0);
}

TEST_CASE("put_file gives digest and size, keeps the source and copies once") {
    const Project project;
    project.write("a.bin", std::string(3'000'000, 'x'));
    project.write("same.bin", std::string(3'000'000, 'x'));
    project.write("empty", "");
    ObjectStore store(project.objects_folder);
    ObjectStore::Batch batch(store);
    const auto first = batch.put_file(project.root / "a.bin");
    CHECK(first.size == 3'000'000);
    CHECK(first.digest == base::sha256(std::string(3'000'000, 'x')));
    CHECK(batch.put_file(project.root / "same.bin").digest == first.digest);
    CHECK(batch.put_file(project.root / "empty").digest == base::sha256(""));
    CHECK(files_in(project.objects_folder / "tmp") == 2);  // equal content waits once
    batch.commit();
    batch.commit();  // nothing left: nothing happens
    CHECK(all(store).size() == 2);
    // The store's copy is its own: a write to the source does not reach it.
    project.write("a.bin", "changed");
    CHECK(store.verify(first.digest));
}

TEST_CASE("a known and stored file is not read") {
    const Project project;
    project.write("a", "content");
    ObjectStore store(project.objects_folder);
    const auto digest = base::sha256("content");
    {
        ObjectStore::Batch batch(store);
        // Known but not stored: it is read, and what was read counts.
        CHECK(batch.put_file(project.root / "a", base::sha256("other")).digest == digest);
        batch.commit();
    }
    project.write("a", "CONTENT");  // same size: only reading would tell
    ObjectStore::Batch batch(store);
    CHECK(batch.put_file(project.root / "a", digest).digest == digest);
    CHECK(files_in(project.objects_folder / "tmp") == 0);
}

TEST_CASE("what was not committed is gone with its batch") {
    const Project project;
    ObjectStore store(project.objects_folder);
    {
        ObjectStore::Batch batch(store);
        for (int at = 0; at < 20; ++at) {
            batch.put_bytes(std::to_string(at));
        }
        CHECK(files_in(project.objects_folder / "tmp") == 20);
    }
    CHECK(files_in(project.objects_folder / "tmp") == 0);
    CHECK(all(store).empty());
}

TEST_CASE("many objects at once, more than are synced one by one") {
    const Project project;
    ObjectStore store(project.objects_folder);
    ObjectStore::Batch batch(store);
    std::vector<base::Digest> digests;
    for (int at = 0; at < 300; ++at) {
        digests.push_back(batch.put_bytes("object " + std::to_string(at)));
    }
    batch.commit();
    CHECK(all(store).size() == 300);
    for (const auto& digest : digests) {
        CHECK(store.verify(digest));
    }
}

TEST_CASE("sixteen threads put into one batch, and two batches write the same objects") {
    const Project project;
    ObjectStore store(project.objects_folder);
    const auto fill = [](ObjectStore::Batch& batch) {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 16; ++thread) {
            threads.emplace_back([&batch, thread] {
                for (int at = 0; at < 20; ++at) {
                    batch.put_bytes(std::to_string((thread * 20 + at) % 200));
                }
            });
        }
    };
    ObjectStore::Batch one(store);
    ObjectStore::Batch two(store);
    fill(one);
    fill(two);
    std::jthread other([&] { two.commit(); });
    one.commit();
    other.join();
    CHECK(all(store).size() == 200);
    store.for_each([&](const base::Digest& digest, std::uint64_t) { CHECK(store.verify(digest)); });
    CHECK(files_in(project.objects_folder / "tmp") == 0);
}

TEST_CASE("damage is found, named and mended") {
    const Project project;
    ObjectStore store(project.objects_folder);
    base::Digest digest;
    const auto put = [&] {
        ObjectStore::Batch batch(store);
        digest = batch.put_bytes("precious");
        batch.commit();
    };
    const auto overwrite = [&](const std::string& bytes) {
        test::fs::permissions(store.path_of(digest), test::fs::perms(0644));
        std::ofstream(store.path_of(digest), std::ios::trunc) << bytes;
    };
    put();
    overwrite("PRECIOUS");
    CHECK(!store.verify(digest));
    try {
        store.read(digest);
        FAIL("read damaged bytes");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::damaged);
        CHECK(error.place() == store.path_of(digest).string());
        CHECK(!error.hint_text().empty());
    }
    overwrite("cut");
    put();  // another size is seen without reading, and replaced
    CHECK(store.read(digest) == "precious");
}

TEST_CASE("absent objects are missing, by name") {
    const Project project;
    const ObjectStore store(project.objects_folder);
    const auto digest = base::sha256("nowhere");
    CHECK(!store.has(digest));
    CHECK(!store.size_of(digest));
    for (const auto& use :
         std::vector<std::function<void()>>{[&] { store.read(digest); }, [&] { store.verify(digest); },
                                            [&] { store.clone_to(digest, project.root / "out", false); }}) {
        try {
            use();
            FAIL("found an absent object");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::missing);
            CHECK(error.message().find(digest.to_string()) != std::string::npos);
        }
    }
}

TEST_CASE("clone_to writes a file of its own with the mode asked for") {
    const Project project;
    ObjectStore store(project.objects_folder);
    ObjectStore::Batch batch(store);
    const auto digest = batch.put_bytes("#!/bin/sh\n");
    batch.commit();
    store.clone_to(digest, project.root / "plain", false);
    store.clone_to(digest, project.root / "script", true);
    CHECK(project.read("plain") == "#!/bin/sh\n");
    CHECK(!base::signature_of(project.root / "plain")->is_executable());
    CHECK(base::signature_of(project.root / "script")->is_executable());
    CHECK(base::signature_of(project.root / "plain")->inode != base::signature_of(store.path_of(digest))->inode);
    CHECK_THROWS_AS(store.clone_to(digest, project.root / "plain", false), Error);  // never over something
}

TEST_CASE("leftovers of killed writers go after a day, young ones and foreign files stay") {
    const Project project;
    ObjectStore store(project.objects_folder);
    project.write(".mlp/objects/tmp/old", "x");
    project.write(".mlp/objects/tmp/young", "x");
    project.write(".mlp/objects/sha256/zz/readme", "foreign");
    project.write(".mlp/objects/sha256/stray", "foreign");
    // ctime cannot be set back, so the old one is only old by mtime: it must stay as well.
    const timespec times[2] = {{1, 0}, {1, 0}};
    ::utimensat(AT_FDCWD, (project.objects_folder / "tmp/old").c_str(), times, 0);
    ObjectStore::Batch batch(store);
    batch.put_bytes("new");
    batch.commit();
    CHECK(test::fs::exists(project.objects_folder / "tmp/young"));
    CHECK(all(store).size() == 1);
}

TEST_CASE("only regular files can be put") {
    const Project project;
    ObjectStore store(project.objects_folder);
    ObjectStore::Batch batch(store);
    CHECK_THROWS_AS(batch.put_file(project.root), Error);
    CHECK_THROWS_AS(batch.put_file(project.root / "absent"), Error);
    CHECK_THROWS_AS(batch.put_file("/dev/null"), Error);
    CHECK(files_in(project.objects_folder / "tmp") == 0);
}
