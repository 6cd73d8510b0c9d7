#include "core/base/library.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

using mlp::base::Library;

TEST_CASE("the first library that loads is taken") {
    const Library library({"libabsent-of-all.so.9", "libm.so.6"}, "arithmetic", "the C library");
    const auto cosine = library.symbol<double (*)(double)>("cos");
    CHECK(cosine(0) == 1.0);
}

TEST_CASE("a missing library says what for and what to install") {
    try {
        const Library library({"libabsent-of-all.so.9"}, "reading of tea leaves", "tea-leaves");
        FAIL("no error");
    } catch (const mlp::Error& error) {
        CHECK(error.kind() == mlp::Kind::missing);
        CHECK(error.message().find("reading of tea leaves needs a library") != std::string::npos);
        CHECK(error.message().find("libabsent-of-all.so.9") != std::string::npos);
        CHECK(error.hint_text() == "install tea-leaves");
    }
}

TEST_CASE("a missing function names the library") {
    const Library library({"libm.so.6"}, "arithmetic", "the C library");
    try {
        library.symbol<int (*)()>("mlp_has_no_such_function");
        FAIL("no error");
    } catch (const mlp::Error& error) {
        CHECK(error.kind() == mlp::Kind::missing);
        CHECK(error.message().find("'libm.so.6' has no function 'mlp_has_no_such_function'") != std::string::npos);
    }
}
