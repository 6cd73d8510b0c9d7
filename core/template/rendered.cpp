#include "core/template/rendered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"

namespace mlp::tmpl {

namespace {

constexpr std::size_t most_files = 100'000;
constexpr std::uint64_t most_bytes = 1ULL << 30U;
constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_path = 4000;

/// Names that Windows gives to devices, with any ending.
bool is_device(std::string_view lower_name) {
    const auto stem = lower_name.substr(0, lower_name.find('.'));
    constexpr std::array<std::string_view, 4> plain{"con", "prn", "aux", "nul"};
    if (std::find(plain.begin(), plain.end(), stem) != plain.end()) return true;
    return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '1' && stem[3] <= '9';
}

/// On Windows a backslash separates folders. A file that the template itself has under such a name can stand here.
std::optional<std::string> problem_of_backslash(std::string_view part, bool rendered) {
    if (part.find('\\') == std::string_view::npos) return std::nullopt;
    if (rendered || part.find("..") != std::string_view::npos)
        return "it has a backslash, which separates folders on Windows";
    return std::nullopt;
}

std::optional<std::string> problem_of_part(std::string_view part, bool rendered) {
    const auto name = base::lower(part);
    if (name == ".git" || name == "git~1") return "it lies in a git repository's own folder";
    if (is_device(name)) return fmt::format("'{}' is the name of a device on Windows", part);
    if (auto problem = problem_of_backslash(part, rendered)) return problem;
    if (part.size() > longest_name) return fmt::format("a part of it is longer than {} bytes", longest_name);
    return std::nullopt;
}

std::optional<std::string> problem_of_path(const std::string& path, bool rendered) {
    if (base::invalid_utf8(path)) return "it is not UTF-8";
    if (path.size() > longest_path) return fmt::format("it is longer than {} bytes", longest_path);
    std::string_view rest = path;
    while (!rest.empty()) {
        const auto slash = rest.find('/');
        if (auto problem = problem_of_part(rest.substr(0, slash), rendered)) return problem;
        rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    }
    return std::nullopt;
}

[[noreturn]] void refuse_path(std::string_view source, std::string_view rendered, std::string_view why) {
    const auto shown = base::printable(rendered.substr(0, longest_name));
    throw Error(Kind::invalid, source == rendered || source.empty()
                                   ? fmt::format("'{}' cannot be written: {}", shown, why)
                                   : fmt::format("'{}' becomes '{}', which cannot be written: {}",
                                                 base::printable(source), shown, why))
        .at(base::printable(source));
}

}  // namespace

std::string safe_path(std::string_view rendered, std::string_view source) {
    auto path = base::normal_relative(rendered);
    if (!path) {
        const bool has_control =
            std::any_of(rendered.begin(), rendered.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
        refuse_path(source, rendered, has_control ? "it has a control character" : "it would lie outside the project");
    }
    if (const auto problem = problem_of_path(*path, *path != source)) refuse_path(source, rendered, *problem);
    return std::move(*path);
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash);
}

std::string path_in(const std::string& folder, const std::string& name) {
    return folder == "." ? name : folder + '/' + name;
}

void RenderedTree::check_bounds(const RenderedFile& file) {
    bytes_ += file.content.size();
    if (entries_.size() >= most_files || bytes_ > most_bytes) {
        throw Error(Kind::invalid, fmt::format("the template makes more than {} files or {}", most_files,
                                               base::size_text(most_bytes)));
    }
}

void RenderedTree::make_parents(const std::string& path) {
    for (auto parent = folder_of(path); parent != "."; parent = folder_of(parent)) {
        const auto [place, is_new] =
            entries_.try_emplace(parent, RenderedFile{parent, {}, 0755, RenderedFile::Kind::folder});
        if (is_new) continue;
        if (place->second.kind == RenderedFile::Kind::folder) return;
        const auto* what = place->second.kind == RenderedFile::Kind::link ? "a link" : "a file";
        throw Error(Kind::invalid, fmt::format("the template makes '{}' below '{}', which is {}", path, parent, what));
    }
}

void RenderedTree::add(RenderedFile file) {
    check_bounds(file);
    if (file.kind == RenderedFile::Kind::link) {
        const auto target = file.content.starts_with('/')
                                ? std::nullopt
                                : base::normal_relative(folder_of(file.path) + '/' + file.content);
        if (!target) {
            throw Error(Kind::invalid, fmt::format("the link '{}' points out of the project, to '{}'", file.path,
                                                   base::printable(file.content)));
        }
    }
    make_parents(file.path);
    const auto found = entries_.find(file.path);
    if (found != entries_.end() &&
        (found->second.kind == RenderedFile::Kind::folder) != (file.kind == RenderedFile::Kind::folder))
        throw Error(Kind::invalid, fmt::format("the template makes '{}' as a file and as a folder", file.path));
    auto path = file.path;
    entries_.insert_or_assign(std::move(path), std::move(file));
}

void RenderedTree::remove(const std::string& path) {
    std::erase_if(entries_, [&](const auto& entry) { return base::is_within(entry.first, path); });
}

const RenderedFile* RenderedTree::find(const std::string& path) const {
    const auto found = entries_.find(path);
    return found == entries_.end() ? nullptr : &found->second;
}

bool RenderedTree::is_folder(const std::string& path) const {
    if (path == ".") return true;
    const auto* found = find(path);
    return found != nullptr && found->kind == RenderedFile::Kind::folder;
}

std::vector<RenderedFile> RenderedTree::take() && {
    std::unordered_map<std::string, const std::string*> names;
    for (const auto& [path, file] : entries_) {
        const auto [other, is_new] = names.try_emplace(base::lower(path), &path);
        if (is_new) continue;
        throw Error(Kind::invalid, fmt::format("the template makes '{}' and '{}', which are one file on some systems",
                                               *other->second, path));
    }
    std::vector<RenderedFile> files;
    for (auto at = entries_.begin(); at != entries_.end(); ++at) {
        // "a.b" sorts between "a" and "a/b": whether a folder has something in it is looked up.
        const auto inner = entries_.lower_bound(at->first + '/');
        const bool filled = inner != entries_.end() && base::is_within(inner->first, at->first);
        if (at->second.kind != RenderedFile::Kind::folder || !filled) files.push_back(std::move(at->second));
    }
    return files;
}

}  // namespace mlp::tmpl
