#include "core/base/file_watch.hpp"

#include <doctest/doctest.h>
#include <poll.h>

#include <fstream>
#include <functional>

using namespace mlp;

namespace {

struct Ground {
    base::TemporaryFolder folder{std::filesystem::temp_directory_path(), "mlp-watch"};
    std::filesystem::path root = folder.path();

    void write(const std::string& name) const { std::ofstream(root / name) << "x"; }
    /// Whether the watch says something within a second.
    static bool told(const base::FileWatch& watch, int milliseconds = 1000) {
        pollfd wait{watch.fd(), POLLIN, 0};
        const bool any = ::poll(&wait, 1, milliseconds) == 1;
        watch.drain();
        return any;
    }
};

}  // namespace

TEST_CASE("saves, renames, removals and new folders are told; reading is not") {
    const Ground ground;
    std::filesystem::create_directories(ground.root / "data/deep");
    ground.write("file");
    base::FileWatch watch;
    watch.add(ground.root / "file");
    watch.add(ground.root / "data");
    watch.add(ground.root / "not/yet");
    CHECK(!Ground::told(watch, 0));
    base::read_file(ground.root / "file");
    CHECK(!Ground::told(watch, 0));
    const std::function<void()> changes[] = {
        [&] { ground.write("file"); },
        [&] { base::replace_file(ground.root / "file", "as editors do"); },
        [&] { ground.write("data/deep/new"); },
        [&] { std::filesystem::remove(ground.root / "data/deep/new"); },
        [&] { std::filesystem::create_directories(ground.root / "not"); },
        [&] { std::filesystem::rename(ground.root / "data", ground.root / "away"); },
    };
    for (const auto& change : changes) {
        change();
        CHECK(Ground::told(watch));
        CHECK(!Ground::told(watch, 0));
    }
}
