// What a process takes from its surroundings: variables, clock, randomness, folders. Passed in, so that tests can pin it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mlp::base {

/// Milliseconds since the Unix epoch, UTC.
using Millis = std::int64_t;

struct Env {
    /// Value of an environment variable; unset and empty are both nothing.
    std::function<std::optional<std::string>(std::string_view)> variable;
    std::function<Millis()> now;
    /// Uniform random bytes (from the kernel).
    std::function<std::string(std::size_t count)> random_bytes;
    std::filesystem::path working_directory;

    /// The real surroundings of this process.
    static Env of_process();
};

/// Run ids: 32 lower-case hex digits from 16 random bytes.
std::string new_id(const Env& env);

// XDG folders of mlp, or nothing without a home. A relative XDG value is ignored, as the specification asks.
std::optional<std::filesystem::path> config_home(const Env& env);  ///< …/mlp below XDG_CONFIG_HOME or ~/.config
std::optional<std::filesystem::path> cache_home(const Env& env);   ///< …/mlp below XDG_CACHE_HOME or ~/.cache
std::optional<std::filesystem::path> data_home(const Env& env);    ///< …/mlp below XDG_DATA_HOME or ~/.local/share

/// The invoking user's name: USER, LOGNAME, the password database, else "uid<N>". Host name as the kernel gives it.
std::string user_name(const Env& env);
std::string host_name();

/// ISO 8601 in UTC with milliseconds: "2026-11-21T03:53:28.123Z".
std::string iso_time(Millis time);

}  // namespace mlp::base
