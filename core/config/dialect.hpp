// mlp.yaml and dvc.yaml share one grammar; this says by whose rules a file is read where they differ.
#pragma once

#include <filesystem>
#include <string>

#include "core/config/project.hpp"

namespace mlp::config {

struct Dialect {
    Origin origin = Origin::mlp;
    std::filesystem::path root = {};  ///< of the project, absolute
    std::string file = "mlp.yaml";    ///< relative to the root
    std::string folder = ".";         ///< the one of `file`: what its paths are relative to

    bool is_dvc() const { return origin != Origin::mlp; }
    /// How the file is spoken of: "mlp.yaml".
    const std::string& name() const { return file; }
};

/// `folder / path`, both relative to the root, as one normal path; a path that climbs out of the root, or an absolute
/// one, becomes absolute, or relative again when it leads back inside. URLs stay as they are.
std::string place_path(const std::filesystem::path& root, const std::string& folder, const std::string& path);

/// How DVC's lock writes a path that stands in the file as `text` and means `path`: unchanged, but what is absolute and
/// inside becomes relative to `folder`. Empty for mlp.yaml, whose lock has normal paths.
std::string written_in_lock(const Dialect& dialect, const std::string& text, const std::string& path,
                            const std::string& folder);

}  // namespace mlp::config
