// Ignore files in gitignore's syntax: which paths of a project .dvcignore (or .gitignore) leaves out. The rules are
// exactly those of DVC 3 (its patterns become regular expressions that are matched from the start), odd corners
// included.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mlp::base {

/// One line of an ignore file, relative to the folder that paths are given from.
class IgnorePattern {
public:
    /// @param line without the white space around it
    /// @return nothing for a line that matches nothing: empty, a comment, "/", a bracket without its end.
    /// A lone "!", a backslash at the end of a name and a reversed range ("[z-a]"): Error{invalid}, as DVC fails on
    /// them.
    static std::optional<IgnorePattern> parse(std::string_view line);
    /// The same for a line of an ignore file in `folder` ("." is the root): the pattern is relative to the root.
    static std::optional<IgnorePattern> parse_in(std::string_view line, std::string_view folder);
    /// The line that means in a folder's parent what `line` means in the folder; `folder` is the relative way down.
    static std::string below(std::string_view line, std::string_view folder);

    /// Also true for what lies below a match. Names that are not UTF-8 count a character per bad byte.
    bool matches(std::string_view path, bool is_folder) const;
    bool negated() const { return negated_; }            ///< "!…": matching paths are kept after all
    bool folders_only() const { return folders_only_; }  ///< "…/"
    /// "…/*" or "…/**": it names what a folder holds.
    bool about_contents() const { return about_contents_; }

private:
    struct Token;
    struct Match;
    class Compiler;

    std::shared_ptr<const std::vector<Token>> tokens_;
    bool negated_ = false;
    bool folders_only_ = false;
    bool about_contents_ = false;
};

/// Every ignore file of a project, each read when its folder is first asked about. Thread-safe.
class IgnoreFiles {
public:
    struct Options {
        std::string file_name;              ///< ".dvcignore"
        std::vector<std::string> defaults;  ///< patterns before those of any file
        std::string project_mark;           ///< a folder below the root that holds this name is another project
        /// A folder goes when the last pattern about its contents leaves those out, whatever another brings back by
        /// name: so DVC (through dulwich) reads "data/*" with "!data/*.dvc" when it looks for its files.
        bool by_contents = false;
        /// A blank behind a backslash at the end of a line counts, as git has it; DVC strips the lines of its own files.
        bool keeps_escaped_blank = false;
    };
    static Options dvc();  ///< .dvcignore; .git, .hg and .dvc left out; a folder with its own .dvc is another project
    static Options git();  ///< .gitignore

    IgnoreFiles(std::filesystem::path root, Options options);
    ~IgnoreFiles();
    IgnoreFiles(const IgnoreFiles&) = delete;
    IgnoreFiles& operator=(const IgnoreFiles&) = delete;

    /// @param path normal and relative to the root ("." is the root, never ignored)
    /// A file that cannot be read, is not UTF-8 or holds a pattern that parse() refuses: Error{invalid} at "file:line".
    bool is_ignored(const std::string& path, bool is_folder) const;
    /// As is_ignored, but other projects below count as plain folders.
    bool is_ignored_by_pattern(const std::string& path, bool is_folder) const;

private:
    struct Folder;
    const Folder& folder(const std::string& path) const;
    std::unique_ptr<Folder> read_folder(const std::string& path) const;
    bool check(const std::string& path, bool is_folder, bool projects_too) const;
    static bool contents_left_out(const Folder& holder, const std::string& path);

    std::filesystem::path root_;
    Options options_;
    mutable std::mutex mutex_;  // guards the map; a folder in it does not change
    mutable std::unordered_map<std::string, std::unique_ptr<Folder>> folders_;
};

}  // namespace mlp::base
