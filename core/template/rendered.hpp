// What a template made, before anything is on disk: files, links and empty folders by path, each of which is safe to
// write below a project.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::tmpl {

struct RenderedFile {
    enum class Kind : std::uint8_t { file, folder, link };
    std::string path;     ///< relative to the project, normal
    std::string content;  ///< of a link: its target
    unsigned mode = 0644;
    Kind kind = Kind::file;

    bool is_executable() const { return (mode & 0111U) != 0; }
};

/// A name that a template gave, made normal; "." for nothing left. Error{invalid} for what leaves the project, is
/// absolute, lies in a .git, or means something else on another system (NUL, a\b).
/// @param source the template's own name for it, for the message; a name that is the same may have a backslash. Empty:
/// no name may
std::string safe_path(std::string_view rendered, std::string_view source);

/// The folder that a normal path lies in; "." at the top.
std::string folder_of(const std::string& path);
/// A name in a folder; "." is the top.
std::string path_in(const std::string& folder, const std::string& name);

/// Everything that a rendering made so far. Folders of files come by themselves.
class RenderedTree {
public:
    /// A later file takes the place of an earlier one. A path below a file or link, a file where a folder is, and a
    /// link that points out of the project: Error{invalid}.
    void add(RenderedFile file);
    void add_folder(const std::string& path) { add({path, {}, 0755, RenderedFile::Kind::folder}); }
    /// With everything below it.
    void remove(const std::string& path);

    const RenderedFile* find(const std::string& path) const;
    bool is_folder(const std::string& path) const;

    /// By path, without the folders that have something in them. Names that differ in case alone: Error{invalid}.
    std::vector<RenderedFile> take() &&;

private:
    void check_bounds(const RenderedFile& file);
    void make_parents(const std::string& path);

    std::map<std::string, RenderedFile> entries_;
    std::uint64_t bytes_ = 0;
};

}  // namespace mlp::tmpl
