// Where a file of a copier template goes: each part of its path is rendered, a part can stand for several, an empty one
// leaves the file out.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ignore.hpp"
#include "core/template/copier/session.hpp"

namespace mlp::tmpl::copier {

/// `_templates_suffix`, or what it is by default.
std::string suffix_of(const Config& config);
/// `_exclude`, or what it is by default, as far as its patterns are not rendered.
std::vector<base::IgnorePattern> plain_excludes(const Config& config);

struct Target {
    std::string path;   ///< relative to the project, as yet unchecked
    jinja::Dict extra;  ///< the names that `yield` gave values
};

class Paths {
public:
    /// @param root the folder that is copied (`_subdirectory`), relative to the template
    Paths(const Session& session, const std::string& root);

    /// @param path relative to the folder that is copied
    std::vector<Target> targets_of(const std::string& path) const;
    /// True for the path of a file that is rendered, not copied.
    bool is_template(std::string_view name) const { return name.ends_with(suffix_); }
    const std::string& answers_file() const { return answers_file_; }
    /// By `_exclude`.
    bool is_excluded(const std::string& target) const { return matches(excluded_, target); }
    /// The same, to be asked later.
    std::function<bool(const std::string&)> exclusion() const {
        return [excluded = excluded_](const std::string& target) { return matches(excluded, target); };
    }
    /// By `_skip_if_exists`.
    bool is_kept(const std::string& target) const { return matches(kept_, target); }

private:
    using Patterns = std::vector<base::IgnorePattern>;

    Patterns patterns(const std::vector<std::string>& texts, const std::string& label) const;
    static bool matches(const Patterns& patterns, const std::string& path);
    void add_targets(std::vector<std::string> left, const std::string& done, const jinja::Dict& extra, bool is_template,
                     std::vector<Target>& targets) const;
    void add_target(const std::string& part, std::vector<std::string> left, const std::string& done,
                    const jinja::Dict& extra, bool is_template, std::vector<Target>& targets) const;

    const Session& session_;
    std::string root_;
    std::string suffix_;
    std::string answers_file_;
    Patterns excluded_;
    Patterns kept_;
};

}  // namespace mlp::tmpl::copier
