#include "core/template/revision_tree.hpp"

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/template/placement.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

void write_revision(const git::Revision& revision, const fs::path& folder) {
    constexpr std::uint64_t largest = 512ULL << 20U;
    base::make_folders(folder.parent_path());
    const base::TemporaryFolder staging(folder.parent_path(), ".tree");
    const auto tree = staging.path() / "tree";
    base::make_folders(tree);
    for (const auto& file : revision.files()) {
        const auto path = base::normal_relative(file.path);
        const bool safe = path && *path == file.path && !base::is_within(*path, ".git");
        auto content = safe ? revision.read(file.path, largest) : std::nullopt;
        if (!content) continue;
        using Kind = git::CommittedFile::Kind;
        const auto mode = file.kind == Kind::executable ? 0755U : 0644U;
        write_entry(tree, {*path, std::move(*content), mode,
                           file.kind == Kind::link ? RenderedFile::Kind::link : RenderedFile::Kind::file});
    }
    std::error_code problem;
    fs::rename(tree, folder, problem);
    // Made by somebody else meanwhile: the same commit has the same files.
    if (problem && !base::signature_of(folder)) throw system_error("make", folder.native(), problem.value());
}

}  // namespace mlp::tmpl
