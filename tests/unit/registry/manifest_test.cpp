#include "core/registry/manifest.hpp"

#include <doctest/doctest.h>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"

using namespace mlp;
using namespace mlp::registry;

namespace {

const std::string some_digest = "sha256:" + std::string(64, 'a');

Part part(const std::string& path) { return {path, some_digest, 3, false}; }

}  // namespace

TEST_CASE("the manifest is the same whatever the order of parts and keys") {
    const Json one{{"commit", "c"}, {"parameters", {{"a", "1"}, {"b", "2"}}}};
    const Json two{{"parameters", {{"b", "2"}, {"a", "1"}}}, {"commit", "c"}};
    CHECK(manifest_text("m", {part("a"), part("b")}, one) == manifest_text("m", {part("b"), part("a")}, two));
}

TEST_CASE("the manifest as documented") {
    CHECK(manifest_text("m", {part("a")}, Json{{"commit", "c"}, {"data", {{"d.csv", "sha256:x"}}}}) ==
          R"({"commit":"c","data":{"d.csv":"sha256:x"},"model":"m","parameters":{},"parts":[{"digest":")" +
              some_digest + R"(","executable":false,"path":"a","size":3}],"schema":"mlp.model-manifest/1"})");
    // Without provenance there is a defined answer as well.
    CHECK(manifest_text("m", {part("a")}, nullptr) == manifest_text("m", {part("a")}, Json::object()));
}

TEST_CASE("identity: name, parts, commit, parameters, data; not the run and its metrics") {
    const Json base{{"commit", "c"},
                    {"parameters", {{"a", "1"}}},
                    {"data", {{"d", "x"}}},
                    {"run_id", "r1"},
                    {"metrics", {{"m", 1}}}};
    const std::string text = manifest_text("m", {part("a")}, base);
    const auto with = [&](const char* key, const Json& value) {
        Json changed = base;
        changed[key] = value;
        return manifest_text("m", {part("a")}, changed);
    };
    CHECK(with("run_id", "r2") == text);
    CHECK(with("metrics", {{"m", 2}}) == text);
    CHECK(with("host", "elsewhere") == text);
    CHECK(with("commit", "d") != text);
    CHECK(with("parameters", {{"a", "2"}}) != text);
    CHECK(with("data", {{"d", "y"}}) != text);
    CHECK(manifest_text("n", {part("a")}, base) != text);
    CHECK(manifest_text("m", {part("b")}, base) != text);
    Part executable = part("a");
    executable.executable = true;
    CHECK(manifest_text("m", {executable}, base) != text);
}

TEST_CASE("parts that cannot be files beside each other are refused") {
    CHECK_NOTHROW(check_parts({}));
    CHECK_NOTHROW(check_parts({part("a"), part("a-b"), part("b/c"), part("b/d/e")}));
    for (const char* path : {"", ".", "/a", "../a", "a/../b", "a//b", "./a", "a/", "a\nb", "\xff"}) {
        CAPTURE(path);
        CHECK_THROWS_AS(check_parts({part(path)}), Error);
    }
    CHECK_THROWS_WITH_AS(check_parts({part("a"), part("a")}), "two parts have the path 'a'", Error);
    CHECK_THROWS_AS(check_parts({part("a"), part("a-b"), part("a/b")}), Error);
    CHECK_THROWS_AS(check_parts({part("a/b/c"), part("a")}), Error);
    Part bad = part("a");
    bad.digest = "md5:1";
    CHECK_THROWS_AS(check_parts({bad}), Error);
}
