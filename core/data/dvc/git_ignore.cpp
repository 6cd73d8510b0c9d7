#include "core/data/dvc/git_ignore.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "core/base/ascii.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/git/layout.hpp"
#include "core/git/repository.hpp"
#include "core/git/tracked.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

/// What gitignore would read as more than a letter gets a backslash, as does a blank at the end, which it would not see.
std::string escaped(std::string_view entry) {
    std::string result;
    for (const char letter : entry) {
        if (std::string_view("\\[]!*#?").find(letter) != std::string_view::npos) result += '\\';
        result += letter;
    }
    if (result.ends_with(' ')) result.insert(result.size() - 1, 1, '\\');
    return result;
}

std::string entry_of(const fs::path& output) { return escaped("/" + output.filename().string()); }

/// Lines with their ends.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto length = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

}  // namespace

std::string ignore_file_of(const fs::path& output) { return (output.parent_path() / ".gitignore").generic_string(); }

std::vector<std::string> ignore_outputs(const fs::path& root, const std::vector<std::string>& paths) {
    if (paths.empty() || !git::git_folder_of(root, false)) return {};
    std::map<fs::path, std::string> texts;
    std::map<fs::path, std::set<std::string, std::less<>>> known;
    const auto read = [&](const fs::path& file) {
        const auto [text, fresh] = texts.try_emplace(file);
        if (!fresh) return;
        text->second = base::read_file_if_exists(file).value_or("");
        const auto lines = lines_of(text->second);
        // An entry may be taken back below it: then only git's rules tell.
        const bool excepts = std::any_of(lines.begin(), lines.end(), [](auto line) { return line.starts_with('!'); });
        if (excepts) return;
        for (const std::string_view line : lines) known[file].emplace(line);
    };
    std::vector<std::string> unlisted;
    for (const std::string& path : paths) {
        const fs::path file = ignore_file_of(root / path);
        read(file);
        if (!known[file].contains(entry_of(root / path) + "\n")) unlisted.push_back(path);
    }
    const auto added = git::not_ignored(root, unlisted);
    std::set<fs::path> changed;
    for (const std::string& path : added) {
        const fs::path file = ignore_file_of(root / path);
        std::string& text = texts[file];
        if (!text.empty() && text.back() != '\n') text += '\n';
        text += entry_of(root / path) + "\n";
        changed.insert(file);
    }
    for (const fs::path& file : changed) base::replace_file(file, texts[file]);
    return added;
}

bool ignore_output(const fs::path& root, const std::string& path) { return !ignore_outputs(root, {path}).empty(); }

void order_ignored(const fs::path& root, const std::vector<std::string>& paths) {
    std::map<fs::path, std::vector<std::string>> wanted;
    for (const std::string& path : paths) wanted[ignore_file_of(root / path)].push_back(entry_of(root / path) + "\n");
    for (auto& [file, entries] : wanted) {
        const std::string text = base::read_file_if_exists(file).value_or("");
        const auto lines = lines_of(text);
        const std::set<std::string_view> there(lines.begin(), lines.end());
        std::erase_if(entries, [&](const std::string& entry) { return !there.contains(entry); });
        const std::set<std::string_view> moving(entries.begin(), entries.end());
        std::size_t next = 0;
        std::string ordered;
        for (const std::string_view line : lines) {
            const bool ours = next < entries.size() && moving.contains(line);
            ordered += ours ? std::string_view(entries[next++]) : line;
        }
        if (ordered != text) base::replace_file(file, ordered);
    }
}

std::vector<std::string> kept_by_git(const fs::path& root, const std::vector<std::string>& paths) {
    if (!git::git_folder_of(root, false)) return {};
    return git::tracked_among(root, paths);
}

bool git_takes_cache(const fs::path& root, const fs::path& cache) {
    if (!git::git_folder_of(root, false)) return false;
    const auto inside = base::inside(root, root, cache.string());
    if (!inside) return false;
    const std::string entry = entry_of(cache) + "\n";
    const auto text = base::read_file_if_exists(ignore_file_of(cache)).value_or("");
    const auto lines = lines_of(text);
    if (std::find(lines.begin(), lines.end(), entry) != lines.end()) return false;
    return !git::not_ignored(root, {*inside}).empty();
}

void unignore_output(const fs::path& root, const std::string& path) {
    const fs::path output = root / path;
    const fs::path file = ignore_file_of(output);
    const auto text = base::read_file_if_exists(file);
    if (!text) return;
    const std::string entry = "/" + output.filename().string();
    std::string kept;
    for (const std::string_view line : lines_of(*text)) {
        const std::string_view word = base::trimmed(line);
        if (word != entry && word != escaped(entry) && line != escaped(entry) + "\n") kept += line;
    }
    if (kept.empty()) {
        ::unlink(file.c_str());
    } else if (kept != *text) {
        base::replace_file(file, kept);
    }
}

}  // namespace mlp::data::dvc
