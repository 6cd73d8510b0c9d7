// Bringing a project up to a newer revision of its template: what the old revision made, what the new one makes, and
// the project as it is are merged, file by file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/template/kind.hpp"

namespace mlp::tmpl {

struct FileUpdate {
    enum class What : std::uint8_t {
        added,     ///< new in the template
        changed,   ///< the project had not touched it
        merged,    ///< both changed it, in different places
        conflict,  ///< both changed the same lines: they stand between conflict markers
        removed,   ///< gone from the template
        kept,      ///< what the project has stays, though the template has something else
    };
    What what = What::changed;
    std::string path;
    std::optional<RenderedFile> before;  ///< as the project has it
    std::optional<RenderedFile> after;   ///< nothing: it goes
    std::string note;                    ///< for people; may be empty
    std::string base, theirs;            ///< of a conflict: what the old and the new revision made
};
std::string_view name_of(FileUpdate::What what);

struct UpdateInput {
    std::filesystem::path project;
    std::vector<RenderedFile> old_files;
    std::vector<RenderedFile> new_files;
    std::vector<std::string> left_alone;  ///< paths that stay as they are when they exist
    std::string record;                   ///< the file with the answers: always the new one
};

/// What would change, by path. Nothing is written.
std::vector<FileUpdate> plan_update(const UpdateInput& input);

/// Writes it, and marks files with conflicts as unmerged, as copier does. The project is in git and clean: whatever
/// goes wrong, `git reset --hard` takes it back.
void apply_update(const std::filesystem::path& project, const std::vector<FileUpdate>& updates);

/// The updates as one patch.
std::string patch_of(const std::vector<FileUpdate>& updates);

}  // namespace mlp::tmpl
