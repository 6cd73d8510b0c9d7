#include "core/base/url.hpp"

#include <doctest/doctest.h>

using namespace mlp::base;

TEST_CASE("the parts of an address") {
    const auto url = parse_url("HTTPS://ada:p%40ss@host:8080/a/b?x=1&y");
    REQUIRE(url);
    CHECK(url->scheme == "https");
    CHECK(url->user == "ada:p%40ss");
    CHECK(url->host == "host:8080");
    CHECK(url->path == "/a/b");
    CHECK(url->query == "x=1&y");
    CHECK(url->origin() == "https://host:8080");
    CHECK(parse_url("s3://bucket")->path.empty());
    for (const char* bad :
         {"", "host/path", "://host", "http://", "http:///path", "http://a b", "ht tp://a", "http://a#b"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_url(bad));
    }
}

TEST_CASE("escapes of addresses go both ways") {
    CHECK(url_encode("a b/ü~+=") == "a%20b%2F%C3%BC~%2B%3D");
    CHECK(url_encode("a/b", "/") == "a/b");
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    CHECK(url_decode(url_encode(all)) == all);
    CHECK(url_decode("%") == "%");
    CHECK(url_decode("%4") == "%4");
    CHECK(url_decode("%zz%41") == "%zzA");
}

TEST_CASE("what opens the door is not shown") {
    CHECK(public_url("https://ada:secret@host/p?token=1") == "https://host/p");
    CHECK(public_url("s3://bucket/p@q") == "s3://bucket/p@q");
    CHECK(public_url("/mnt/a@b?c") == "/mnt/a@b?c");
}
