#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.hpp"
#include "core/store/audit.hpp"
#include "core/tracking/owner.hpp"
#include "store_fixture.hpp"

namespace mlp::tracking {
namespace {

template <class Action>
Kind kind_of(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind();
    }
    return Kind::bug;
}

std::vector<std::string> actions(StoreFixture& fix) {
    std::vector<std::string> list;
    for (const auto& event : store::list_audit(fix.store, {})) list.push_back(event.action);
    return list;
}

/// A child that has ended and was reaped: its pid belongs to nobody.
class Child {
public:
    Child() : pid_(::fork()) {
        if (pid_ == 0) {
            ::pause();
            ::_exit(0);
        }
    }
    ~Child() { end(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    int pid() const { return pid_; }
    void end() {
        if (ended_) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        ended_ = true;
    }

private:
    int pid_;
    bool ended_ = false;
};

}  // namespace

TEST_CASE("a deleted run can be read and not written, and comes back") {
    StoreFixture fix;
    const std::string run = fix.run("r");
    fix.tracking->log(run, {.tags = {{"t", "x"}}});
    fix.tracking->delete_run(run);
    fix.tracking->delete_run(run);
    CHECK(fix.tracking->find_run(run)->info.lifecycle == Lifecycle::deleted);
    CHECK(kind_of([&] { fix.tracking->log(run, {.tags = {{"t", "y"}}}); }) == Kind::conflict);
    CHECK(kind_of([&] { fix.tracking->log(run, {.metrics = {{.key = "m", .value = 1}}}); }) == Kind::conflict);
    CHECK(kind_of([&] { fix.tracking->delete_tag(run, "t"); }) == Kind::conflict);
    CHECK(kind_of([&] { fix.tracking->update_run(run, RunStatus::failed, {}, {}); }) == Kind::conflict);
    CHECK(kind_of([&] { fix.tracking->log_inputs(run, {}, {"m-1"}); }) == Kind::conflict);
    CHECK(kind_of([&] { fix.tracking->put_document(run, "git", {}); }) == Kind::conflict);
    fix.tracking->restore_run(run);
    fix.tracking->restore_run(run);
    fix.tracking->log(run, {.tags = {{"t", "y"}}});
    CHECK(actions(fix) == std::vector<std::string>{"run.delete", "run.restore"});
    CHECK_FALSE(store::verify_audit(fix.store));
}

TEST_CASE("children share the fate of their parent, but for those that were deleted before") {
    StoreFixture fix;
    const std::string parent = fix.run("p");
    const auto child_of = [&](const std::string& id) {
        return fix.tracking->create_run({.experiment_id = "0", .parent_id = id}).id;
    };
    const std::string child = child_of(parent);
    const std::string grandchild = child_of(child);
    const std::string before = child_of(parent);
    const auto active = [&](const std::string& id) {
        return fix.tracking->find_run(id)->info.lifecycle == Lifecycle::active;
    };
    fix.tracking->delete_run(before);
    fix.tracking->delete_run(parent);
    CHECK_FALSE(active(child));
    CHECK_FALSE(active(grandchild));
    fix.tracking->restore_run(parent);
    CHECK(active(child));
    CHECK(active(grandchild));
    CHECK_FALSE(active(before));
    // Anybody can set the tag, so parents may go in a circle.
    fix.tracking->log(parent, {.tags = {{"mlflow.parentRunId", grandchild}}});
    fix.tracking->delete_run(child);
    CHECK_FALSE(active(parent));
}

TEST_CASE("experiments take their runs along, keep their names, and come back") {
    StoreFixture fix;
    const std::string id = fix.tracking->create_experiment("churn");
    const std::string run = fix.tracking->create_run({.experiment_id = id}).id;
    const std::string gone = fix.tracking->create_run({.experiment_id = id}).id;
    fix.tracking->delete_run(gone);
    fix.tracking->delete_experiment(id);
    CHECK(fix.tracking->find_experiment(id)->lifecycle == Lifecycle::deleted);
    CHECK(fix.tracking->find_run(run)->info.lifecycle == Lifecycle::deleted);
    CHECK(kind_of([&] { fix.tracking->create_experiment("churn"); }) == Kind::conflict);
    CHECK(kind_of([&] { fix.tracking->create_run({.experiment_id = id}); }) == Kind::conflict);
    CHECK(kind_of([&] { fix.tracking->restore_run(run); }) == Kind::conflict);
    CHECK(kind_of([&] { fix.tracking->rename_experiment(id, "x"); }) == Kind::conflict);
    fix.tracking->restore_experiment(id);
    CHECK(fix.tracking->find_run(run)->info.lifecycle == Lifecycle::active);
    CHECK(fix.tracking->find_run(gone)->info.lifecycle == Lifecycle::deleted);
    fix.tracking->rename_experiment(id, "churn-2");
    CHECK_FALSE(fix.tracking->find_experiment_by_name("churn"));
    CHECK(kind_of([&] { fix.tracking->rename_experiment(id, "Default"); }) == Kind::conflict);
    fix.tracking->set_experiment_tag(id, {"a", "1"});
    fix.tracking->set_experiment_tag(id, {"a", "2"});
    CHECK(fix.tracking->find_experiment(id)->tags == std::vector<Tag>{{"a", "2"}});
    fix.tracking->delete_experiment_tag(id, "a");
    CHECK(kind_of([&] { fix.tracking->delete_experiment_tag(id, "a"); }) == Kind::missing);
}

TEST_CASE("experiments: ids that are none, names that cannot be") {
    StoreFixture fix;
    for (const char* id : {"", "x", "-1", "7", "0 ", "99999999999999999999"})
        CHECK_FALSE(fix.tracking->find_experiment(id));
    for (const std::string& name :
         {std::string(), std::string("  "), std::string("a\nb"), std::string(501, 'n'), std::string("\xff")}) {
        CHECK(kind_of([&] { fix.tracking->create_experiment(name); }) == Kind::invalid);
    }
    CHECK(kind_of([&] { fix.tracking->create_experiment("a", {}, "runs:/x"); }) == Kind::invalid);
    CHECK(kind_of([&] { fix.tracking->create_experiment("a", {}, "s3://b/?x=/../y"); }) == Kind::invalid);
    CHECK(fix.tracking->create_experiment("a", {}, "s3://b/..x?y=1") == "1");
}

TEST_CASE("prefixes of run ids") {
    StoreFixture fix;
    fix.tracking->create_run({.experiment_id = "0", .id = "abcd1111111111111111111111111111"});
    fix.tracking->create_run({.experiment_id = "0", .id = "abcd2222222222222222222222222222"});
    fix.tracking->create_run({.experiment_id = "0", .id = "x"});
    CHECK(fix.tracking->resolve_run("abcd1") == "abcd1111111111111111111111111111");
    CHECK(fix.tracking->resolve_run("x") == "x");
    CHECK(kind_of([&] { fix.tracking->resolve_run("abcd"); }) == Kind::usage);
    CHECK(kind_of([&] { fix.tracking->resolve_run("abc"); }) == Kind::usage);
    CHECK(kind_of([&] { fix.tracking->resolve_run(""); }) == Kind::usage);
    CHECK(kind_of([&] { fix.tracking->resolve_run("abcd%"); }) == Kind::missing);
    CHECK(kind_of([&] { fix.tracking->create_run({.experiment_id = "0", .id = "x"}); }) == Kind::conflict);
    CHECK(kind_of([&] { fix.tracking->create_run({.experiment_id = "0", .id = "../x"}); }) == Kind::invalid);
    CHECK(kind_of([&] { fix.tracking->create_run({.experiment_id = "9"}); }) == Kind::missing);
}

TEST_CASE("a run ends as killed when the process that it lives with is gone") {
    StoreFixture fix;
    Child child;
    const std::string run = fix.tracking->create_run({.experiment_id = "0", .owner_pid = child.pid()}).id;
    CHECK(fix.tracking->reap().empty());
    CHECK(fix.tracking->find_run(run)->info.status == RunStatus::running);
    child.end();
    fix.clock += 1000;
    CHECK(fix.tracking->reap() == std::vector<std::string>{run});
    CHECK(fix.tracking->find_run(run)->info.status == RunStatus::killed);
    CHECK(fix.tracking->find_run(run)->info.end_time == fix.clock);
    CHECK(fix.tracking->reap().empty());
    CHECK(kind_of([&] { fix.tracking->create_run({.experiment_id = "0", .owner_pid = child.pid()}); }) ==
          Kind::missing);
}

TEST_CASE("a killed run ends by its last sign of life, not by when somebody looked") {
    StoreFixture fix;
    Child child;
    const Millis began = fix.clock;
    const auto owned = [&] { return fix.tracking->create_run({.experiment_id = "0", .owner_pid = child.pid()}).id; };
    const std::string logged = owned();
    const std::string parent = owned();
    fix.tracking->log(logged, {.metrics = {{"loss", 0.5, began + 100, 0}, {"loss", 0.4, began + 300, 1}}});
    const std::string part = fix.tracking->create_run({.experiment_id = "0", .parent_id = parent}).id;
    fix.tracking->update_run(part, RunStatus::finished, began + 500, std::nullopt);
    const std::string before = owned();
    fix.tracking->log(before, {.metrics = {{"loss", 0.5, began - 100, 0}}});
    const std::string after = owned();
    fix.tracking->log(after, {.metrics = {{"loss", 0.5, began + 1'000'000, 0}}});
    child.end();
    fix.clock += 100'000;
    CHECK(fix.tracking->reap().size() == 4);
    const auto end_of = [&](const std::string& run) { return fix.tracking->find_run(run)->info.end_time; };
    CHECK(end_of(logged) == began + 300);
    CHECK(end_of(parent) == began + 500);
    CHECK(end_of(before) == fix.clock);
    CHECK(end_of(after) == fix.clock);
}

TEST_CASE("a run that ended by itself is not killed afterwards") {
    StoreFixture fix;
    Child child;
    const std::string run = fix.tracking->create_run({.experiment_id = "0", .owner_pid = child.pid()}).id;
    fix.tracking->update_run(run, RunStatus::finished, fix.clock, std::nullopt);
    child.end();
    CHECK(fix.tracking->reap().empty());
    CHECK(fix.tracking->find_run(run)->info.status == RunStatus::finished);
}

TEST_CASE("a pid that was given again, another boot, another host") {
    const auto me = find_owner(::getpid());
    REQUIRE(me);
    const Surroundings here = Surroundings::here();
    CHECK_FALSE(is_gone(*me, here));
    Owner other = *me;
    other.started += 1;
    CHECK(is_gone(other, here));
    other = *me;
    other.boot_id = "earlier";
    CHECK(is_gone(other, here));
    other.host = "elsewhere";
    CHECK_FALSE(is_gone(other, here));
    other = *me;
    other.started += 1;
    other.pid_namespace = "pid:[1]";
    CHECK_FALSE(is_gone(other, here));
    CHECK_FALSE(find_owner(0));
    CHECK_FALSE(find_owner(-1));
}

TEST_CASE("removing: only what is deleted and old; shared content is not called free") {
    StoreFixture fix;
    const std::string shared = "sha256:" + std::string(64, 'a');
    const std::string own = "sha256:" + std::string(64, 'b');
    const std::string run = fix.run("r");
    const std::string other = fix.run("o");
    fix.tracking->log(
        run, {.metrics = {{.key = "m", .value = 1}}, .artifacts = {{"a", 3, shared}, {"b", 4, own}, {"c", 4, own}}});
    fix.tracking->log(other, {.artifacts = {{"a", 3, shared}}});
    fix.tracking->log_inputs(run, {{{"iris", "d"}, {}}}, {});
    CHECK(kind_of([&] { fix.tracking->remove_runs({run}); }) == Kind::conflict);
    fix.tracking->delete_run(run);
    CHECK(fix.tracking->runs_deleted_before(fix.clock).empty());
    const auto old = fix.tracking->runs_deleted_before(fix.clock + 1);
    REQUIRE(old.size() == 1);
    CHECK(old[0].artifact_bytes == 11);
    CHECK(old[0].freed == std::vector<std::string>{own});
    CHECK(fix.tracking->remove_runs({run}).size() == 1);
    CHECK_FALSE(fix.tracking->find_run(run));
    auto rest = fix.store.db().prepare(
        "SELECT (SELECT count(*) FROM metrics) + (SELECT count(*) FROM datasets) + "
        "(SELECT count(*) FROM artifacts WHERE digest = ?)");
    CHECK(rest.bind(own).step()->get<int>(0) == 0);
    CHECK(fix.tracking->find_artifact(other, "a"));
    CHECK(actions(fix) == std::vector<std::string>{"run.delete", "run.remove"});
}

TEST_CASE("logged models: params once, status, tags, deletion") {
    StoreFixture fix;
    const std::string id = fix.tracking->create_logged_model({.experiment_id = "0", .name = "m"}).id;
    fix.clock += 10;
    fix.tracking->set_logged_model_status(id, LoggedModelStatus::ready);
    CHECK(fix.tracking->find_logged_model(id)->status == LoggedModelStatus::ready);
    CHECK(fix.tracking->find_logged_model(id)->last_updated_time == fix.clock);
    fix.tracking->log_model_params(id, {{"a", "1"}});
    fix.tracking->log_model_params(id, {{"a", "1"}});
    CHECK(kind_of([&] { fix.tracking->log_model_params(id, {{"a", "2"}}); }) == Kind::conflict);
    fix.tracking->set_logged_model_tags(id, {{"t", "1"}, {"t", "2"}});
    CHECK(fix.tracking->find_logged_model(id)->tags == std::vector<Tag>{{"t", "2"}});
    fix.tracking->delete_logged_model_tag(id, "t");
    CHECK(kind_of([&] { fix.tracking->delete_logged_model_tag(id, "t"); }) == Kind::missing);
    for (const char* name : {"a/b", "a:b", "a.b", "a%b", "a\"b", "a'b"}) {
        CHECK(kind_of([&] { fix.tracking->create_logged_model({.experiment_id = "0", .name = name}); }) ==
              Kind::invalid);
    }
    CHECK(kind_of([&] { fix.tracking->create_logged_model({.id = id, .experiment_id = "0"}); }) == Kind::conflict);
    fix.tracking->delete_logged_model(id);
    CHECK_FALSE(fix.tracking->find_logged_model(id));
    CHECK(kind_of([&] { fix.tracking->set_logged_model_status(id, LoggedModelStatus::ready); }) == Kind::missing);
}

}  // namespace mlp::tracking
