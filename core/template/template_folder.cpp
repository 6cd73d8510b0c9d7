#include "core/template/template_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"

namespace mlp::tmpl {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t largest_file = 512ULL << 20U;

fs::path canonical_folder(const fs::path& folder) {
    std::error_code error;
    auto root = fs::canonical(folder, error);
    if (error || !fs::is_directory(root, error)) {
        throw Error(Kind::missing, fmt::format("there is no folder '{}'", base::printable(folder.native())))
            .hint("name a bundled template, a folder, an archive or a git URL");
    }
    return root;
}

}  // namespace

TemplateFolder::TemplateFolder(const fs::path& root) : root_(canonical_folder(root)) {}

std::vector<TemplateFolder::Entry> TemplateFolder::list(const std::string& folder) const {
    std::vector<Entry> entries;
    std::error_code error;
    for (const auto& found : fs::directory_iterator(root_ / folder, error)) {
        Entry entry;
        entry.name = found.path().filename().native();
        entry.is_link = found.is_symlink(error);
        struct stat info {};
        if (::stat(found.path().c_str(), &info) == 0) {
            entry.is_folder = S_ISDIR(info.st_mode);
            entry.mode = info.st_mode & 0777U;
            if (!entry.is_folder && !S_ISREG(info.st_mode)) {
                throw Error(Kind::invalid, "neither a file nor a folder: it cannot be part of a template")
                    .at(base::printable((fs::path(folder) / entry.name).lexically_normal().native()));
            }
        }
        entries.push_back(std::move(entry));
    }
    if (error) throw system_error("read folder", (root_ / folder).native(), error.value());
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return entries;
}

std::string TemplateFolder::resolved(const std::string& path) const {
    std::error_code error;
    const auto real = fs::canonical(root_ / path, error);
    if (error) throw system_error("read", (root_ / path).native(), error.value());
    auto relative = base::normal_relative(real.lexically_relative(root_).native());
    if (!relative) {
        throw Error(Kind::invalid, "the link leaves the template: what it points to is not read")
            .at(base::printable(path))
            .hint("a template can use only the files in its own folder");
    }
    return std::move(*relative);
}

std::string TemplateFolder::read(const std::string& path) const {
    return base::read_file(root_ / resolved(path), largest_file);
}

std::optional<std::string> TemplateFolder::read_if_exists(const std::string& path) const {
    if (!has_file(path)) return std::nullopt;
    return read(path);
}

bool TemplateFolder::has_file(const std::string& path) const {
    const auto found = base::signature_of(root_ / path, true);
    return found && found->is_regular();
}

bool TemplateFolder::has(const std::string& path) const { return base::signature_of(root_ / path, true).has_value(); }

std::string TemplateFolder::link_target(const std::string& path) const {
    std::error_code error;
    const auto target = fs::read_symlink(root_ / path, error);
    if (error) throw system_error("read link", (root_ / path).native(), error.value());
    return target.native();
}

TemplateFolder TemplateFolder::below(const std::string& path) const {
    const auto normal = base::normal_relative(path);
    if (!normal) {
        throw Error(Kind::invalid, fmt::format("'{}' lies outside the template", base::printable(path)))
            .hint("name a folder of the template, relative to its top");
    }
    const TemplateFolder folder(root_ / *normal);
    resolved(*normal);
    return folder;
}

}  // namespace mlp::tmpl
