#include "core/pipeline/lock.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "samples.hpp"

using namespace mlp;
using pipeline::Lock;

namespace {

Lock sample() {
    Lock lock;
    lock.stages["train"] = test::full_entry();
    lock.stages["we: ird@1"].inputs.commands = {"true"};
    return lock;
}

/// The error that reading `text` gives.
Error refused(const std::string& text) {
    try {
        pipeline::parse_lock(text, "mlp.lock");
    } catch (const Error& error) {
        return error;
    }
    FAIL("accepted: " << text);
    return Error(Kind::bug, "");
}

}  // namespace

TEST_CASE("a lock comes back as it was written") {
    const Lock lock = sample();
    const Lock back = pipeline::parse_lock(pipeline::lock_text(lock), "mlp.lock");
    REQUIRE(back.stages.size() == 2);
    CHECK(back.stages.at("train") == lock.stages.at("train"));
    CHECK(back.stages.at("we: ird@1") == lock.stages.at("we: ird@1"));
    CHECK(pipeline::lock_text(back) == pipeline::lock_text(lock));
    CHECK(pipeline::parse_lock(pipeline::lock_text({}), "mlp.lock").stages.empty());
}

TEST_CASE("parameters of every type keep their type") {
    Lock lock;
    auto& values = lock.stages["a"].inputs.params["p.yaml"];
    lock.stages["a"].inputs.commands = {"true"};
    values = {{"t", "true"},
              {"n", "1"},
              {"b", true},
              {"i", 7},
              {"r", 1e-05},
              {"z", nullptr},
              {"e", ""},
              {"l", base::Json::array({1, "x", 2.5})},
              {"m", {{"a", {{"b", "ü\n"}}}}}};
    CHECK(pipeline::parse_lock(pipeline::lock_text(lock), "x").stages.at("a") == lock.stages.at("a"));
}

TEST_CASE("one changed dependency is one changed line") {
    Lock lock = sample();
    const std::string before = pipeline::lock_text(lock);
    lock.stages["train"].inputs.deps["data/raw.csv"].digest = base::sha256("new");
    const std::string after = pipeline::lock_text(lock);
    const auto lines = [](const std::string& text) {
        std::vector<std::string> list{""};
        for (const char c : text) {
            if (c == '\n') {
                list.emplace_back();
            } else {
                list.back() += c;
            }
        }
        return list;
    };
    const auto old_lines = lines(before);
    const auto new_lines = lines(after);
    REQUIRE(old_lines.size() == new_lines.size());
    int changed = 0;
    for (std::size_t i = 0; i < old_lines.size(); ++i) changed += old_lines[i] == new_lines[i] ? 0 : 1;
    CHECK(changed == 1);
}

TEST_CASE("damaged, foreign and hostile locks are refused with place and way out") {
    const std::string good = pipeline::lock_text(sample());
    const auto edited = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        const std::size_t at = text.find(from);
        REQUIRE(at != std::string::npos);
        return text.replace(at, from.size(), to);
    };
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "not a map"},
        {"[]", "not a map"},
        {"stages: {}\n", "no 'version'"},
        {edited("version: 1", "version: 2"), "version 2"},
        {edited("version: 1", "version: '1'"), "the text '1'"},
        {edited("    deps:", "    dept:"), "unknown key 'dept'"},
        {edited("data/raw.csv", "../raw.csv"), "not a path inside"},
        {edited("data/raw.csv", "/etc/passwd"), "not a path inside"},
        {edited("data/raw.csv", ".mlp/store.db"), "not a path inside"},
        {edited("data/raw.csv", "data/./raw.csv"), "not a path inside"},
        {edited("kind: file", "kind: fifo"), "none of file"},
        {edited("size: 3", "size: many"), "not a number"},
        {edited("size: 3", "size: -3"), "not a number"},
        {edited("files: 3, ", ""), "'files'"},
        {edited("sha256:", "md5:"), "not a digest"},
        {edited("wdir: src", "wdir: ../src"), "not a path inside"},
        {"version: 1\nstages:\n  a: {cmd: 5}\n", "'cmd' is"},
        {good.substr(0, good.find("kind: tree")), "damaged"},
        {edited("  train:", "<<<<<<< HEAD\n  train:"), "merge conflict"},
        {edited("  train:", ">>>>>>> theirs\n  train:"), "merge conflict"},
        {std::string("\xff\xfe"), "damaged"},
    };
    for (const auto& [text, what] : cases) {
        const Error error = refused(text);
        CAPTURE(text);
        CAPTURE(error.message());
        CHECK(error.kind() == Kind::invalid);
        CHECK(error.message().find(what) != std::string::npos);
        CHECK(error.place().starts_with("mlp.lock"));
        CHECK(!error.hint_text().empty());
    }
}
