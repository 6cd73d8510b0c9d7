#include "core/data/dvc/config_edit.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/base/ini.hpp"
#include "project.hpp"

using namespace mlp;
using namespace mlp::data::dvc;
namespace fs = std::filesystem;
using test::DvcProject;
using test::DvcSession;

namespace {

std::string set(const std::string& text, const char* name, const char* value) {
    return with_setting(text, "config", *parse_setting_name(name), value);
}

}  // namespace

TEST_CASE("names of settings") {
    CHECK(parse_setting_name("Core.Remote")->section == "core");
    CHECK(parse_setting_name("remote.My.Store.url")->section == "remote \"my.store\"");
    CHECK(parse_setting_name("remote.s.url")->remote == "s");
    for (const char* bad : {"", "core", "core.", ".x", "a.b.c", "remote..url"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_setting_name(bad));
    }
}

TEST_CASE("values are written so that they are read back") {
    for (const std::string value :
         {"plain", "a,b", " edge ", "it's", "say \"x\"", "#no", "both ' and \"", "two\nlines", "", "a = b", "[x]"}) {
        CAPTURE(value);
        const std::string text = with_setting("", "config", *parse_setting_name("remote.s.user"), value);
        CHECK(base::parse_ini(text, "config").at(0).entries.at(0).values == std::vector{value});
    }
    CHECK_THROWS_AS(base::ini_quoted("''' and \"\"\""), Error);
}

TEST_CASE("settings go into their section, new sections where DVC has them") {
    const std::string text = "[core]\n    autostage = true # here\n# about s\n['remote \"s\"']\n    url = x\n";
    CHECK(set(text, "core.remote", "s") ==
          "[core]\n    autostage = true # here\n    remote = s\n# about s\n['remote \"s\"']\n    url = x\n");
    CHECK(set("['remote \"s\"']\n    url = x\n", "core.remote", "s") ==
          "[core]\n    remote = s\n['remote \"s\"']\n    url = x\n");
    CHECK(set("[core]\n    remote = s", "remote.s.url", "y") ==
          "[core]\n    remote = s\n['remote \"s\"']\n    url = y\n");
    CHECK(set(text, "remote.s.url", "y").ends_with("url = y\n"));
    CHECK(set("[core]\n  remote = '''a\nb'''\n  x = 1\n", "core.remote", "s") == "[core]\n    remote = s\n  x = 1\n");
    CHECK(without_setting(text, "config", *parse_setting_name("core.autostage")) ==
          "# about s\n['remote \"s\"']\n    url = x\n");
    CHECK_FALSE(without_setting(text, "config", *parse_setting_name("core.remote")));
    CHECK(without_section(text, "config", "remote \"s\"") == "[core]\n    autostage = true # here\n# about s\n");
}

TEST_CASE("what does not fit is not written") {
    const DvcProject project;
    const auto env = DvcSession::settings();
    const auto refused = [&](ConfigLevel level, const char* name, const char* value) {
        CHECK_THROWS_AS(set_setting(level, project.root, env, *parse_setting_name(name), value, project.root), Error);
    };
    refused(ConfigLevel::project, "core.nothing", "x");
    refused(ConfigLevel::project, "core.autostage", "maybe");
    refused(ConfigLevel::project, "remote.s.password", "x");
    refused(ConfigLevel::project, "remote.s.url", "http://u:p@h");
    refused(ConfigLevel::user, "core.remote", "x");  // nobody's home
    CHECK(project.read(".dvc/config").empty());
    set_setting(ConfigLevel::local, project.root, env, *parse_setting_name("remote.s.password"), "x", project.root);
    CHECK(project.mode(".dvc/config.local") == 0600);
    set_setting(ConfigLevel::project, project.root, env, *parse_setting_name("remote.s.url"), "sub/../../st",
                project.root);
    CHECK(project.read(".dvc/config") == "['remote \"s\"']\n    url = ../../st\n");
}
