#include "core/registry/content.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <set>

#include "core/base/error.hpp"
#include "core/registry/manifest.hpp"
#include "fixture.hpp"
#include "tests/support/kill_at_call.hpp"

using namespace mlp;
using namespace mlp::registry;
using test::Fixture;

namespace {

struct Stored : Fixture {
    ModelVersion version;
    Stored() {
        NewVersion wanted = content("m", "weights");
        wanted.parts.push_back(part("deep/run", "#!/bin/sh\n", true));
        version = registry->create_version(wanted).version;
    }
    void damage(const std::filesystem::path& path, const std::string& bytes) {
        ::chmod(path.c_str(), 0644);
        base::remove_tree(path);
        base::create_file(path, bytes);
    }
};

}  // namespace

TEST_CASE("parts are written as they were, verified") {
    Stored s;
    const auto out = s.folder.path() / "out";
    std::filesystem::create_directory(out);
    write_parts(s.store, s.version, out);
    CHECK(base::read_file(out / "model.bin") == "weights");
    CHECK(base::read_file(out / "deep/run") == "#!/bin/sh\n");
    CHECK(base::signature_of(out / "deep/run")->is_executable());
    CHECK(!base::signature_of(out / "model.bin")->is_executable());
    CHECK_THROWS_AS(write_parts(s.store, s.version, out), Error);  // never over what is there
}

TEST_CASE("damaged or missing content is named and not handed out") {
    Stored s;
    CHECK(verify_version(s.store, s.version).empty());
    const std::string digest = s.version.parts[1].digest;
    const auto path = s.objects.path_of(*base::Digest::parse(digest));
    for (const char* bytes : {"Weights", "weight", ""}) {
        s.damage(path, bytes);
        const auto damages = verify_version(s.store, s.version);
        REQUIRE(damages.size() == 1);
        CHECK(damages[0].part == "model.bin");
        CHECK(damages[0].object == path.string());
        CHECK(damages[0].problem.starts_with("is damaged"));
        const auto to = s.folder.path() / "part";
        try {
            write_part(s.store, s.version.parts[1], to);
            FAIL("handed out");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::damaged);
            CHECK(error.place() == path.string());
        }
        base::remove_tree(to);
    }
    base::remove_tree(path);
    CHECK(verify_version(s.store, s.version).at(0).problem == "is missing");
    CHECK_THROWS_AS(write_part(s.store, s.version.parts[1], s.folder.path() / "part"), Error);
    CHECK(!base::signature_of(s.folder.path() / "part"));
}

TEST_CASE("a record that does not fit its manifest is found") {
    Stored s;
    s.store.db().execute("DROP TRIGGER model_parts_are_immutable; UPDATE model_parts SET executable = 0");
    const auto changed = s.registry->find_version("m", 1);
    const auto damages = verify_version(s.store, *changed);
    REQUIRE(damages.size() == 1);
    CHECK(damages[0].part == "record");
    base::remove_tree(s.objects.path_of(*base::Digest::parse(s.version.digest)));
    CHECK(verify_version(s.store, s.version).at(0).part == "manifest");
}

TEST_CASE("a renamed model still fits its manifest") {
    Stored s;
    s.registry->rename_model("m", "n");
    CHECK(verify_version(s.store, *s.registry->find_version("n", 1)).empty());
}

TEST_CASE("hostile records never leave their folder") {
    Stored s;
    ModelVersion evil = s.version;
    evil.parts[0].path = "../evil";
    const auto out = s.folder.path() / "out";
    std::filesystem::create_directory(out);
    CHECK_THROWS_AS(write_parts(s.store, evil, out), Error);
    CHECK(std::filesystem::is_empty(out));
    CHECK(!base::signature_of(s.folder.path() / "evil"));
    ModelVersion foreign;
    foreign.model = "m";
    foreign.source = "s3://b/m";
    CHECK_THROWS_AS(write_parts(s.store, foreign, out), Error);
    CHECK(verify_version(s.store, foreign).empty());
}

TEST_CASE("all objects that the registry needs") {
    Stored s;
    std::set<std::string> needed;
    for_each_object(s.store, [&](const std::string& digest) { needed.insert(digest); });
    CHECK(needed == std::set<std::string>{s.version.digest, s.version.parts[0].digest, s.version.parts[1].digest});
}

TEST_CASE("a kill before each call of a push: the version is there and whole, or not there") {
    bool killed = true;
    int call = 1;
    for (; killed; ++call) {
        CAPTURE(call);
        Fixture f;
        f.push("m", "first");
        killed = test::kill_at_call(call, [&] {
            auto store = store::Store::open(f.location, f.env);
            data::ObjectStore objects(f.location.objects);
            data::ObjectStore::Batch batch(objects);
            NewVersion version;
            version.model = "m";
            version.parts = {{"w", batch.put_bytes("second").to_string(), 6, false}};
            batch.put_bytes(manifest_text(version.model, version.parts, version.provenance));
            batch.commit();
            open_registry(store)->create_version(version);
        });
        const auto found = f.registry->find_version("m", 2);
        REQUIRE((found || killed));
        if (found) REQUIRE(verify_version(f.store, *found).empty());
        REQUIRE(verify_version(f.store, *f.registry->find_version("m", 1)).empty());
        REQUIRE(!store::verify_audit(f.store));
        // Who comes next gets the next number, without a gap.
        REQUIRE(f.push("m", "third").version == (found ? 3 : 2));
    }
    CHECK(call > 15);
}
