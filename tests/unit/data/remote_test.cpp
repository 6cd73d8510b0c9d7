#include "core/data/remote/remote.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

using namespace mlp;

TEST_CASE("a folder keeps content by digest, whole or not at all, and checks it on arrival") {
    const base::TemporaryFolder folder(std::filesystem::temp_directory_path(), "mlp-remote");
    const auto root = folder.path();
    const auto remote = data::open_remote("there", root);
    const base::Digest digest = base::sha256("content");
    CHECK(!remote->has(digest));
    CHECK_THROWS_AS(remote->get(digest, root / "got"), Error);
    CHECK(!base::signature_of(root / "got"));
    CHECK(!base::signature_of(root / "there"));  // asking makes nothing
    CHECK(!remote->find_text("runs/ab/c"));

    base::replace_file(root / "file", "content");
    remote->put(digest, root / "file");
    remote->put(digest, root / "file");
    CHECK(remote->has(digest));
    remote->get(digest, root / "got");
    CHECK(base::read_file(root / "got") == "content");
    CHECK_THROWS_AS(remote->get(digest, root / "got"), Error);  // it is there
    std::size_t count = 0;
    remote->list([&](const base::Digest& found) { count += found == digest ? 1U : 0U; });
    CHECK(count == 1);
    remote->put_text("runs/ab/c", "text");
    CHECK(remote->find_text("runs/ab/c") == "text");

    // Neither side takes what is not what it is called.
    CHECK_THROWS_AS(remote->put(base::sha256("other"), root / "file"), Error);
    CHECK(!remote->has(base::sha256("other")));
    base::replace_file(root / "there/objects/sha256" / digest.hex().substr(0, 2) / digest.hex().substr(2), "spoilt!");
    try {
        remote->get(digest, root / "spoilt");
        FAIL("damaged content was taken");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::damaged);
    }
    CHECK(!base::signature_of(root / "spoilt"));
    CHECK_THROWS_AS(data::open_remote("s3://bucket", root), Error);
}
