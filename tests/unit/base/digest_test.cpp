#include "core/base/digest.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

using namespace mlp::base;

namespace {

constexpr auto of_empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr auto of_abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

}  // namespace

TEST_CASE("SHA-256 gives the digests of its standard") {
    CHECK(sha256("").to_string() == of_empty);
    CHECK(sha256("abc").to_string() == of_abc);
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex() ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256(std::string(1'000'000, 'a')).hex() ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("parts make the same digest as the whole, and the end comes once") {
    Hasher hasher;
    hasher.update("a");
    hasher.update("");
    hasher.update("bc");
    Hasher moved = std::move(hasher);
    CHECK(moved.finish().to_string() == of_abc);
    CHECK_THROWS_AS(moved.finish(), mlp::Error);
}

TEST_CASE("only the written form is read") {
    const auto digest = Digest::parse(of_abc);
    REQUIRE(digest);
    CHECK(*digest == sha256("abc"));
    CHECK(Digest::of_bytes(digest->bytes()) == *digest);
    CHECK(static_cast<bool>(*digest));
    CHECK_FALSE(static_cast<bool>(Digest{}));
    CHECK(Digest::parse("sha256:" + std::string(64, '0')) == Digest{});
    const std::string good(of_abc);
    for (const auto& text :
         {std::string(), good.substr(1), good.substr(7), good + "0", good.substr(0, 70), "SHA256:" + good.substr(7),
          "sha256:" + std::string(64, 'A'), "sha256:" + std::string(64, 'g'), "md5:" + std::string(32, '0'),
          good.substr(0, 70) + " "}) {
        CAPTURE(text);
        CHECK_FALSE(Digest::parse(text));
    }
    CHECK(sha256("a") != sha256("b"));
    CHECK((Digest{} < sha256("a")));
}

TEST_CASE("files are hashed and copied in one read") {
    const TemporaryFolder folder(fs::temp_directory_path());
    // Larger than two blocks, and no multiple of one.
    std::string content;
    for (int i = 0; content.size() < 2'500'001; ++i) content += std::to_string(i);
    const auto from = folder.path() / "from";
    create_file(from, content);
    const auto hashed = hash_file(from);
    CHECK(hashed.digest == sha256(content));
    CHECK(hashed.size == content.size());
    const auto to = folder.path() / "to";
    const Fd fd(::open(to.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    const auto copied = hash_and_copy(from, fd.get());
    CHECK(copied.digest == hashed.digest);
    CHECK(copied.size == content.size());
    CHECK(read_file(to) == content);
    create_file(folder.path() / "empty", "");
    CHECK(hash_file(folder.path() / "empty").digest.to_string() == of_empty);
}

TEST_CASE("what has no content that stays is refused") {
    const TemporaryFolder folder(fs::temp_directory_path());
    const auto pipe = folder.path() / "pipe";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    CHECK_THROWS_AS(hash_file(pipe), mlp::Error);
    CHECK_THROWS_AS(hash_file("/dev/zero"), mlp::Error);
    CHECK_THROWS_AS(hash_file(folder.path()), mlp::Error);
    try {
        hash_file(folder.path() / "absent");
        FAIL("no error");
    } catch (const mlp::Error& error) {
        CHECK(error.kind() == mlp::Kind::missing);
    }
}

TEST_CASE("a copy that cannot be written names the target") {
    const TemporaryFolder folder(fs::temp_directory_path());
    create_file(folder.path() / "from", "content");
    const Fd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    REQUIRE(full);
    try {
        hash_and_copy(folder.path() / "from", full.get());
        FAIL("no error");
    } catch (const mlp::Error& error) {
        CHECK(error.message().find("/dev/full") != std::string::npos);
        CHECK(error.hint_text().find("space") != std::string::npos);
    }
}

TEST_CASE("threads hash side by side") {
    const auto expected = mlp::base::sha256(std::string(100'000, 'x'));
    std::vector<std::thread> threads;
    std::atomic<int> equal = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 20; ++round) equal += mlp::base::sha256(std::string(100'000, 'x')) == expected;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(equal == 80);
}
