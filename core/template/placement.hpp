// Files put into a folder that has files of its own: all of them or none. What a killed run left is undone by the next.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/io.hpp"
#include "core/template/rendered.hpp"

namespace mlp::tmpl {

/// Temporary folders of this room begin with it.
inline constexpr std::string_view staging_prefix = ".mlp-init";

/// True when something stands at `path` below `folder`, or a file or link stands where one of its folders would be.
bool occupied(const std::filesystem::path& folder, const std::string& path);

/// Removes staging folders of runs that are gone (their lock is free), after taking back what such a run had put in
/// place.
void clear_leftovers(const std::filesystem::path& folder);

/// Writes a file, link or folder that is not there yet below `folder`. The usual modes are cut by the umask, others are
/// the template's wish.
void write_entry(const std::filesystem::path& folder, const RenderedFile& file);

/// Moves everything in `from` into the empty folder `to`.
void place_tree(const std::filesystem::path& from, const std::filesystem::path& to);

class Placement {
public:
    explicit Placement(std::filesystem::path folder);
    ~Placement();  ///< takes back what was put in place, unless committed
    Placement(const Placement&) = delete;
    Placement& operator=(const Placement&) = delete;

    void stage(const RenderedFile& file);
    /// Puts everything staged in place, mlp.yaml last; files that were there move aside until all is done.
    void commit();

private:
    std::filesystem::path folder_;
    base::TemporaryFolder staging_;
    base::FileLock lock_;
    std::string journal_;
    bool committed_ = false;
};

}  // namespace mlp::tmpl
