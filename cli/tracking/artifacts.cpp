#include "cli/tracking/artifacts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/tracking/limits.hpp"

namespace mlp::cli {
namespace {

namespace fs = std::filesystem;

struct Found {
    fs::path file;
    std::string path;
};

std::string own_name(const fs::path& file) {
    const fs::path normal = file.lexically_normal();
    return (normal.has_filename() ? normal.filename() : normal.parent_path().filename()).string();
}

/// Everything below a folder, in a fixed order, but for the repository's and the project's own data: a copy of a store
/// that is being written is no artifact. Links to files are followed, links to folders are not: they could go in circles.
void add_folder(const fs::path& folder, const std::string& path, std::vector<Found>& found) {
    std::vector<Found> below;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (const fs::path name = entry->path().filename(); name == ".git" || name == ".mlp") {
            entry.disable_recursion_pending();
            continue;
        }
        std::error_code ignored;
        if (!entry->is_regular_file(ignored)) continue;
        below.push_back({entry->path(), path + "/" + entry->path().lexically_relative(folder).generic_string()});
    }
    if (error) throw system_error("read the folder", folder.string(), error.value());
    std::sort(below.begin(), below.end(), [](const Found& a, const Found& b) { return a.path < b.path; });
    found.insert(found.end(), below.begin(), below.end());
}

std::vector<Found> find(const std::vector<tracking::FileToLog>& files, const fs::path& folder) {
    std::vector<Found> found;
    for (const tracking::FileToLog& wanted : files) {
        const fs::path file = (folder / wanted.file).lexically_normal();
        std::string path = wanted.path.empty() ? own_name(file) : wanted.path;
        if (path.ends_with('/')) path += own_name(file);
        std::error_code ignored;
        if (fs::is_directory(file, ignored)) {
            add_folder(file, path, found);
        } else {
            found.push_back({file, path});
        }
    }
    return found;
}

}  // namespace

tracking::FileToLog parse_artifact(const std::string& argument, const fs::path& folder) {
    std::error_code ignored;
    const auto equals = argument.rfind('=');
    if (equals == std::string::npos || fs::exists(folder / argument, ignored)) return {argument, ""};
    return {argument.substr(0, equals), argument.substr(equals + 1)};
}

std::vector<tracking::Artifact> store_files(data::ObjectStore& objects, const std::vector<tracking::FileToLog>& files,
                                            const fs::path& folder) {
    std::vector<tracking::Artifact> artifacts;
    if (files.empty()) return artifacts;
    const std::vector<Found> found = find(files, folder);
    for (const Found& file : found) tracking::check_artifact_path(file.path);
    data::ObjectStore::Batch batch(objects);
    for (const Found& file : found) {
        const base::HashedFile hashed = batch.put_file(file.file);
        artifacts.push_back({file.path, hashed.size, hashed.digest.to_string()});
    }
    batch.commit();
    return artifacts;
}

}  // namespace mlp::cli
