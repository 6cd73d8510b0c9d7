#include "core/data/dvc/git_ignore.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "core/base/ascii.hpp"
#include "core/base/io.hpp"
#include "core/git/layout.hpp"
#include "core/git/repository.hpp"

namespace mlp::data::dvc {

namespace fs = std::filesystem;

namespace {

/// What gitignore would read as more than a letter gets a backslash.
std::string escaped(std::string_view entry) {
    std::string result;
    for (const char letter : entry) {
        if (std::string_view("\\[]!*#?").find(letter) != std::string_view::npos) result += '\\';
        result += letter;
    }
    return result;
}

/// The file that keeps an output out of git.
fs::path ignore_file_of(const fs::path& output) { return output.parent_path() / ".gitignore"; }

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

bool ignore_output(const fs::path& root, const std::string& path) {
    if (!git::git_folder_of(root, false)) return false;
    const fs::path output = root / path;
    const fs::path file = ignore_file_of(output);
    const std::string entry = entry_of(output);
    std::string text = base::read_file_if_exists(file).value_or("");
    for (const std::string_view line : lines_of(text)) {
        if (line == entry + "\n") return false;
    }
    if (git::is_ignored(root, path) != false) return false;
    if (!text.empty() && text.back() != '\n') text += '\n';
    base::replace_file(file, text + entry + "\n");
    return true;
}

void order_ignored(const fs::path& root, const std::vector<std::string>& paths) {
    std::map<fs::path, std::vector<std::string>> wanted;
    for (const std::string& path : paths) wanted[ignore_file_of(root / path)].push_back(entry_of(root / path) + "\n");
    for (auto& [file, entries] : wanted) {
        const std::string text = base::read_file_if_exists(file).value_or("");
        auto lines = lines_of(text);
        const auto is_missing = [&](const auto& entry) { return std::ranges::find(lines, entry) == lines.end(); };
        std::erase_if(entries, is_missing);
        std::size_t next = 0;
        std::string ordered;
        for (const std::string_view line : lines) {
            const bool ours = next < entries.size() && std::ranges::find(entries, line) != entries.end();
            ordered += ours ? std::string_view(entries[next++]) : line;
        }
        if (ordered != text) base::replace_file(file, ordered);
    }
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
        if (word != entry && word != escaped(entry)) kept += line;
    }
    if (kept.empty()) {
        ::unlink(file.c_str());
    } else if (kept != *text) {
        base::replace_file(file, kept);
    }
}

}  // namespace mlp::data::dvc
