#include "core/data/folder_memo.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "project.hpp"

using namespace mlp;
using base::Algorithm;
using data::FolderMemo;
using data::Node;
using test::Project;

namespace {

Node folder_of(const Project& project) { return data::walk_folder(project.root, "d"); }

void write_files(const Project& project, int count) {
    for (int number = 0; number < count; ++number) project.write(fmt::format("d/{}/{}", number % 7, number), "x");
}

const data::Content content{.kind = data::ContentKind::tree, .digest = base::sha256("d"), .size = 300, .files = 300};

}  // namespace

TEST_CASE("a folder is known again as long as nothing in it moved") {
    const Project project;
    write_files(project, 300);
    data::FileIndex index(project.root / ".mlp/index.db");
    FolderMemo memo(index);
    CHECK_FALSE(memo.find(folder_of(project), Algorithm::sha256));
    memo.remember(folder_of(project), Algorithm::sha256, content);
    CHECK(memo.find(folder_of(project), Algorithm::sha256) == content);
    CHECK_FALSE(memo.find(folder_of(project), Algorithm::md5));
    index.flush();
    data::FileIndex later(project.root / ".mlp/index.db");
    CHECK(FolderMemo(later).find(folder_of(project), Algorithm::sha256) == content);

    const auto changed = [&] { return !memo.find(folder_of(project), Algorithm::sha256); };
    const auto file = project.root / "d/3/3";
    std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) - std::chrono::hours(1));
    CHECK(changed());
    memo.remember(folder_of(project), Algorithm::sha256, content);
    REQUIRE_FALSE(changed());
    std::filesystem::rename(file, project.root / "d/3/moved");
    CHECK(changed());
    memo.remember(folder_of(project), Algorithm::sha256, content);
    std::filesystem::permissions(project.root / "d/3/moved", std::filesystem::perms::owner_all);
    CHECK(changed());
    memo.remember(folder_of(project), Algorithm::sha256, content);
    std::filesystem::create_directory(project.root / "d/empty");
    CHECK(changed());
}

TEST_CASE("nothing is kept of a small folder") {
    const Project project;
    write_files(project, 20);
    data::FileIndex index(project.root / ".mlp/index.db");
    FolderMemo memo(index);
    memo.remember(folder_of(project), Algorithm::sha256, content);
    CHECK_FALSE(memo.find(folder_of(project), Algorithm::sha256));
}

TEST_CASE("the workspace answers from it what it would answer by reading") {
    const Project project;
    write_files(project, 300);
    std::optional<data::Content> first;
    for (int process = 0; process < 3; ++process) {
        test::Session session(project);
        const auto now = session.workspace.content_of("d");
        REQUIRE(now);
        if (!first) first = now;
        CHECK(now == first);
    }
    project.write("d/3/3", "y");
    test::Session session(project);
    CHECK(session.workspace.content_of("d") != first);
}
