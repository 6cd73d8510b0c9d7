#include "core/config/settings.hpp"

#include <doctest/doctest.h>

#include "core/config/settings_file.hpp"
#include "tests/unit/config/project.hpp"

namespace mlp::config {

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

base::Env env_with(Variables variables) {
    base::Env env;
    env.variable = [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    return env;
}

}  // namespace

TEST_CASE("without any file there are only defaults") {
    const Settings settings = Settings::load(env_with({}), std::nullopt);
    CHECK_FALSE(settings.text("store"));
    CHECK_FALSE(settings.integer("run.jobs"));
    CHECK_THROWS_AS(settings.find("no.such"), Error);
}

TEST_CASE("later levels win, and each value knows where it comes from") {
    TestProject files("version: 1\nproject: p\nstore: from-mlp.db # comment\n");
    files.write("home/mlp/config.yaml", "store: from-user.db\nrun:\n  jobs: 2\n");
    const auto variables = [&] { return Variables{{"XDG_CONFIG_HOME", (files.root() / "home").string()}}; };

    const Settings project = Settings::load(env_with(variables()), files.root());
    CHECK(project.find("store")->text == "from-mlp.db");
    CHECK(project.find("store")->origin == "mlp.yaml:3:8");
    CHECK(project.integer("run.jobs") == 2);
    CHECK(project.find("run.jobs")->origin.ends_with("mlp/config.yaml:3:9"));

    files.write(".mlp/config.yaml", "store: local.db\n");
    CHECK(Settings::load(env_with(variables()), files.root()).text("store") == "local.db");
    CHECK(Settings::load(env_with(variables()), std::nullopt).text("store") == "from-user.db");

    Variables with_store = variables();
    with_store["MLP_STORE"] = "env.db";
    with_store["MLP_RUN_JOBS"] = "7";
    const Settings env = Settings::load(env_with(with_store), files.root());
    CHECK(env.find("store")->origin == "environment MLP_STORE");
    CHECK(env.integer("run.jobs") == 7);
}

TEST_CASE("store of mlp.yaml is read from its line, however the rest looks") {
    TestProject files("stages: [\nstore: 'a b.db'\n");
    CHECK(Settings::load(env_with({}), files.root()).find("store")->text == "a b.db");
    CHECK_FALSE(
        Settings::load(env_with({}), TestProject("a:\n  store: x\nstores: y\nstore: [z]\n").root()).find("store"));
}

TEST_CASE("wrong settings are named with their place") {
    const auto message = [](const std::string& text) {
        TestProject files;
        files.write(".mlp/config.yaml", text);
        try {
            Settings::load(env_with({}), files.root());
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::invalid);
            return error.place().substr(error.place().find(".mlp")) + " " + error.code_text() + " " + error.message();
        }
        return std::string("fine");
    };
    CHECK(message("") == "fine");
    CHECK(message("stor: x\n") == ".mlp/config.yaml:1:1 MLP010 there is no setting 'stor'. Did you mean 'store'?");
    CHECK(message("run:\n  job: 1\n") ==
          ".mlp/config.yaml:2:3 MLP010 there is no setting 'run.job'. Did you mean 'run.jobs'?");
    CHECK(message("run: 3\n").starts_with(".mlp/config.yaml:1:6 MLP011"));
    CHECK(message("run: {jobs: many}\n").starts_with(".mlp/config.yaml:1:13 MLP013"));
    CHECK(message("run: {jobs: 0}\n").starts_with(".mlp/config.yaml:1:13 MLP013"));
    CHECK(message("store: [a]\n").starts_with(".mlp/config.yaml:1:8 MLP011"));
    CHECK(message("store:\n").find("MLP011") != std::string::npos);
    CHECK(message("- a\n").starts_with(".mlp/config.yaml:1:1 MLP011"));
    CHECK(message("a: [\n").find("MLP001") != std::string::npos);
    CHECK_THROWS_WITH_AS(Settings::load(env_with({{"MLP_RUN_JOBS", "x"}}), std::nullopt),
                         "'run.jobs' is 'x'; a whole number of at least 1 is expected", Error);
}

TEST_CASE("every setting has a variable of its own name") {
    for (const SettingRow& row : settings_table()) {
        std::string name = "MLP_";
        for (const char c : row.key) name += c == '.' ? '_' : static_cast<char>(c - 32);
        CHECK(row.variable == name);
        CHECK_FALSE(row.help.empty());
    }
}

}  // namespace mlp::config
