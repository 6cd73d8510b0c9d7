#include <doctest/doctest.h>

#include <map>

#include "core/base/error.hpp"
#include "core/store/store.hpp"

namespace mlp::store {
namespace {

base::Env env_with(std::map<std::string, std::string> variables) {
    base::Env env = base::Env::of_process();
    env.variable = [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(std::string(name));
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    env.working_directory = "/home/here";
    return env;
}

}  // namespace

TEST_CASE("the variable goes before the setting, the project and the user") {
    const base::Env with = env_with({{"MLP_STORE", "s.db"}, {"HOME", "/home/ada"}});
    CHECK(locate(with, "/p", "x.db").database == "/home/here/s.db");
    CHECK(locate(with, "/p", "x.db").objects == "/home/here/objects");
    CHECK(locate(with, "/p", "x.db").origin == Location::Origin::variable);
    const base::Env without = env_with({{"HOME", "/home/ada"}});
    CHECK(locate(without, "/p", "x.db").database == "/p/x.db");
    CHECK(locate(without, "/p", "x.db").origin == Location::Origin::settings);
    CHECK(locate(without, "/p", std::nullopt).database == "/p/.mlp/store.db");
    CHECK(locate(without, "/p", std::nullopt).objects == "/p/.mlp/objects");
    CHECK(locate(without, std::nullopt, std::nullopt).database == "/home/ada/.local/share/mlp/store.db");
    CHECK(locate(without, std::nullopt, std::nullopt).origin == Location::Origin::user);
}

TEST_CASE("neither project nor home nor a named store") {
    try {
        locate(env_with({}), std::nullopt, std::nullopt);
        FAIL("a store was found");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::usage);
        CHECK(error.hint_text().find("MLP_STORE") != std::string::npos);
    }
}

TEST_CASE("paths, folders and sqlite URIs") {
    const auto at = [](const char* value) {
        return locate(env_with({{"MLP_STORE", value}}), std::nullopt, std::nullopt).database;
    };
    CHECK(at("/srv/runs.db") == "/srv/runs.db");
    CHECK(at("a/../runs.db") == "/home/here/runs.db");
    CHECK(at("/srv/team/") == "/srv/team/store.db");
    CHECK(at("/tmp") == "/tmp/store.db");
    CHECK(at("sqlite:/srv/runs.db") == "/srv/runs.db");
    CHECK(at("sqlite:///srv/runs.db") == "/srv/runs.db");
    CHECK(at("sqlite:////srv/runs.db") == "/srv/runs.db");
    CHECK(at("sqlite:runs.db") == "/home/here/runs.db");
    for (const char* bad : {"http://host:5000", "https://host", "s3://bucket/x", "sqlite:", "sqlite:///"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(at(bad), Error);
    }
}

}  // namespace mlp::store
