#include "core/data/remote/s3/sign.hpp"

#include <doctest/doctest.h>

#include "core/base/digest.hpp"

using namespace mlp;
using namespace mlp::data::s3;

namespace {

/// The credentials and the moment of the examples in S3's own documentation.
const Credentials example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "", {}, ""};
constexpr std::string_view date = "20130524T000000Z";

std::string signature_of(Unsigned request) {
    request.headers.emplace_back("host", "examplebucket.s3.amazonaws.com");
    request.headers.emplace_back("x-amz-content-sha256", request.payload_sha256);
    request.headers.emplace_back("x-amz-date", date);
    const std::string text = authorization(request, example, "us-east-1", date);
    return text.substr(text.find("Signature=") + 10);
}

const std::string empty = base::sha256("").hex();

}  // namespace

TEST_CASE("the four examples of S3's documentation are signed as there") {
    CHECK(signature_of({"GET", "/test.txt", {}, {{"range", "bytes=0-9"}}, empty}) ==
          "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    CHECK(signature_of({"PUT",
                        "/test%24file.text",
                        {},
                        {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                        base::sha256("Welcome to Amazon S3.").hex()}) ==
          "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    CHECK(signature_of({"GET", "/", {{"lifecycle", ""}}, {}, empty}) ==
          "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    CHECK(signature_of({"GET", "/", {{"max-keys", "2"}, {"prefix", "J"}}, {}, empty}) ==
          "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("the order of query and headers does not matter, and each query has its '='") {
    CHECK(canonical_query({{"b", "x/y z"}, {"a", ""}, {"a", "+"}}) == "a=&a=%2B&b=x%2Fy%20z");
    CHECK(canonical_query({}).empty());
    CHECK(signature_of({"GET", "/", {{"prefix", "J"}, {"max-keys", "2"}}, {}, empty}) ==
          signature_of({"GET", "/", {{"max-keys", "2"}, {"prefix", "J"}}, {}, empty}));
}

TEST_CASE("the date as it is signed") {
    CHECK(amz_date(1369353600000) == "20130524T000000Z");
    CHECK(amz_date(0) == "19700101T000000Z");
}
