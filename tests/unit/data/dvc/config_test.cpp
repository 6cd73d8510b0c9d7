#include "core/data/dvc/config.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "project.hpp"

using namespace mlp;
using data::dvc::LinkType;
namespace fs = std::filesystem;
using test::DvcProject;
using test::DvcSession;

TEST_CASE("settings are read as DVC writes them") {
    const DvcProject project(
        "[core]\n    remote = Store  # the default\n    autostage = True\n"
        "['remote \"Store\"']\n    url = ../../st\n"
        "['remote \"s3\"']\n    url = s3://bucket/prefix\n    endpointurl = http://localhost:9000\n"
        "[cache]\n    type = \"reflink,symlink\"\n    shared = group\n");
    const auto config = data::dvc::read_config(project.root, DvcSession::settings());
    CHECK(config.get("core", "remote") == "store");
    CHECK(config.flag("core", "autostage", false));
    CHECK_FALSE(config.flag("core", "no_scm", false));
    CHECK(config.remotes() == std::vector<std::string>{"s3", "store"});
    const auto root = fs::canonical(project.root);
    CHECK(config.remote("store")->at("url").text == (root.parent_path() / "st").string());
    CHECK(config.remote("s3")->at("url").text == "s3://bucket/prefix");
    CHECK(config.remote("s3")->at("endpointurl").place.line == 8);
    CHECK(config.remote("other") == nullptr);
    CHECK(config.link_types() == std::vector{LinkType::reflink, LinkType::symlink});
    CHECK(config.cache_folder() == root / ".dvc" / "cache");
    CHECK(config.shared_with_group());
}

TEST_CASE("a later level shadows an earlier one, key by key") {
    const DvcProject project("[cache]\n    dir = shared\n    type = copy\n");
    project.write("global/config",
                  "[cache]\n    type = hardlink, copy\n    dir = /elsewhere\n[core]\nremote = x\n"
                  "['remote \"x\"']\nurl = \"~/x\"\n");
    project.write(".dvc/config.local", "[cache]\n    dir = ../mine # here\n");
    auto env = DvcSession::settings();
    env.variable = [&](std::string_view name) -> std::optional<std::string> {
        if (name == "DVC_GLOBAL_CONFIG_DIR") return (project.root / "global").string();
        return name == "HOME" ? std::optional<std::string>("/home/me") : std::nullopt;
    };
    const auto config = data::dvc::read_config(project.root, env);
    CHECK(config.cache_folder() == fs::canonical(project.root) / "mine");
    CHECK(config.link_types() == std::vector{LinkType::copy});
    CHECK(config.find("core", "remote")->place.file == (project.root / "global/config").string());
    CHECK(config.remote("x")->at("url").text == "/home/me/x");
}

TEST_CASE("no files are the defaults") {
    const DvcProject project;
    fs::remove_all(project.root / ".dvc");
    const auto config = data::dvc::read_config(project.root, DvcSession::settings());
    CHECK(config.link_types() == std::vector{LinkType::reflink, LinkType::copy});
    CHECK(config.remotes().empty());
}

TEST_CASE("what DVC refuses is refused at its line") {
    struct Row {
        const char* text;
        int line;
        const char* word;
    };
    const Row rows[] = {
        {"[core]\nremotee = x\n", 2, "'remote'"},
        {"[cores]\n", 1, "[cores]"},
        {"[core]\nautostage = yes\n", 2, "true or false"},
        {"[core]\nchecksum_jobs = 0\n", 2, "1 or more"},
        {"\n[cache]\ntype = reflink, hardlnk\n", 3, "copy"},
        {"[cache]\nshared = all\n", 2, "group"},
        {"[parsing]\nbool = no\n", 2, "store_true"},
        {"['remote \"a\"']\nprofile = x\n", 2, "url"},
        {"['remote \"a\"']\nurl = x\nprofil = x\n", 3, "profile"},
        {"x = 1\n", 1, "outside"},
        {"[core]\nnonsense\n", 2, "nonsense"},
        {"[core\n", 1, "no end"},
        {"[core]\n[core]\n", 2, "twice"},
        {"[core]\nremote = a\nremote = b\n", 3, "twice"},
        {"[core]\nremote = 'a\n", 2, "quote"},
        {"[core]\nremote = 'a' b\n", 2, "follows"},
        {"[core]\nremote = '''a\nb\n", 2, "triple"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const DvcProject project(row.text);
        try {
            data::dvc::read_config(project.root, DvcSession::settings());
            FAIL("expected an error");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::invalid);
            const std::string place =
                (fs::canonical(project.root) / ".dvc/config").string() + ":" + std::to_string(row.line);
            CHECK(error.place() == place);
            CHECK((error.message() + error.hint_text()).find(row.word) != std::string::npos);
        }
    }
}
