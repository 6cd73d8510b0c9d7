#include "core/base/base64.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace mlp::base;

TEST_CASE("base64: the vectors of RFC 4648, and every length back") {
    CHECK(base64("") == "");
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64("\xfb\xff", Alphabet::url) == "-_8");
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        CHECK(from_base64(base64(bytes)) == bytes);
        CHECK(from_base64(base64(bytes, Alphabet::url), Alphabet::url) == bytes);
        bytes += static_cast<char>(i * 37);
    }
    for (const char* bad : {"Zg", "Zg=", "Z===", "Zh==", "Zm9v!", "Zm 9v", "====", "-_8="})
        CHECK_FALSE(from_base64(bad));
    CHECK_FALSE(from_base64("Z", Alphabet::url));
}
