#include "core/deploy/deployment.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include "core/base/error.hpp"
#include "core/deploy/ledger.hpp"
#include "tests/support/kill_at_call.hpp"
#include "tests/unit/registry/fixture.hpp"

using namespace mlp;
using namespace mlp::deploy;
namespace fs = std::filesystem;

namespace {

struct Site : test::Fixture {
    fs::path path = folder.path() / "targets/production";
    Destination destination{.environment = "production", .project = "churn", .alias = "champion", .keep = 3};
    std::unique_ptr<DeployTarget> target = open();

    std::unique_ptr<DeployTarget> open(const std::string& environment = "production") {
        return open_target({.kind = "folder", .path = path, .environment = environment, .project = "churn"}, env);
    }
    Outcome release(const registry::ModelVersion& version, const std::string& reason = {}) {
        return deploy::deploy(store, *registry, *target, destination, version, reason);
    }
    Outcome back(const std::optional<std::string>& to = std::nullopt) {
        return rollback(store, *registry, *target, destination, to);
    }
    std::string served() { return base::read_file(path / "current/model.bin"); }
    Kind kind_of(const std::function<void()>& call) {
        try {
            call();
        } catch (const Error& error) {
            return error.kind();
        }
        return Kind::bug;
    }
};

std::size_t hidden_in(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        count += entry.path().filename().string().starts_with('.') || entry.path().extension() == ".intent" ? 1U : 0U;
    }
    return count;
}

}  // namespace

TEST_CASE("a release: content, manifest, link, history, row, alias, event") {
    Site s;
    CHECK(s.target->look().history.empty());
    CHECK(!base::signature_of(s.path));  // looking makes nothing
    const auto version = s.push("churn", "one");
    const auto outcome = s.release(version);
    CHECK(outcome.changed);
    CHECK(outcome.alias_moved);
    CHECK(s.served() == "one");
    CHECK(fs::read_symlink(s.path / "current") == fs::path("releases") / release_id(version));
    const auto state = s.target->look();
    REQUIRE(state.history.size() == 1);
    CHECK(state.history[0].number == 1);
    CHECK(state.history[0].actor == "ada@desk");
    CHECK(state.history[0].commit == "c0ffee");
    CHECK(state.current == release_id(version));
    CHECK(s.registry->find_alias("churn", "champion") == 1);
    REQUIRE(serving(s.store, "churn", 1).size() == 1);
    CHECK(serving(s.store, "churn", 1)[0].entry.environment == "production");
    CHECK(store::list_audit(s.store, {.action = "deploy."}).size() == 1);

    const auto again = s.release(version);
    CHECK(!again.changed);
    CHECK(s.target->look().history.size() == 1);
}

TEST_CASE("back and forth; the alias goes along") {
    Site s;
    for (const char* bytes : {"one", "two", "three"}) s.release(s.push("churn", bytes));
    CHECK(s.back().entry.version == 2);
    CHECK(s.registry->find_alias("churn", "champion") == 2);
    CHECK(s.back().entry.version == 1);
    CHECK(s.kind_of([&] { s.back(); }) == Kind::missing);
    CHECK(s.back("churn:3").entry.version == 3);
    CHECK(!s.back("3").changed);
    CHECK(s.back(release_id(*s.registry->find_version("churn", 1))).entry.action == "rollback");
    CHECK(s.served() == "one");
    CHECK(s.kind_of([&] { s.back("4"); }) == Kind::missing);
    CHECK(!store::verify_audit(s.store));
}

TEST_CASE("only the newest releases keep their content") {
    Site s;
    for (const char* bytes : {"1", "2", "3", "4", "5"}) s.release(s.push("churn", bytes));
    CHECK(s.target->look().kept.size() == 3);
    CHECK(s.target->look().history.size() == 5);
    CHECK(s.kind_of([&] { s.back("1"); }) == Kind::missing);
    CHECK(s.back("3").entry.version == 3);
    // The registry can bring it back.
    CHECK(s.release(*s.registry->find_version("churn", 1)).changed);
    CHECK(s.served() == "1");
}

TEST_CASE("another store finds the history beside the target, and its aliases stay its own") {
    Site s;
    s.release(s.push("churn", "one"));
    s.release(s.push("churn", "two"));
    test::Fixture other;
    const auto own = other.push("churn", "something else");
    const auto outcome = rollback(other.store, *other.registry, *s.target, s.destination, std::nullopt);
    CHECK(outcome.recovered);
    CHECK(s.served() == "one");
    CHECK(!outcome.alias_moved);  // version 1 is another one there
    CHECK(!other.registry->find_alias("churn", "champion"));
    CHECK(current_releases(other.store).size() == 1);
    CHECK(!current_releases(other.store, "elsewhere").size());
    // And the first store notices what the other did.
    CHECK(s.release(*s.registry->find_version("churn", 2)).recovered);
}

