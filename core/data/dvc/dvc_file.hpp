// .dvc files: data that is tracked without a stage that makes it (`dvc add`), or imported.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/data/dvc/tracked.hpp"

namespace mlp::data::dvc {

/// One item of `deps` or `outs`; in `rest` stand the options as written (`cache`, `persist`, `remote`, `push`, `desc`,
/// `type`, `labels`, `meta`; of a dependency `repo`, `db` …).
struct FileItem : Tracked {
    Position place;
    bool flag(std::string_view option, bool otherwise) const;  ///< "cache", "persist", "push"
};

struct DvcFile {
    std::string wdir = ".";          ///< as written: relative to the folder of the file
    std::optional<std::string> md5;  ///< of the stage; only imports need one
    std::vector<FileItem> deps;      ///< an import has one
    std::vector<FileItem> outs;
    bool frozen = false;  ///< `frozen`, or `locked` as DVC 1 said
    bool always_changed = false;
    std::string description;
    Json meta;
};

/// Reads one. Keys that DVC does not know, wrong types, a merge conflict: Error{invalid} with place and way out.
DvcFile parse_dvc_file(std::string_view text, std::string_view file);

/// The file as `dvc add` writes it for one path.
std::string new_dvc_file(const Tracked& out);

/// The file as DVC writes it for the first time: an import with its stage's MD5 once it has been fetched.
std::string dvc_file_text(const DvcFile& file);

/// The text made to say what `after` says, as DVC changes a file: what stays keeps its place, comments stay where the
/// file has the shape that DVC gives it.
std::string change_dvc_file(std::string_view text, std::string_view file, const DvcFile& after);

/// The text with the contents of these outs (found by their path, as written) put in, as `dvc add` and `dvc commit`
/// leave it: keys that stay keep their places, new ones come last in their item, comments and everything else stay.
/// A path the file does not have: Error{bug}. Errors as parse_dvc_file.
std::string update_dvc_file(std::string_view text, std::string_view file, const std::vector<Tracked>& outs);

/// MD5 over what an import is made of and made: what DVC keeps under `md5` of the file.
std::string stage_md5(const DvcFile& file);

}  // namespace mlp::data::dvc
