#include "core/data/dvc/listing.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/data/dvc/cache.hpp"

using namespace mlp;
using namespace mlp::data;
using dvc::ListedFile;

TEST_CASE("a listing has the bytes and the digest that DVC gives it") {
    // `dvc add` of a folder with these four files wrote this text, under this name.
    const std::vector<ListedFile> files = {
        {"é", base::md5("é")}, {"nl\nname", base::md5("y")}, {"lnk", base::md5("é")}, {"ex", base::md5("#!/bin/sh")}};
    CHECK(dvc::listing_text(files) == R"([{"md5": "320cce8ccaf83b8487d6a544489d0edc", "relpath": "ex"}, )"
                                      R"({"md5": "66ddcd97cfdeabb2f6fb8a999b4bc76f", "relpath": "lnk"}, )"
                                      R"({"md5": "415290769594460e2e485922904f345d", "relpath": "nl\nname"}, )"
                                      R"({"md5": "66ddcd97cfdeabb2f6fb8a999b4bc76f", "relpath": "\u00e9"}])");
    const Content folder = dvc::folder_content(files, 14);
    CHECK(folder.digest.hex() == "90c7c83648e7916216286e90bea4620f");
    CHECK(folder.files == 4);
    CHECK(dvc::folder_content({}, 0).digest.hex() == "d751713988987e9331980363e24189ce");
}

TEST_CASE("paths sort as Python sorts them, above the sixteen bits too") {
    const auto text = dvc::listing_text(
        {{"\U0001f600", base::md5("")}, {"\uffff", base::md5("")}, {"a/b", base::md5("")}, {"a-b", base::md5("")}});
    CHECK(text.find("a-b") < text.find("a/b"));
    CHECK(text.find("\\uffff") < text.find("\\ud83d\\ude00"));
}

TEST_CASE("what was written is read back") {
    const std::vector<ListedFile> files = {{"a/b", base::md5("1")}, {"a/c", base::md5("2")}, {"z", base::md5("3")}};
    CHECK(dvc::parse_listing(dvc::listing_text(files), "x") == files);
    const auto old = dvc::parse_listing(dvc::listing_text(files), "x", base::Algorithm::md5_text);
    CHECK(old[0].digest.algorithm() == base::Algorithm::md5_text);
    // Listings of versioned remotes say more of each file.
    CHECK(
        dvc::parse_listing(R"([{"size": 3, "md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a"}])", "x").size() ==
        1);
}

TEST_CASE("a hostile or damaged listing is refused with its place") {
    const auto entry = [](const std::string& path) {
        return R"({"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": ")" + path + "\"}";
    };
    for (const std::string& text :
         {std::string(""), std::string("{}"), std::string("[1]"), std::string("[{}]"), "[" + entry("../x") + "]",
          "[" + entry("/etc/x") + "]", "[" + entry("a//b") + "]", "[" + entry("a/./b") + "]", "[" + entry("") + "]",
          "[" + entry("a\\u0000") + "]", "[" + entry("a") + ", " + entry("a") + "]",
          "[" + entry("a") + ", " + entry("a-b") + ", " + entry("a/c") + "]",
          std::string(R"([{"md5": "xyz", "relpath": "a"}])"), std::string(R"([{"md5": 1, "relpath": "a"}])")}) {
        CAPTURE(text);
        try {
            dvc::parse_listing(text, "cache/ab/cd.dir");
            FAIL("expected an error");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::damaged);
            CHECK(error.place().starts_with("cache/ab/cd.dir"));
        }
    }
    CHECK_THROWS_AS(dvc::listing_text({{"a\xff", base::md5("")}}), Error);
}
