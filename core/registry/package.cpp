#include "core/registry/package.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"
#include "core/registry/manifest.hpp"

namespace mlp::registry {

namespace fs = std::filesystem;

namespace {

std::string part_name(const fs::path& relative) {
    std::string name = relative.generic_string();
    if (base::invalid_utf8(name)) {
        throw Error(Kind::invalid, fmt::format("the file name '{}' is not valid UTF-8", base::printable(name)))
            .hint("rename it: names inside a model version are read on other systems too");
    }
    return name;
}

/// What a path is with links followed; a link that leads nowhere is told as such.
base::Signature look_at(const fs::path& path) {
    if (auto found = base::signature_of(path, true)) return *found;
    if (base::signature_of(path)) {
        throw Error(Kind::invalid,
                    fmt::format("'{}' is a link to something that does not exist", base::printable(path.string())));
    }
    throw Error(Kind::missing, fmt::format("'{}' does not exist", base::printable(path.string())));
}

[[noreturn]] void refuse(const fs::path& path, std::string_view what) {
    throw Error(Kind::invalid,
                fmt::format("'{}' is {}; a model version holds files only", base::printable(path.string()), what));
}

void walk(const fs::path& folder, const std::string& prefix, std::vector<SourceFile>& files) {
    std::error_code problem;
    for (fs::directory_iterator entries(folder, problem), end; !problem && entries != end; entries.increment(problem)) {
        const fs::path path = entries->path();
        // As everywhere in a workspace: what tools keep for themselves is no content.
        if (path.filename() == ".git" || path.filename() == ".mlp") continue;
        const base::Signature found = look_at(path);
        const std::string name = prefix + part_name(path.filename());
        if (found.is_regular()) {
            files.push_back({path, name, found.is_executable()});
        } else if (found.is_folder()) {
            if (base::signature_of(path)->is_link()) refuse(path, "a link to a folder");
            walk(path, name + "/", files);
        } else {
            refuse(path, "a pipe, socket or device");
        }
    }
    if (problem) throw system_error("cannot list", folder.string(), problem.value());
}

void sort_by_part(std::vector<SourceFile>& files) {
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.part < b.part; });
}

/// The files of `path` with part names below its own last name.
std::vector<SourceFile> beside(const fs::path& path) {
    std::vector<SourceFile> files = list_files(path);
    if (look_at(path).is_folder()) {
        const std::string name = part_name(path.lexically_normal().filename());
        for (SourceFile& file : files) file.part = name + "/" + file.part;
    }
    return files;
}

}  // namespace

std::vector<SourceFile> list_files(const fs::path& path) {
    const fs::path given = path.has_filename() ? path : path.parent_path();
    const base::Signature found = look_at(given);
    std::vector<SourceFile> files;
    if (found.is_regular()) {
        files.push_back({given, part_name(given.filename()), found.is_executable()});
    } else if (found.is_folder()) {
        walk(given, "", files);
        if (files.empty())
            throw Error(Kind::invalid, fmt::format("the folder '{}' holds no file", base::printable(given.string())));
    } else {
        refuse(given, "a pipe, socket or device");
    }
    sort_by_part(files);
    return files;
}

std::vector<SourceFile> list_files(const fs::path& root, const config::Model& model) {
    std::vector<SourceFile> files = list_files(root / model.path);
    std::vector<std::string> more = model.files;
    if (!model.card.empty()) more.push_back(model.card);
    for (const std::string& path : more) {
        const auto added = beside(root / path);
        files.insert(files.end(), added.begin(), added.end());
    }
    sort_by_part(files);
    // The same file named twice (a card that lies in the model's folder) is one part.
    files.erase(std::unique(files.begin(), files.end(),
                            [](const auto& a, const auto& b) { return a.part == b.part && a.file == b.file; }),
                files.end());
    for (std::size_t i = 1; i < files.size(); ++i) {
        if (files[i].part != files[i - 1].part) continue;
        throw Error(Kind::invalid, fmt::format("two files of model '{}' would both be '{}': {} and {}", model.name,
                                               files[i].part, files[i - 1].file.lexically_relative(root).string(),
                                               files[i].file.lexically_relative(root).string()))
            .at(model.place.to_string())
            .hint("rename one of them");
    }
    return files;
}

std::vector<Part> store_files(const std::vector<SourceFile>& files, data::ObjectStore::Batch& batch) {
    std::vector<Part> parts;
    for (const SourceFile& file : files) {
        const base::HashedFile stored = batch.put_file(file.file, file.known);
        parts.push_back({file.part, stored.digest.to_string(), stored.size, file.executable});
    }
    check_parts(parts);
    return parts;
}

}  // namespace mlp::registry
