#include "core/template/create.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/template/own.hpp"
#include "core/template/placement.hpp"

namespace mlp::tmpl {

namespace {

namespace fs = std::filesystem;

Template small_template() {
    Template made;
    made.name = "small";
    made.optional = {"README.md"};
    made.files = {{"mlp.yaml.jinja", "project: {{ name }}\n", false},
                  {"README.md", "read\n", false},
                  {"src/run.sh", "#!/bin/sh\n", true}};
    return made;
}

const Values values{{"name", "churn"}};
const CreateOptions without_git{.force = false, .git = false};

class Place {
public:
    fs::path path(std::string_view name) const { return folder_.path() / name; }
    std::string read(std::string_view name) const { return base::read_file(path(name)); }
    std::vector<std::string> all_files() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
            if (!entry.is_directory()) found.push_back(entry.path().lexically_relative(folder_.path()).native());
        }
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    base::TemporaryFolder folder_{fs::temp_directory_path()};
};

Created create_project(const Template& used, const Values& answers, const fs::path& target,
                       const CreateOptions& options) {
    return tmpl::create_project({used.name, render_files(used, answers), used.optional}, target, options);
}

using Files = std::vector<std::string>;

Kind kind_of_failure(const Template& used, const fs::path& target, CreateOptions options = without_git) {
    try {
        create_project(used, values, target, options);
    } catch (const Error& error) {
        return error.kind();
    }
    return Kind::bug;
}

}  // namespace

TEST_CASE("a new folder holds the rendered files, run bits kept") {
    const Place place;
    const auto created = create_project(small_template(), values, place.path("new/deep"), without_git);
    CHECK(created.made == Files{"README.md", "mlp.yaml", "src/run.sh"});
    CHECK(place.all_files() == Files{"new/deep/README.md", "new/deep/mlp.yaml", "new/deep/src/run.sh"});
    CHECK(place.read("new/deep/mlp.yaml") == "project: churn\n");
    CHECK(base::signature_of(place.path("new/deep/src/run.sh"))->is_executable());
    CHECK_FALSE(base::signature_of(place.path("new/deep/README.md"))->is_executable());
    struct stat info {};
    REQUIRE(stat(place.path("new/deep").c_str(), &info) == 0);
    CHECK((info.st_mode & 0055U) == 0055U);
}

TEST_CASE("an empty folder and a link to one are filled") {
    const Place place;
    fs::create_directory(place.path("empty"));
    fs::permissions(place.path("empty"), fs::perms::owner_all);
    const auto before = base::signature_of(place.path("empty"));
    create_project(small_template(), values, place.path("empty/"), without_git);
    CHECK(base::signature_of(place.path("empty"))->inode == before->inode);
    CHECK(base::signature_of(place.path("empty"))->mode == before->mode);
    CHECK(place.read("empty/mlp.yaml") == "project: churn\n");
    fs::create_directory(place.path("real"));
    fs::create_directory_symlink(place.path("real"), place.path("link"));
    create_project(small_template(), values, place.path("link"), without_git);
    CHECK(fs::is_symlink(place.path("link")));
    CHECK(place.read("real/mlp.yaml") == "project: churn\n");
}

TEST_CASE("files that are there stay: optional ones are kept, others are named and nothing is written") {
    const Place place;
    base::create_file(place.path("README.md"), "mine\n");
    base::create_file(place.path("work.py"), "print()\n");
    const auto created = create_project(small_template(), values, place.path("."), without_git);
    CHECK(created.kept == Files{"README.md"});
    CHECK(place.read("README.md") == "mine\n");
    CHECK(place.all_files() == Files{"README.md", "mlp.yaml", "src/run.sh", "work.py"});
    CHECK(kind_of_failure(small_template(), place.path(".")) == Kind::conflict);
}

TEST_CASE("all conflicts are named in one message, also a file where a folder would be") {
    const Place place;
    base::create_file(place.path("src"), "a file\n");
    base::create_file(place.path("mlp.yaml"), "mine\n");
    try {
        create_project(small_template(), values, place.path("."), without_git);
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.message().find("mlp.yaml, src/run.sh") != std::string::npos);
    }
    CHECK(place.all_files() == Files{"mlp.yaml", "src"});
    CHECK(place.read("mlp.yaml") == "mine\n");
}

