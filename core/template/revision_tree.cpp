#include "core/template/revision_tree.hpp"

#include <vector>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/template/placement.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

namespace {

/// @param links  are added to: they are made when all files are there, so that nothing is written through one
void write_revision(const git::Revision& revision, const std::string& place, const fs::path& tree,
                    std::vector<RenderedFile>& links) {
    constexpr std::uint64_t largest = 512ULL << 20U;
    for (const auto& file : revision.files()) {
        const std::string name = place.empty() ? file.path : place + "/" + file.path;
        const auto path = base::normal_relative(name);
        const bool safe = path && *path == name && !base::is_within(*path, ".git");
        auto content = safe ? revision.read(file.path, largest) : std::nullopt;
        if (!content) continue;
        using Kind = git::CommittedFile::Kind;
        const auto mode = file.kind == Kind::executable ? 0755U : 0644U;
        if (file.kind == Kind::link) {
            links.push_back({*path, std::move(*content), mode, RenderedFile::Kind::link});
        } else {
            write_entry(tree, {*path, std::move(*content), mode, RenderedFile::Kind::file});
        }
    }
}

}  // namespace

void write_revisions(std::span<const PlacedRevision> revisions, const fs::path& folder) {
    base::make_folders(folder.parent_path());
    const base::TemporaryFolder staging(folder.parent_path(), ".tree");
    const auto tree = staging.path() / "tree";
    base::make_folders(tree);
    std::vector<RenderedFile> links;
    for (const PlacedRevision& one : revisions) write_revision(one.revision, one.path, tree, links);
    for (const RenderedFile& link : links) write_entry(tree, link);
    std::error_code problem;
    fs::rename(tree, folder, problem);
    // Made by somebody else meanwhile: the same commit has the same files.
    if (problem && !base::signature_of(folder)) throw system_error("make", folder.native(), problem.value());
}

}  // namespace mlp::tmpl
