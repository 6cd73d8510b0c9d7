// What a merged lock file says, whatever its two sides look like.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/base/yaml.hpp"
#include "core/base/yaml_python.hpp"
#include "core/pipeline/lock.hpp"
#include "core/pipeline/lock_merge.hpp"
#include "samples.hpp"

using namespace mlp;
using base::Json;
using pipeline::merge_locks;

namespace {

const std::string head = "schema: '2.0'\nstages:\n";

Json value_of(const std::string& text) { return base::python_value(base::parse_yaml_or_throw(text, "merged")); }

/// An entry of dvc.lock whose one parameter is `list`, as it stands behind its key.
std::string entry(const std::string& name, const std::string& list) {
    return "  " + name + ":\n    cmd: " + name + "\n    params:\n      params.yaml:\n        list:" + list;
}

/// Stage → what it runs: all that the random merges change.
using Stages = std::map<std::string, int>;

std::string mlp_lock(const Stages& stages) {
    pipeline::Lock lock;
    for (const auto& [name, command] : stages) {
        lock.stages[name] = test::full_entry();
        lock.stages[name].inputs.commands = {std::to_string(command)};
    }
    return lock_text(lock);
}

std::string dvc_lock(const Stages& stages) {
    std::string text = stages.empty() ? "schema: '2.0'\nstages: {}\n" : head;
    for (const auto& [name, command] : stages) text += "  " + name + ":\n    cmd: run " + std::to_string(command) + "\n";
    return text;
}

std::optional<int> command_of(const Stages& stages, const std::string& name) {
    const auto found = stages.find(name);
    return found == stages.end() ? std::nullopt : std::optional(found->second);
}

struct Wanted {
    Stages stages;
    std::vector<std::string> dropped;
};

/// The definition of a merge, said the slow way.
Wanted wanted_merge(const Stages& ancestor, const Stages& ours, const Stages& theirs) {
    std::set<std::string> names;
    for (const Stages* side : {&ours, &theirs}) {
        for (const auto& [name, command] : *side) names.insert(name);
    }
    Wanted wanted;
    for (const auto& name : names) {
        const auto was = command_of(ancestor, name);
        const auto here = command_of(ours, name);
        const auto there = command_of(theirs, name);
        if (here != was && there != was && here != there) {
            wanted.dropped.push_back(name);
        } else if (const auto kept = here != was ? here : there) {
            wanted.stages[name] = *kept;
        }
    }
    return wanted;
}

Stages edited(Stages stages, std::mt19937& random) {
    for (auto edits = random() % 5; edits > 0; --edits) {
        const std::string name(1, "abcdef"[random() % 6]);
        if (random() % 3 == 0) {
            stages.erase(name);
        } else {
            stages[name] = static_cast<int>(random() % 3);
        }
    }
    return stages;
}

}  // namespace

TEST_CASE("random edits of both sides merge as their definition says, whichever side is called ours") {
    std::mt19937 random(7);
    for (int round = 0; round < 40; ++round) {
        const Stages ancestor = edited({{"a", 0}, {"b", 0}, {"c", 0}}, random);
        const Stages ours = edited(ancestor, random);
        const Stages theirs = edited(ancestor, random);
        const Wanted wanted = wanted_merge(ancestor, ours, theirs);
        CAPTURE(round);
        const auto merge = merge_locks(mlp_lock(ancestor), mlp_lock(ours), mlp_lock(theirs), "mlp.lock");
        CHECK(merge.text == mlp_lock(wanted.stages));
        CHECK(merge.dropped == wanted.dropped);
        CHECK(merge_locks(mlp_lock(ancestor), mlp_lock(theirs), mlp_lock(ours), "mlp.lock").text == merge.text);

        auto dvc = merge_locks(dvc_lock(ancestor), dvc_lock(ours), dvc_lock(theirs), "dvc.lock");
        CHECK(base::canonical_json(value_of(dvc.text)) == base::canonical_json(value_of(dvc_lock(wanted.stages))));
        std::sort(dvc.dropped.begin(), dvc.dropped.end());
        CHECK(dvc.dropped == wanted.dropped);
    }
}

TEST_CASE("anchors that both sides number from one are told apart") {
    const std::string twice = " &id001\n        - 1\n        copy: *id001\n";
    const std::string other = " &id001\n        - 2\n        copy: *id001\n";
    const auto merge = merge_locks(head, head + entry("a", twice), head + entry("b", other), "dvc.lock");
    CHECK(merge.text == head + entry("a", twice) + entry("b", " &id002\n        - 2\n        copy: *id002\n"));
}

TEST_CASE("an alias keeps what it says when its anchor's stage is taken from the other side") {
    const std::string one = "\n        - 1\n";
    const std::string anchored = " &id001\n        - 1\n";
    const std::string ours = head + entry("a", anchored) + entry("b", " *id001\n");
    struct Row {
        const char* about;
        std::string theirs;
        std::string a;
    };
    const Row rows[] = {
        {"without an anchor", entry("a", "\n        - 2\n"), entry("a", "\n        - 2\n")},
        {"with an anchor of the same name", entry("a", " &id001\n        - 2\n        copy: *id001\n"),
         entry("a", "\n        - 2\n        copy:\n        - 2\n")},
        {"gone", "", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.about);
        const std::string theirs = row.theirs.empty() ? "schema: '2.0'\nstages: {}\n" : head + row.theirs;
        const auto merge = merge_locks(head + entry("a", one), ours, theirs, "dvc.lock");
        CAPTURE(merge.text);
        CHECK(merge.dropped.empty());
        CHECK(base::canonical_json(value_of(merge.text)) ==
              base::canonical_json(value_of(head + row.a + entry("b", one))));
    }
}

TEST_CASE("a map in brackets is merged by what it says") {
    const std::string ours = "schema: '2.0'\nstages: {a: {cmd: x}}\n";
    const std::string theirs = head + "  b:\n    cmd: y\n";
    const std::string both = head + "  a:\n    cmd: x\n  b:\n    cmd: y\n";
    CHECK(merge_locks("", ours, theirs, "dvc.lock").text == both);
    CHECK(value_of(merge_locks("", theirs, ours, "dvc.lock").text)["stages"]["a"]["cmd"] == "x");
}

TEST_CASE("numbers that differ only beyond the precision of a double are different") {
    const auto seed = [](const std::string& number) { return head + entry("a", " " + number + "\n"); };
    const std::string was = seed("36893488147419103231");
    const std::string changed = seed("36893488147419103233");
    CHECK(merge_locks(was, was, changed, "dvc.lock").text == changed);
    CHECK(merge_locks(was, seed("36893488147419103235"), changed, "dvc.lock").dropped == std::vector<std::string>{"a"});
}
