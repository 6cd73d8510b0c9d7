// The folder of a template, read without ever leaving it: links are followed only to what lies inside.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::tmpl {

class TemplateFolder {
public:
    struct Entry {
        std::string name;
        bool is_link = false;
        bool is_folder = false;  ///< or a link to one
        unsigned mode = 0644;    ///< permissions of what a link leads to
    };

    /// Absent, or no folder: Error{missing}.
    explicit TemplateFolder(const std::filesystem::path& root);

    const std::filesystem::path& root() const { return root_; }

    /// What a folder holds, by name. A pipe, socket or device in it is Error{invalid}: nothing of it can be copied.
    std::vector<Entry> list(const std::string& folder) const;
    /// A file, or what a link inside of the template leads to. A link that leaves it: Error{invalid}.
    std::string read(const std::string& path) const;
    /// Nothing when there is no such file.
    std::optional<std::string> read_if_exists(const std::string& path) const;
    bool has_file(const std::string& path) const;
    bool has(const std::string& path) const;
    /// Where a link points, as it stands there.
    std::string link_target(const std::string& path) const;
    /// The folder below; outside, or absent: Error{missing}.
    TemplateFolder below(const std::string& path) const;
    /// The same folder or file with all links resolved, relative to the root. Outside: Error{invalid}.
    std::string resolved(const std::string& path) const;

private:
    std::filesystem::path root_;  ///< links resolved
};

}  // namespace mlp::tmpl
