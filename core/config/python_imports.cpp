#include "core/config/python_imports.hpp"

#include <algorithm>
#include <set>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/path.hpp"

namespace mlp::config {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_files = 300;
constexpr std::uint64_t largest_script = 1U << 20;
constexpr std::string_view blanks = " \t\r";

/// "a.b as c" is "a.b".
std::string first_word(std::string_view text) {
    text = base::trimmed(text, blanks);
    return std::string(text.substr(0, text.find_first_of(" \t;#")));
}

std::vector<std::string> names_of_list(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        std::string name = first_word(list.substr(0, end));
        std::erase_if(name, [](char c) { return c == '(' || c == ')' || c == '\\'; });
        if (!name.empty()) names.push_back(std::move(name));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return names;
}

/// Lines outside of texts in three quotes, those that go on behind a '(' or '\' joined.
std::vector<std::string> statements_of(std::string_view text) {
    std::vector<std::string> lines;
    std::string_view quote;
    std::string open;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = base::trimmed(text.substr(0, end), blanks);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!quote.empty()) {
            if (line.find(quote) != std::string_view::npos) quote = {};
            continue;
        }
        for (const std::string_view mark : {"\"\"\"", "'''"}) {
            const std::size_t at = line.find(mark);
            if (at != std::string_view::npos && line.find(mark, at + 3) == std::string_view::npos) quote = mark;
        }
        line = base::trimmed(line.substr(0, line.find('#')), blanks);
        if (!open.empty() || line.starts_with("from ") || line.starts_with("import ")) {
            open += (open.empty() ? "" : " ") + std::string(line);
            const bool more = open.ends_with('\\') || (open.find('(') != std::string::npos && !open.ends_with(')'));
            if (more && open.size() < 10'000) continue;
            lines.push_back(std::move(open));
            open.clear();
        }
    }
    return lines;
}

/// "pkg/mod" in `folder` as the file that Python would take; nothing when there is none.
std::vector<std::string> files_of_module(const fs::path& root, const std::string& folder, const std::string& path) {
    std::vector<std::string> files;
    const auto add = [&](const std::string& name) {
        const auto file = base::normal_relative(name);
        const auto signature = file ? base::signature_of(root / *file, true) : std::nullopt;
        if (signature && !signature->is_folder()) files.push_back(*file);
        return signature && !signature->is_folder();
    };
    const std::string full = folder + "/" + path;
    if (!add(full + ".py")) add(full + "/__init__.py");
    return files;
}

class Walk {
public:
    Walk(const fs::path& root, const std::vector<std::string>& search) : root_(root), search_(search) {}

    std::vector<std::string> from(const std::string& script) {
        std::vector<std::string> open{script};
        seen_.insert(script);
        while (!open.empty() && seen_.size() < most_files) {
            const std::string file = std::move(open.back());
            open.pop_back();
            for (std::string& next : imports_of(file, script)) {
                if (!seen_.insert(next).second) continue;
                const auto signature = base::signature_of(root_ / next, true);
                if (signature && signature->size > 0) found_.push_back(next);
                open.push_back(std::move(next));
            }
        }
        return found_;
    }

private:
    std::vector<std::string> imports_of(const std::string& file, const std::string& script) {
        std::vector<std::string> files;
        std::string text;
        try {
            text = base::read_file_if_exists(root_ / file, largest_script).value_or("");
        } catch (const Error&) {
            return files;  // not ours to read
        }
        for (const PythonImport& import : python_imports(text)) resolve(import, file, script, files);
        return files;
    }

    void resolve(const PythonImport& import, const std::string& file, const std::string& script,
                 std::vector<std::string>& files) {
        const std::size_t dots = std::min(import.module.find_first_not_of('.'), import.module.size());
        std::string path = import.module.substr(dots);
        std::replace(path.begin(), path.end(), '.', '/');
        std::vector<std::string> folders{folder_of(script)};
        folders.insert(folders.end(), search_.begin(), search_.end());
        if (dots > 0) {
            folders = {folder_of(file)};
            for (std::size_t i = 1; i < dots; ++i) folders.front() = folder_of(folders.front());
        }
        for (const std::string& folder : folders) {
            const std::size_t before = files.size();
            for (const std::string& name : import.names) take(folder, path.empty() ? name : path + "/" + name, files);
            if (!path.empty()) take(folder, path, files);
            if (files.size() > before) return;
        }
    }

    void take(const std::string& folder, const std::string& path, std::vector<std::string>& files) const {
        for (std::string& file : files_of_module(root_, folder, path)) files.push_back(std::move(file));
    }

    static std::string folder_of(const std::string& path) {
        const std::size_t slash = path.rfind('/');
        return slash == std::string::npos ? "." : path.substr(0, slash);
    }

    const fs::path& root_;
    const std::vector<std::string>& search_;
    std::set<std::string> seen_;
    std::vector<std::string> found_;
};

}  // namespace

std::vector<PythonImport> python_imports(std::string_view text) {
    std::vector<PythonImport> imports;
    for (const std::string& line : statements_of(text)) {
        if (line.starts_with("import ")) {
            for (std::string& name : names_of_list(std::string_view(line).substr(7))) imports.push_back({std::move(name), {}});
            continue;
        }
        const std::size_t word = line.find(" import ");
        if (word == std::string::npos) continue;
        imports.push_back({first_word(std::string_view(line).substr(5, word - 5)),
                           names_of_list(std::string_view(line).substr(word + 8))});
    }
    return imports;
}

std::vector<std::string> imported_files(const fs::path& root, const std::string& script,
                                        const std::vector<std::string>& search) {
    return Walk(root, search).from(script);
}

}  // namespace mlp::config
