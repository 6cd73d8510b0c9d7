#include "core/base/env.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <limits>
#include <map>
#include <set>

#include "core/base/io.hpp"
#include "thrown.hpp"

using namespace mlp::base;

namespace {

Env with(std::map<std::string, std::string> variables) {
    auto env = Env::of_process();
    env.variable = [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(std::string(name));
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    return env;
}

}  // namespace

TEST_CASE("unset and empty variables are both nothing") {
    const auto env = Env::of_process();
    ::setenv("MLP_UNIT_TEST", "value", 1);
    CHECK(env.variable("MLP_UNIT_TEST") == "value");
    ::setenv("MLP_UNIT_TEST", "", 1);
    CHECK_FALSE(env.variable("MLP_UNIT_TEST"));
    ::unsetenv("MLP_UNIT_TEST");
    CHECK_FALSE(env.variable("MLP_UNIT_TEST"));
}

TEST_CASE("the surroundings of this process are real") {
    const auto env = Env::of_process();
    CHECK(env.working_directory == std::filesystem::current_path());
    CHECK(env.now() > 1'600'000'000'000);
    CHECK(env.random_bytes(0).empty());
    CHECK(env.random_bytes(1000).size() == 1000);
    CHECK(env.random_bytes(32) != env.random_bytes(32));
}

TEST_CASE("a folder that is gone is an error with a way out") {
    const auto before = std::filesystem::current_path();
    const mlp::test::Folder folder;
    std::filesystem::create_directory(folder / "gone");
    std::filesystem::current_path(folder / "gone");
    std::filesystem::remove(folder / "gone");
    const auto error = mlp::test::thrown_by([] { Env::of_process(); });
    std::filesystem::current_path(before);
    CHECK(error.kind() == mlp::Kind::missing);
    CHECK_FALSE(error.hint_text().empty());
}

TEST_CASE("ids are 32 lower-case hex digits of the environment's randomness") {
    auto env = Env::of_process();
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto id = new_id(env);
        CHECK(id.size() == 32);
        CHECK(id.find_first_not_of("0123456789abcdef") == std::string::npos);
        seen.insert(id);
    }
    CHECK(seen.size() == 100);
    env.random_bytes = [](std::size_t count) { return std::string(count, '\xaf'); };
    CHECK(new_id(env) == "afafafafafafafafafafafafafafafaf");
}

TEST_CASE("XDG folders come from their variable, else from the home folder") {
    const auto named =
        with({{"XDG_CONFIG_HOME", "/c"}, {"XDG_CACHE_HOME", "/k"}, {"XDG_DATA_HOME", "/d"}, {"HOME", "/h"}});
    CHECK(config_home(named) == "/c/mlp");
    CHECK(cache_home(named) == "/k/mlp");
    CHECK(data_home(named) == "/d/mlp");
    const auto home = with({{"HOME", "/h"}});
    CHECK(config_home(home) == "/h/.config/mlp");
    CHECK(cache_home(home) == "/h/.cache/mlp");
    CHECK(data_home(home) == "/h/.local/share/mlp");
}

TEST_CASE("relative XDG values are ignored, no home is nothing") {
    CHECK(config_home(with({{"XDG_CONFIG_HOME", "c"}, {"HOME", "/h"}})) == "/h/.config/mlp");
    CHECK_FALSE(config_home(with({})));
    CHECK_FALSE(cache_home(with({{"HOME", "relative"}})));
    CHECK_FALSE(data_home(with({{"XDG_DATA_HOME", "relative"}})));
}

TEST_CASE("the user has a name in every environment") {
    CHECK(user_name(with({{"USER", "ada"}, {"LOGNAME", "bob"}})) == "ada");
    CHECK(user_name(with({{"LOGNAME", "bob"}})) == "bob");
    CHECK_FALSE(user_name(with({})).empty());
    CHECK_FALSE(host_name().empty());
}

TEST_CASE("times are ISO 8601 in UTC with milliseconds") {
    CHECK(iso_time(0) == "1970-01-01T00:00:00.000Z");
    CHECK(iso_time(1'795'233'208'123) == "2026-11-21T03:53:28.123Z");
    CHECK(iso_time(1'709'164'800'000) == "2024-02-29T00:00:00.000Z");
    CHECK(iso_time(-1) == "1969-12-31T23:59:59.999Z");
    CHECK(iso_time(-1000) == "1969-12-31T23:59:59.000Z");
    CHECK_FALSE(iso_time(std::numeric_limits<Millis>::max()).empty());
    CHECK_FALSE(iso_time(std::numeric_limits<Millis>::min()).empty());
}
