#include "core/template/version.hpp"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

namespace mlp::tmpl {

TEST_CASE("versions: ordered as Python packages order them") {
    const std::vector<std::string_view> ascending{"1.0.dev1", "1.0a1.dev1", "1.0a1",   "1.0a2", "1.0b1",
                                                  "1.0rc1",   "1.0",        "1.0+abc", "1.0+5", "1.0.post1",
                                                  "1.1",      "v1.10",      "2!0.1"};
    for (std::size_t i = 0; i + 1 < ascending.size(); ++i) {
        INFO(ascending[i], " < ", ascending[i + 1]);
        REQUIRE(Version::parse(ascending[i]));
        CHECK(*Version::parse(ascending[i]) < *Version::parse(ascending[i + 1]));
    }
    CHECK(*Version::parse("1.0.0") == *Version::parse("v1"));
    CHECK(*Version::parse("1.0-rc.1") == *Version::parse("1.0RC1"));
    CHECK(*Version::parse("1.0-1") == *Version::parse("1.0.post1"));
    for (const auto* text : {"", "x", "1.", "1.0-", "release-1", "1.0+", "1.0 beta x", "1..2"}) {
        INFO(text);
        CHECK_FALSE(Version::parse(text));
    }
}

TEST_CASE("versions: the latest tag is the newest final one") {
    CHECK(latest_tag({"v1.9.0", "v1.10.0", "1.2", "v2.0.0rc1", "nightly"}) == "v1.10.0");
    CHECK_FALSE(latest_tag({"nightly", "1.0a1"}));
}

TEST_CASE("version: of a commit, as git describes it") {
    const auto text = [](std::string_view described) {
        const auto version = Version::of_commit(described);
        return version ? version->to_string() : "none";
    };
    CHECK(text("v1.0.0") == "1.0.0");
    CHECK(text("1!2.0rc1") == "1!2.0rc1");
    CHECK(text("v1.2.0-3-gabcdef0") == "1.2.0.post3.dev0+abcdef0");
    CHECK(text("abcdef0") == "none");
    CHECK(text("-g") == "none");
    CHECK(*Version::of_commit("v1.2.0-3-gabcdef0") > *Version::of_commit("v1.2.0"));
}

}  // namespace mlp::tmpl
