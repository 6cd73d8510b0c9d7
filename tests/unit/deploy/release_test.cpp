#include "core/deploy/release.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

using namespace mlp;
using namespace mlp::deploy;

namespace {

registry::ModelVersion version(const std::string& model) {
    registry::ModelVersion made;
    made.model = model;
    made.version = 3;
    made.digest = "sha256:0123456789abcdef" + std::string(48, '0');
    made.parts = {{"a/b.bin", "sha256:" + std::string(64, 'a'), 5, true}};
    made.provenance = {{"commit", "c"}};
    return made;
}

Entry entry(std::int64_t number, const std::string& action, const std::string& release) {
    Entry made;
    made.number = number;
    made.action = action;
    made.release = release;
    return made;
}

std::string stack(const std::vector<Entry>& history) {
    std::string text;
    for (const auto& id : release_stack(history)) text += id;
    return text;
}

}  // namespace

TEST_CASE("ids are names that every file system takes") {
    CHECK(release_id(version("churn")) == "churn-3-0123456789ab");
    CHECK(release_id(version("a b\xc3\xa9")) == "a_b__-3-0123456789ab");
    CHECK(release_id(version("..")) == "_.-3-0123456789ab");
    CHECK(release_id(version("-rf")) == "_rf-3-0123456789ab");
    CHECK(release_id(version(std::string(250, 'x'))).size() == 80 + 15);
    auto foreign = version("m");
    foreign.digest.clear();
    CHECK_THROWS_AS(release_id(foreign), Error);
}

TEST_CASE("an entry and a manifest read back as written") {
    Entry written = entry(7, "deploy", "churn-3-0123456789ab");
    written.time = 12;
    written.actor = "ada@desk";
    written.environment = "production";
    written.project = "churn";
    written.previous = "churn-2-ffff";
    written.model = "churn";
    written.version = 3;
    written.digest = "sha256:x";
    written.run_id = "r";
    written.commit = "c";
    written.reason = "because \"quotes\"";
    written.gates = {{{"gate", "g"}, {"passed", true}, {"reason", "r"}}};
    CHECK(entry_json(parse_entry(entry_json(written).dump(), "place")) == entry_json(written));

    const auto content = parse_release_manifest(release_manifest(version("churn")).dump(2), "place");
    CHECK(content.release == "churn-3-0123456789ab");
    CHECK(content.version == 3);
    CHECK(content.parts == version("churn").parts);
}

TEST_CASE("what is no entry or manifest is damaged, with its place") {
    Json hostile = release_manifest(version("churn"));
    hostile["parts"][0]["path"] = "../../etc/passwd";
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("null"), std::string("[]"), std::string("{\"schema\": 3}"),
          std::string(R"({"schema": "mlp.release-entry/1"})"), std::string(R"({"schema": "mlp.release/1"})"),
          hostile.dump(), entry_json(entry(1, "deploy", "x")).dump().substr(0, 80)}) {
        CAPTURE(text);
        for (const bool as_entry : {true, false}) {
            try {
                if (as_entry) {
                    parse_entry(text, "history/000001.json");
                } else {
                    parse_release_manifest(text, "history/000001.json");
                }
                FAIL("taken");
            } catch (const Error& error) {
                CHECK(error.kind() == Kind::damaged);
                CHECK(error.place() == "history/000001.json");
            }
        }
    }
}

TEST_CASE("the stack that rollback goes down") {
    CHECK(stack({}).empty());
    CHECK(stack({entry(1, "deploy", "a"), entry(2, "deploy", "b"), entry(3, "deploy", "c")}) == "abc");
    // Back twice is two steps, not there and back again.
    CHECK(stack({entry(1, "deploy", "a"), entry(2, "deploy", "b"), entry(3, "deploy", "c"),
                 entry(4, "rollback", "b")}) == "ab");
    CHECK(stack({entry(1, "deploy", "a"), entry(2, "deploy", "b"), entry(3, "rollback", "a"),
                 entry(4, "deploy", "c")}) == "ac");
    // Deployed again: on top, once.
    CHECK(stack({entry(1, "deploy", "a"), entry(2, "deploy", "b"), entry(3, "deploy", "a")}) == "ba");
    // Forward to what a rollback had taken off.
    CHECK(stack({entry(1, "deploy", "a"), entry(2, "deploy", "b"), entry(3, "rollback", "a"),
                 entry(4, "rollback", "b")}) == "ab");
}
