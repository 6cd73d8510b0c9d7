#include "core/pipeline/lock_merge.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/pipeline/lock.hpp"
#include "samples.hpp"

using namespace mlp;
using pipeline::Lock;
using pipeline::lock_text;
using pipeline::merge_locks;

namespace {

Lock locked(const std::vector<std::pair<std::string, std::string>>& stages) {
    Lock lock;
    for (const auto& [name, command] : stages) {
        lock.stages[name] = test::full_entry();
        lock.stages[name].inputs.commands = {command};
    }
    return lock;
}

std::string merged(const Lock& ancestor, const Lock& ours, const Lock& theirs) {
    return merge_locks(lock_text(ancestor), lock_text(ours), lock_text(theirs), "mlp.lock").text;
}

}  // namespace

TEST_CASE("stages that one side changed, added or removed are taken from it") {
    const Lock ancestor = locked({{"a", "1"}, {"b", "1"}, {"c", "1"}, {"gone", "1"}, {"left", "1"}});
    const Lock ours = locked({{"a", "2"}, {"b", "1"}, {"c", "1"}, {"left", "1"}, {"ours", "1"}});
    const Lock theirs = locked({{"a", "1"}, {"b", "3"}, {"aa", "9"}, {"c", "1"}, {"gone", "1"}});
    const Lock wanted = locked({{"a", "2"}, {"aa", "9"}, {"b", "3"}, {"c", "1"}, {"ours", "1"}});
    CHECK(merged(ancestor, ours, theirs) == lock_text(wanted));
    CHECK(merged(ancestor, theirs, ours) == lock_text(wanted));
    CHECK(merge_locks(lock_text(ancestor), lock_text(ours), lock_text(theirs), "x").from_theirs == 3);
    // Nothing in common, nothing at all.
    CHECK(merge_locks("", lock_text(ours), lock_text(ours), "x").text == lock_text(ours));
    CHECK(merged({}, {}, {}) == lock_text({}));
    CHECK(merged(ancestor, {}, ancestor) == lock_text({}));
    CHECK(merged({}, {}, ours) == lock_text(ours));
}

TEST_CASE("a stage that both sides changed differently is left out and named") {
    const auto text = [](const std::string& command) { return lock_text(locked({{"a", "same"}, {"b", command}})); };
    const auto merge = merge_locks(text("1"), text("2"), text("3"), "mlp.lock");
    CHECK(merge.dropped == std::vector<std::string>{"b"});
    CHECK(merge.text == lock_text(locked({{"a", "same"}})));
    CHECK(merge_locks(text("1"), text("2"), text("2"), "mlp.lock").dropped.empty());
    // Changed here, removed there.
    CHECK(merge_locks(text("1"), text("2"), lock_text(locked({{"a", "same"}})), "x").dropped.size() == 1);
}

TEST_CASE("dvc.lock keeps its bytes and its order") {
    const std::string head = "schema: '2.0'\nstages:\n";
    const std::string z = "  z:\n    cmd: >-\n      a long\n      one\n    outs:\n    - path: z\n      md5: abc\n";
    const std::string a1 = "  a@1:\n    cmd: 'x: y'\n";
    const std::string a2 = "  a@1:\n    cmd: \"other\"\n";
    const std::string n = "  n:\n    cmd:\n    - one\n    - two\n";
    CHECK(merge_locks(head + z + a1, head + z + a1 + n, head + z + a2, "dvc.lock").text == head + z + a2 + n);
    CHECK(merge_locks(head + z + a1, head + z + a2, head + a1 + n + z, "dvc.lock").text == head + z + a2 + n);
    // The first form: stages at the top.
    CHECK(merge_locks("a:\n  cmd: 1\n", "a:\n  cmd: 2\n", "a:\n  cmd: 1\nb:\n  cmd: 1\n", "dvc.lock").text ==
          "a:\n  cmd: 2\nb:\n  cmd: 1\n");
    const std::string sets = "datasets:\n- name: x\n";
    CHECK(merge_locks(head + z, head + z + a1, head + z + sets, "dvc.lock").text == head + z + a1 + sets);
}

TEST_CASE("what cannot be merged is refused") {
    const std::string good = lock_text(locked({{"a", "1"}}));
    CHECK_THROWS_AS(merge_locks(good, "<<<<<<< ours\n", good, "mlp.lock"), Error);
    CHECK_THROWS_AS(merge_locks(good, "[]", good, "mlp.lock"), Error);
    CHECK_THROWS_AS(merge_locks(good, good, "{version: 1, stages: {a: {cmd: x}}}", "mlp.lock"), Error);
    CHECK_THROWS_AS(merge_locks("version: 1\n", "version: 2\n", "version: 3\n", "mlp.lock"), Error);
}
