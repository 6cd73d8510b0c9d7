// From files of a workspace to the parts of a version.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/data/object_store.hpp"
#include "core/registry/registry.hpp"

namespace mlp::registry {

/// A file that will be a part.
struct SourceFile {
    std::filesystem::path file;
    std::string part;  ///< path inside the version
    bool executable = false;
    std::optional<base::Digest> known = {};  ///< from the file index: a stored file of this digest is not read again
};

/// A file is one part under its own name; a folder is one part a file, named relative to the folder. Links to files are
/// followed, links to folders, pipes, devices and names that are not UTF-8 are Error{invalid}; an empty folder too.
/// `.git` and `.mlp` are passed over.
/// Absent: Error{missing}. Sorted by part.
std::vector<SourceFile> list_files(const std::filesystem::path& path);

/// All files of a model: its path, and beside it `files` and the card under their own names. Two that would have one
/// name are Error{invalid} that names both.
std::vector<SourceFile> list_files(const std::filesystem::path& root, const config::Model& model);

/// Puts every file into the batch; the parts are durable once the batch is committed.
std::vector<Part> store_files(const std::vector<SourceFile>& files, data::ObjectStore::Batch& batch);

}  // namespace mlp::registry
