// A tracking store in a temporary folder, with a clock and randomness that tests can pin.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/io.hpp"
#include "core/store/store.hpp"
#include "core/tracking/store.hpp"

namespace mlp::tracking {

struct StoreFixture {
    base::TemporaryFolder folder{std::filesystem::temp_directory_path(), "mlp-tracking"};
    std::int64_t clock = 1'700'000'000'000;  ///< what the store takes for now; moved by tests
    std::uint64_t seed = std::hash<std::string>()(folder.path().string());  ///< ids of two stores differ
    store::Store store;
    std::unique_ptr<TrackingStore> tracking;

    StoreFixture() : store(open()), tracking(open_tracking(store)) {}

    store::Location location() const {
        return {.database = folder.path() / "store.db", .objects = folder.path() / "objects"};
    }
    base::Env env() {
        base::Env env = base::Env::of_process();
        env.variable = [](std::string_view) { return std::optional<std::string>(); };
        env.now = [this] { return clock; };
        env.random_bytes = [this](std::size_t count) {
            std::string bytes;
            for (std::size_t i = 0; i < count; ++i) {
                seed = seed * 6364136223846793005U + 1442695040888963407U;
                bytes += static_cast<char>(seed >> 56U);
            }
            return bytes;
        };
        env.working_directory = folder.path();
        return env;
    }
    store::Store open() { return store::Store::open(location(), env()); }

    /// A run of experiment 0, begun `minutes` after the clock.
    std::string run(const std::string& name, int minutes = 0) {
        return tracking
            ->create_run({.experiment_id = "0", .name = name, .user_id = "ada", .start_time = clock + minutes * 60'000})
            .id;
    }
};

}  // namespace mlp::tracking
