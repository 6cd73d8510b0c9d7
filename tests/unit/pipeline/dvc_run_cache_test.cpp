#include "core/pipeline/dvc_run_cache.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

using namespace mlp::pipeline;
namespace fs = std::filesystem;

namespace {

struct Folder : mlp::base::TemporaryFolder {
    Folder() : TemporaryFolder(fs::temp_directory_path(), "mlp-run-cache-test") {}
};

/// Key, value and text are those of DVC 3.67.
const std::string entry_text = R"(cmd: cp ../a c
deps:
- path: ../a
  hash: md5
  md5: 764efa883dda1e11db47671c4a3bbd9e
  size: 3
- path: ../sub/../b
  hash: md5
  md5: 764efa883dda1e11db47671c4a3bbd9e
  size: 3
outs:
- path: c
  hash: md5
  md5: 764efa883dda1e11db47671c4a3bbd9e
  size: 3
)";
const std::string entry_key = "1820e7693e1983e9551935778fb8bf72459c28196e3217f735e6a0cbc8b285ed";
const std::string entry_value = "aa3c92cf97a776948609b16bbb71884b2e0189dbc0e4bb8541297ec68e5861a6";

DvcLockedStage entry() { return parse_dvc_stage(entry_text, "x"); }

mlp::config::Stage declared() {
    mlp::config::Stage stage;
    stage.commands = {"x"};
    stage.deps.push_back({"a", {}});
    stage.outs.push_back({.path = "o", .options = {}, .place = {}});
    return stage;
}

}  // namespace

TEST_CASE("key, value and text are DVC's") {
    CHECK(DvcRunCache::key(entry()) == entry_key);
    CHECK(DvcRunCache::value(entry()) == entry_value);
    CHECK(dvc_stage_text(entry()) == entry_text);
}

TEST_CASE("the key knows nothing of sizes and of what came out") {
    auto other = entry();
    other.deps.at("../a").content->size = 99;
    other.outs.at("c").content.reset();
    CHECK(DvcRunCache::key(other) == entry_key);
    other.params["params.yaml"]["size"] = 1;
    CHECK(DvcRunCache::key(other) != entry_key);
    const auto with_size = DvcRunCache::key(other);
    // DVC does not see a parameter of this name either.
    other.params["params.yaml"]["size"] = 2;
    CHECK(DvcRunCache::key(other) == with_size);
    other.deps.erase("../a");
    CHECK(DvcRunCache::key(other) != with_size);
}

TEST_CASE("what is saved is found again, the newest first") {
    const Folder folder;
    const DvcRunCache cache(folder.path());
    CHECK_FALSE(cache.newest(entry_key));
    cache.save(entry());
    const auto path = cache.path_of(entry_key, entry_value);
    CHECK(path == folder.path() / "runs/18" / entry_key / entry_value);
    CHECK(mlp::base::read_file(path) == entry_text);
    CHECK(cache.newest(entry_key) == entry());
    auto later = entry();
    later.outs.at("c").content->digest = mlp::base::md5("other");
    cache.save(later);
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
    CHECK(cache.newest(entry_key) == later);
    fs::last_write_time(path, fs::file_time_type::clock::now() + std::chrono::hours(1));
    CHECK(cache.newest(entry_key) == entry());
    CHECK(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()) == 2);
}

TEST_CASE("what is there is not written again; what is damaged is no result") {
    const Folder folder;
    const DvcRunCache cache(folder.path());
    cache.save(entry());
    const auto path = cache.path_of(entry_key, entry_value);
    for (const char* text : {"", "cmd: [", "cmd: x\nother: 1\n", "[]", "\xff"}) {
        mlp::base::replace_file(path, text);
        CHECK_FALSE(cache.newest(entry_key));
    }
    cache.save(entry());
    CHECK(mlp::base::read_file(path) == "\xff");
    mlp::base::replace_file(path.parent_path() / "half.tmp", entry_text);
    fs::remove(path);
    CHECK_FALSE(cache.newest(entry_key));
}

TEST_CASE("stages are taken by DVC's rules") {
    CHECK(dvc_run_cache_takes(declared()));
    CHECK(dvc_run_cache_keeps(declared()));
    const auto takes_with = [](auto change) {
        auto stage = declared();
        change(stage);
        return dvc_run_cache_takes(stage);
    };
    CHECK_FALSE(takes_with([](auto& stage) { stage.commands.clear(); }));
    CHECK_FALSE(takes_with([](auto& stage) { stage.deps.clear(); }));
    CHECK_FALSE(takes_with([](auto& stage) { stage.outs.clear(); }));
    CHECK_FALSE(takes_with([](auto& stage) { stage.always_changed = true; }));
    CHECK_FALSE(takes_with([](auto& stage) { stage.outs[0].persist = true; }));
    CHECK_FALSE(takes_with([](auto& stage) { stage.outs[0].path = "/tmp/o"; }));
    CHECK_FALSE(takes_with([](auto& stage) { stage.deps[0].path = "s3://b/k"; }));
    CHECK(takes_with([](auto& stage) { stage.deps[0].path = "/tmp/a"; }));
    CHECK(takes_with([](auto& stage) {
        stage.deps.clear();
        stage.params.push_back({"params.yaml", {"lr"}, {}});
    }));
    auto uncached = declared();
    uncached.outs[0].cache = false;
    CHECK(dvc_run_cache_takes(uncached));
    CHECK_FALSE(dvc_run_cache_keeps(uncached));
    uncached.outs[0].role = mlp::config::Output::Role::metric;
    CHECK(dvc_run_cache_keeps(uncached));
}

TEST_CASE("in a cache that a group shares, the group may write") {
    const Folder folder;
    const DvcRunCache cache(folder.path(), 02775);
    cache.save(entry());
    const auto file = cache.path_of(entry_key, entry_value);
    const auto mode = [](const fs::path& path) { return static_cast<unsigned>(fs::status(path).permissions()); };
    CHECK(mode(file) == 0664);
    CHECK(mode(file.parent_path()) == 02775);
    CHECK(mode(folder.path() / "runs") == 02775);
}
