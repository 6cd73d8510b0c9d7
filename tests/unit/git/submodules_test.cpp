#include "core/git/submodules.hpp"

#include <doctest/doctest.h>

using namespace mlp;

TEST_CASE("the urls of a .gitmodules by their paths") {
    const auto urls = git::submodule_urls(
        "[submodule \"a\"]\n\tpath = libs/a\n\turl = https://host/a.git\n\tbranch = main\n# url = no\n"
        "[submodule \"b c\"]\r\n\turl = \"../b c\"\r\n\tPath=b c\r\n[submodule \"d\"]\n\tpath = d\n");
    CHECK(urls == std::map<std::string, std::string>{{"libs/a", "https://host/a.git"}, {"b c", "../b c"}});
    CHECK(git::submodule_urls("").empty());
    CHECK(git::submodule_urls("= = [").empty());
}

TEST_CASE("a relative url is meant from the repository that names it") {
    using git::submodule_address;
    CHECK(submodule_address("https://x/b.git", "https://host/team/a.git") == "https://x/b.git");
    CHECK(submodule_address("../b.git", "https://host/team/a.git") == "https://host/team/b.git");
    CHECK(submodule_address("../../o/b", "https://host/team/a.git/") == "https://host/o/b");
    CHECK(submodule_address("./b", "/srv/a") == "/srv/a/b");
    CHECK(submodule_address("../b.git", "git@host:team/a.git") == "git@host:team/b.git");
    CHECK(submodule_address("../b.git", "git@host:a.git") == "git@host:b.git");
}
