// From the ignore files of a project to a verdict about a path. A folder's patterns are those of its parent and then
// its own, rewritten to be relative to the root; the last that matches decides, and nothing below a left out folder
// comes back.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/ignore.hpp"
#include "core/base/io.hpp"
#include "core/base/text.hpp"

namespace mlp::base {

namespace {

using Patterns = std::vector<IgnorePattern>;

/// What Python's str.strip takes away.
std::string_view strip(std::string_view line) {
    constexpr std::array<std::string_view, 18> wide{"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002",
                                                    "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
                                                    "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f"};
    constexpr std::string_view ideographic = "\u3000";
    constexpr std::string_view narrow = " \t\n\v\f\r\x1c\x1d\x1e\x1f";
    const auto at_front = [&](std::string_view space) { return line.starts_with(space); };
    const auto at_back = [&](std::string_view space) { return line.ends_with(space); };
    const auto length = [&](const auto& is_there) -> std::size_t {
        for (std::size_t at = 0; at < narrow.size(); ++at) {
            if (is_there(narrow.substr(at, 1))) return 1;
        }
        for (const std::string_view space : wide) {
            if (is_there(space)) return space.size();
        }
        return is_there(ideographic) ? ideographic.size() : 0;
    };
    while (const std::size_t count = length(at_front)) line.remove_prefix(count);
    while (const std::size_t count = length(at_back)) line.remove_suffix(count);
    return line;
}

/// Lines as Python's text files give them: "\n", "\r\n" and "\r" end one.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find_first_of("\r\n");
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    return lines;
}

/// The last match decides about each folder on the way down, and then about the path itself.
bool left_out(const Patterns& patterns, std::string_view path, bool is_folder) {
    for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
        const bool last = end == std::string_view::npos;
        const std::string_view part = path.substr(0, end);
        for (auto pattern = patterns.rbegin(); pattern != patterns.rend(); ++pattern) {
            if (!pattern->matches(part, is_folder || !last)) continue;
            if (!pattern->negated()) return true;
            break;
        }
        if (last) return false;
    }
}