TEST_CASE("a target made anew at the same place replaces what the store knew of the old one") {
    Site s;
    const auto one = s.push("churn", "one");
    s.release(one);
    base::remove_tree(s.path);
    s.release(s.push("churn", "two"));
    CHECK(serving(s.store, "churn", 1).empty());
    CHECK(serving(s.store, "churn", 2).size() == 1);
    CHECK(current_releases(s.store, "churn").size() == 1);
}

TEST_CASE("damaged content: never served again, made anew from the registry") {
    Site s;
    const auto one = s.push("churn", "one");
    s.release(one);
    s.release(s.push("churn", "two"));
    base::replace_file(s.path / "releases" / release_id(one) / "model.bin", "eno");
    CHECK(s.kind_of([&] { s.back(); }) == Kind::damaged);
    CHECK(s.served() == "two");
    CHECK(s.release(one).changed);
    CHECK(s.served() == "one");
    // The served release itself is repaired in place, in one step.
    base::remove_tree(s.path / "current/model.bin");
    CHECK(!s.release(one).changed);
    CHECK(s.served() == "one");
    CHECK(hidden_in(s.path / "releases") == 0);
}

TEST_CASE("folders of others, of other environments, and targets in use") {
    Site s;
    fs::create_directories(s.path);
    base::replace_file(s.path / "precious", "x");
    const auto version = s.push("churn", "one");
    CHECK(s.kind_of([&] { s.release(version); }) == Kind::conflict);
    CHECK(s.kind_of([&] { s.target->look(); }) == Kind::conflict);
    CHECK(std::distance(fs::directory_iterator(s.path), fs::directory_iterator()) == 1);
    base::remove_tree(s.path / "precious");
    s.release(version);
    s.target = s.open("staging");
    CHECK(s.kind_of([&] { s.release(version); }) == Kind::conflict);
    s.target = s.open();
    const auto held = base::FileLock::try_acquire(s.path / ".lock");
    REQUIRE(held);
    CHECK(s.kind_of([&] { s.release(version); }) == Kind::conflict);
    CHECK(s.target->look().history.size() == 1);  // looking needs no lock
    CHECK_THROWS_AS(open_target({.kind = "helicopter", .path = {}, .environment = "e", .project = "p"}, s.env), Error);
}

TEST_CASE("a link that was changed by hand is believed, and the next deploy goes on from there") {
    Site s;
    const auto one = s.push("churn", "one");
    const auto two = s.push("churn", "two");
    s.release(one);
    s.release(two);
    base::remove_tree(s.path / "current");
    fs::create_symlink(fs::path("releases") / release_id(one), s.path / "current");
    CHECK(s.target->look().current == release_id(one));
    CHECK(s.target->look().history.size() == 2);
    CHECK(s.release(two).changed);
    CHECK(s.served() == "two");
    CHECK(s.target->look().history.size() == 3);
}

TEST_CASE("a kill before each call of a deploy: old or new is served, and all agree afterwards") {
    bool killed = true;
    int call = 1;
    for (; killed; ++call) {
        CAPTURE(call);
        Site s;
        const auto one = s.push("churn", "one");
        const auto two = s.push("churn", "two");
        s.release(one);
        killed = test::kill_at_call(call, [&] {
            auto store = store::Store::open(s.location, s.env);
            const auto registry = registry::open_registry(store);
            deploy::deploy(store, *registry, *s.target, s.destination, two, {});
        });
        const std::string now = s.served();
        REQUIRE((now == "two" || (killed && now == "one")));
        REQUIRE(s.target->look().history.size() == (now == "two" ? 2U : 1U));
        // What is left over is settled by whoever comes next; here by going back to the start.
        REQUIRE(s.release(one).changed == (now == "two"));
        REQUIRE(s.registry->find_alias("churn", "champion") == 1);
        const auto seen = s.target->look();
        REQUIRE(is_recorded(s.store, seen.id, seen.history.back().number));
        REQUIRE(hidden_in(s.path / "releases") == 0);
        REQUIRE(hidden_in(s.path / "history") == 0);
        REQUIRE(!store::verify_audit(s.store));
    }
    CHECK(call > 30);  // it was really killed at many instants
}

TEST_CASE("a kill before each call of the first deploy of all") {
    bool killed = true;
    for (int call = 1; killed; ++call) {
        CAPTURE(call);
        Site s;
        const auto one = s.push("churn", "one");
        killed = test::kill_at_call(call, [&] {
            auto store = store::Store::open(s.location, s.env);
            const auto registry = registry::open_registry(store);
            deploy::deploy(store, *registry, *s.target, s.destination, one, {});
        });
        s.release(one);
        REQUIRE(s.served() == "one");
        REQUIRE(s.target->look().history.size() == 1);
        REQUIRE(s.registry->find_alias("churn", "champion") == 1);
    }
}
