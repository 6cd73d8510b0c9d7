#include "cli/invocation.hpp"

#include <doctest/doctest.h>

#include <map>

#include "cli/output/error.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/config/project.hpp"

using namespace mlp;
using namespace mlp::cli;

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

base::Env env_with(const Variables& variables) {
    base::Env env = base::Env::of_process();
    env.variable = [variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    return env;
}

constexpr Terminal everywhere{.input = true, .output = true, .error = true, .width = 80};

}  // namespace

TEST_CASE("questions need a terminal on both sides and nobody who said no") {
    CHECK(Invocation(env_with({}), {}, everywhere).may_prompt());
    CHECK_FALSE(
        Invocation(env_with({}), {}, {.input = false, .output = true, .error = true, .width = 80}).may_prompt());
    CHECK_FALSE(
        Invocation(env_with({}), {}, {.input = true, .output = true, .error = false, .width = 80}).may_prompt());
    CHECK_FALSE(Invocation(env_with({{"CI", "1"}}), {}, everywhere).may_prompt());
    Globals globals;
    globals.json = true;
    CHECK_FALSE(Invocation(env_with({}), globals, everywhere).may_prompt());
    CHECK_THROWS_AS(static_cast<void>(Invocation(env_with({}), globals, everywhere).ask("Really?")), Error);
    globals = {};
    globals.quiet = true;
    CHECK_FALSE(Invocation(env_with({}), globals, everywhere).may_prompt());
    CHECK_FALSE(Invocation(env_with({}), globals, everywhere).may_animate());
}

TEST_CASE("live lines need a terminal that can move the cursor") {
    CHECK(Invocation(env_with({{"TERM", "xterm"}}), {}, everywhere).may_animate());
    CHECK_FALSE(Invocation(env_with({{"TERM", "dumb"}}), {}, everywhere).may_animate());
    CHECK_FALSE(Invocation(env_with({{"CI", "1"}}), {}, everywhere).may_animate());
    CHECK_FALSE(Invocation(env_with({}), {}, {}).may_animate());
}

TEST_CASE("the project is found upwards, or where MLP_PROJECT says") {
    const base::TemporaryFolder folder(std::filesystem::temp_directory_path());
    base::replace_file(folder.path() / "mlp.yaml", "version: 1\nproject: demo\n");
    base::make_folders(folder.path() / "below");

    base::Env env = env_with({});
    env.working_directory = folder.path() / "below";
    Invocation below(env, {}, {});
    CHECK(below.root() == folder.path());
    CHECK(below.project().name == "demo");

    env.working_directory = "/";
    Invocation outside(env, {}, {});
    CHECK_FALSE(outside.find_root());
    CHECK_THROWS_AS(outside.root(), Error);

    env = env_with({{"MLP_PROJECT", folder.path().string()}});
    env.working_directory = "/";
    CHECK(Invocation(env, {}, {}).root() == folder.path());
}

TEST_CASE("every kind ends with the code that the table gives it") {
    const Globals globals{.json = true};
    for (const KindRow& row : kind_table()) CHECK(print_error(Error(row.kind, "sample"), globals) == row.exit_code);
    CHECK(print_bug("sample", globals) == 70);
}
