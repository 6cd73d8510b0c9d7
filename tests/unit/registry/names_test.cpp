#include "core/registry/names.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

using namespace mlp;
using namespace mlp::registry;

TEST_CASE("names that MLflow takes are taken") {
    for (const char* name : {"churn", "a b", "modèle", "x@y", ".."}) CHECK_NOTHROW(check_model_name(name));
    for (const char* name : {"", "a/b", "a:b", "a\nb", "\xff", "a\x7f"}) CHECK_THROWS_AS(check_model_name(name), Error);
    CHECK_NOTHROW(check_model_name(std::string(256, 'n')));
    CHECK_THROWS_AS(check_model_name(std::string(257, 'n')), Error);
}

TEST_CASE("aliases are words that do not look like versions") {
    for (const char* alias : {"champion", "a_b-c", "v", "version1", "1", "latest2", "v1a"})
        CHECK_NOTHROW(check_alias(alias));
    for (const char* alias : {"", "a b", "a.b", "latest", "LaTeSt", "v1", "V23", "é"})
        CHECK_THROWS_AS(check_alias(alias), Error);
}

TEST_CASE("stages are canonical in any case") {
    CHECK(canonical_stage("none") == "None");
    CHECK(canonical_stage("STAGING") == "Staging");
    CHECK(canonical_stage("Production") == "Production");
    CHECK(canonical_stage("aRchived") == "Archived");
    CHECK_THROWS_AS(canonical_stage("prod"), Error);
    CHECK_THROWS_AS(canonical_stage(""), Error);
}

TEST_CASE("references to versions") {
    CHECK(parse_reference("churn").model == "churn");
    CHECK(parse_reference("churn:12").version == 12);
    CHECK(parse_reference("churn@champion").alias == "champion");
    CHECK(parse_reference("a@b:3").model == "a@b");
    CHECK(parse_reference("a@b:3").version == 3);
    CHECK(parse_reference("a@b@c").model == "a@b");
    for (const char* text : {"", ":1", "@a", "churn:", "churn:0", "churn:-1", "churn:x", "churn:1x", "churn@",
                             "churn:99999999999999999999"}) {
        CAPTURE(text);
        try {
            parse_reference(text);
            FAIL("taken");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::usage);
        }
    }
}