std::pair<std::string, std::string> split_path(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::pair{std::string("."), path}
                                      : std::pair{path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

struct IgnoreFiles::Folder {
    std::shared_ptr<const Patterns> patterns;
    bool left_out = false;    // by a pattern, or by a folder above it
    bool in_project = false;  // it is another project, or lies in one
};

IgnoreFiles::Options IgnoreFiles::dvc() { return {".dvcignore", {".hg/", ".git/", ".git", ".dvc/"}, ".dvc", false, false}; }
IgnoreFiles::Options IgnoreFiles::git() { return {".gitignore", {}, {}, true, true}; }

IgnoreFiles::IgnoreFiles(std::filesystem::path root, Options options)
    : root_(std::move(root)), options_(std::move(options)) {}

IgnoreFiles::~IgnoreFiles() = default;

namespace {

/// The patterns of one file after those that hold already.
std::shared_ptr<const Patterns> with_file(const Patterns& before, std::string_view text, const std::string& name,
                                          const std::string& folder, bool keeps_escaped_blank) {
    if (const auto bad = invalid_utf8(text)) {
        throw Error(Kind::invalid, fmt::format("'{}' is not UTF-8 text (byte {})", name, *bad))
            .at(name)
            .hint("save it as UTF-8");
    }
    auto patterns = std::make_shared<Patterns>(before);
    std::size_t number = 0;
    for (const std::string_view raw : lines_of(text)) {
        ++number;
        std::string_view line = strip(raw);
        const auto rest = static_cast<std::size_t>(raw.data() + raw.size() - line.data()) - line.size();
        if (keeps_escaped_blank && line.ends_with('\\') && raw.substr(raw.size() - rest).starts_with(' '))
            line = raw.substr(raw.size() - rest - line.size(), line.size() + 1);
        if (line.starts_with('#')) continue;
        try {
            if (auto pattern = IgnorePattern::parse_in(line, folder)) patterns->push_back(*std::move(pattern));
        } catch (Error& error) {
            throw Error(Kind::invalid, fmt::format("'{}' is no pattern: {}", printable(line), error.message()))
                .at(fmt::format("{}:{}", name, number))
                .hint("the syntax is that of .gitignore; '\\' before a character takes it as it is");
        }
    }
    return patterns;
}

/// A folder of somebody else, or too deep to be named, has no patterns for us, and no project.
bool may_be_read(const std::filesystem::path& folder) {
    return ::access(folder.c_str(), R_OK | X_OK) == 0 || (errno != EACCES && errno != ENAMETOOLONG);
}

}  // namespace

std::unique_ptr<IgnoreFiles::Folder> IgnoreFiles::read_folder(const std::string& path) const {
    auto made = std::make_unique<Folder>();
    if (path == ".") {
        auto patterns = std::make_shared<Patterns>();
        for (const std::string& line : options_.defaults) {
            if (auto pattern = IgnorePattern::parse(line)) patterns->push_back(*std::move(pattern));
        }
        made->patterns = std::move(patterns);
    } else {
        const Folder& parent = folder(split_path(path).first);
        *made = parent;
        if (!may_be_read(root_ / path)) return made;
        made->left_out = parent.left_out || mlp::base::left_out(*parent.patterns, path, true);
        made->in_project = parent.in_project || (!options_.project_mark.empty() &&
                                                 signature_of(root_ / path / options_.project_mark).has_value());
    }
    if (made->left_out) return made;  // nothing in it can matter
    const std::string name = path == "." ? options_.file_name : path + "/" + options_.file_name;
    if (mlp::base::left_out(*made->patterns, name, false)) return made;
    if (const auto text = read_file_if_exists(root_ / name)) {
        made->patterns = with_file(*made->patterns, *text, name, path, options_.keeps_escaped_blank);
        // A pattern of its own such as "**" can leave out the folder that it stands in.
        made->left_out = path != "." && mlp::base::left_out(*made->patterns, path, true);
    }
    return made;
}

const IgnoreFiles::Folder& IgnoreFiles::folder(const std::string& path) const {
    if (const auto known = folders_.find(path); known != folders_.end()) return *known->second;
    auto made = read_folder(path);
    return *folders_.emplace(path, std::move(made)).first->second;
}

bool IgnoreFiles::check(const std::string& path, bool is_folder, bool projects_too) const {
    if (path == ".") return false;
    const auto [parent, name] = split_path(path);
    const Folder* holder = nullptr;
    const Folder* itself = nullptr;
    {
        const std::scoped_lock lock(mutex_);
        holder = &folder(parent);
        if (is_folder && projects_too && !options_.project_mark.empty()) itself = &folder(path);
    }
    if (holder->left_out || (projects_too && holder->in_project) || (itself != nullptr && itself->in_project)) {
        return true;
    }
    // What is asked about now is the last part alone: the parts above were found to be kept.
    for (auto pattern = holder->patterns->rbegin(); pattern != holder->patterns->rend(); ++pattern) {
        if (!pattern->matches(path, is_folder)) continue;
        if (!pattern->negated()) return true;
        break;
    }
    return is_folder && options_.by_contents && contents_left_out(*holder, path);
}

bool IgnoreFiles::contents_left_out(const Folder& holder, const std::string& path) {
    const std::string inside = path + "/x";
    for (auto pattern = holder.patterns->rbegin(); pattern != holder.patterns->rend(); ++pattern) {
        if (pattern->about_contents() && pattern->matches(inside, true)) return !pattern->negated();
    }
    return false;
}

bool IgnoreFiles::is_ignored(const std::string& path, bool is_folder) const {
    return check(path, is_folder, true);
}
bool IgnoreFiles::is_ignored_by_pattern(const std::string& path, bool is_folder) const {
    return check(path, is_folder, false);
}

}  // namespace mlp::base
