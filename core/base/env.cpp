#include "core/base/env.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <ctime>

#include "core/base/error.hpp"

namespace mlp::base {

namespace {

std::optional<std::string> process_variable(std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;
    return std::string(value);
}

Millis process_now() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string kernel_random(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const auto got = getrandom(bytes.data() + filled, count - filled, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw system_error("read", "random bytes of the kernel", errno);
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

std::optional<std::filesystem::path> xdg_folder(const Env& env, std::string_view variable,
                                                std::string_view below_home) {
    if (const auto value = env.variable(variable); value && value->starts_with('/')) {
        return std::filesystem::path(*value) / "mlp";
    }
    const auto home = env.variable("HOME");
    if (!home || !home->starts_with('/')) return std::nullopt;
    return std::filesystem::path(*home) / below_home / "mlp";
}

}  // namespace

Env Env::of_process() {
    std::error_code error;
    auto folder = std::filesystem::current_path(error);
    if (error) {
        throw Error(Kind::missing, "the current folder does not exist any more").hint("change to an existing folder");
    }
    return {
        .variable = process_variable, .now = process_now, .random_bytes = kernel_random, .working_directory = folder};
}

std::string new_id(const Env& env) {
    std::string id;
    for (const char byte : env.random_bytes(16)) id += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return id;
}

std::optional<std::filesystem::path> config_home(const Env& env) {
    return xdg_folder(env, "XDG_CONFIG_HOME", ".config");
}
std::optional<std::filesystem::path> cache_home(const Env& env) { return xdg_folder(env, "XDG_CACHE_HOME", ".cache"); }
std::optional<std::filesystem::path> data_home(const Env& env) {
    return xdg_folder(env, "XDG_DATA_HOME", ".local/share");
}

std::string user_name(const Env& env) {
    for (const auto name : {"USER", "LOGNAME"}) {
        if (auto value = env.variable(name)) return *value;
    }
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return fmt::format("uid{}", geteuid());
}

std::string host_name() {
    std::array<char, 256> buffer{};
    if (gethostname(buffer.data(), buffer.size() - 1) != 0) return "unknown";
    return buffer.data();
}

std::string iso_time(Millis time) {
    Millis seconds = time / 1000;
    Millis rest = time % 1000;
    if (rest < 0) {
        rest += 1000;
        --seconds;
    }
    const auto clock = static_cast<std::time_t>(seconds);
    std::tm parts{};
    // Years beyond what the C library can split are told as they came: this is text for people.
    if (gmtime_r(&clock, &parts) == nullptr) return fmt::format("{} ms", time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", parts, rest);
}

}  // namespace mlp::base