TEST_CASE("force replaces what is in the way, and nothing else") {
    const Place place;
    base::create_file(place.path("mlp.yaml"), "mine\n");
    base::create_file(place.path("other"), "mine\n");
    const auto created = create_project(small_template(), values, place.path("."), {.force = true, .git = false});
    CHECK(created.replaced == Files{"mlp.yaml"});
    CHECK(place.read("mlp.yaml") == "project: churn\n");
    CHECK(place.all_files() == Files{"README.md", "mlp.yaml", "other", "src/run.sh"});
}

TEST_CASE("a failure half-way takes everything back") {
    const Place place;
    base::create_file(place.path("mlp.yaml"), "mine\n");
    // With force a folder that is a file cannot be made: the second move fails after the first file was placed.
    base::create_file(place.path("src"), "a file\n");
    CHECK(kind_of_failure(small_template(), place.path("."), {.force = true, .git = false}) == Kind::invalid);
    CHECK(place.all_files() == Files{"mlp.yaml", "src"});
    CHECK(place.read("mlp.yaml") == "mine\n");
    CHECK(place.read("src") == "a file\n");
}

TEST_CASE("what a killed run placed is taken back by the next") {
    const Place place;
    base::create_file(place.path("work.py"), "print()\n");
    const auto staging = place.path(".mlp-init-killed");
    base::create_file(staging / "lock", "1\n");
    // It had placed a.txt, which was edited since; b.txt; and set aside the user's c.txt; d.txt was still to come.
    base::create_file(place.path("a.txt"), "edited\n");
    base::create_file(place.path("b.txt"), "b\n");
    base::create_file(staging / "old" / "c.txt", "mine\n");
    base::create_file(staging / "new" / "d.txt", "d\n");
    std::string journal;
    for (const auto* name : {"a", "b", "c", "d"})
        journal += base::sha256(std::string(name) + "\n").to_string() + " " + name + ".txt\n";
    base::create_file(staging / "journal", journal);
    clear_leftovers(place.path("."));
    CHECK(place.all_files() == Files{"a.txt", "c.txt", "work.py"});
    CHECK(place.read("c.txt") == "mine\n");
}

TEST_CASE("a staging folder at work is left alone") {
    const Place place;
    const auto staging = place.path(".mlp-init-busy");
    const auto lock = base::FileLock::try_acquire(staging / "lock");
    REQUIRE(lock);
    clear_leftovers(place.path("."));
    CHECK(fs::exists(staging));
}

TEST_CASE("a folder that another run filled meanwhile is a conflict, and stays as that run left it") {
    const Place place;
    base::create_file(place.path("mine/src/run.sh"), "mine\n");
    base::create_file(place.path("theirs/src/run.sh"), "theirs\n");
    try {
        place_tree(place.path("mine"), place.path("theirs"));
        FAIL("it was placed");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::conflict);
    }
    CHECK(place.read("theirs/src/run.sh") == "theirs\n");
}

TEST_CASE("a template cannot write outside its project") {
    const Place place;
    for (const auto* name : {"../evil", "/etc/evil", "a/../../evil", ".git/hooks/pre-commit", "a\nb", "."}) {
        CAPTURE(name);
        Template hostile = small_template();
        hostile.files.push_back({name, "x", false});
        CHECK(kind_of_failure(hostile, place.path("p")) == Kind::invalid);
        CHECK(place.all_files().empty());
    }
    Template twice = small_template();
    twice.files.push_back({"mlp.yaml", "x", false});
    CHECK(kind_of_failure(twice, place.path("p")) == Kind::invalid);
}

TEST_CASE("the root of the file system is refused") {
    CHECK(kind_of_failure(small_template(), "/") == Kind::usage);
    CHECK(kind_of_failure(small_template(), "/x/../..") == Kind::usage);
}

TEST_CASE("a file in the target's place is a conflict") {
    const Place place;
    base::create_file(place.path("file"), "mine\n");
    CHECK(kind_of_failure(small_template(), place.path("file")) == Kind::conflict);
    CHECK(kind_of_failure(small_template(), place.path("file/below")) == Kind::invalid);
    CHECK(place.read("file") == "mine\n");
}

}  // namespace mlp::tmpl
