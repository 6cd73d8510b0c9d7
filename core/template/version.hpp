// Versions as Python packages order them (PEP 440): which tag of a template is its latest, which is older.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlp::tmpl {

class Version {
public:
    /// "1.2", "v2.0.0rc1", "1!3.post1.dev2+local"; nothing for what is no version.
    static std::optional<Version> parse(std::string_view text);

    /// As `git describe --tags` names a commit: a tag that is a version, or "TAG-COUNT-gHASH" for one behind it.
    static std::optional<Version> of_commit(std::string_view described);

    /// In its normal form: "1.2rc1.post3.dev0+abc".
    std::string to_string() const;
    bool is_prerelease() const { return pre_.has_value() || dev_.has_value(); }
    std::weak_ordering operator<=>(const Version& other) const;
    bool operator==(const Version& other) const { return (*this <=> other) == std::weak_ordering::equivalent; }

private:
    std::int64_t epoch_ = 0;
    std::vector<std::int64_t> release_;  ///< without zeros at its end
    std::size_t release_parts_ = 0;      ///< with them
    std::optional<std::pair<char, std::int64_t>> pre_;  ///< 'a', 'b' or 'c' (rc), and a number
    std::optional<std::int64_t> post_;
    std::optional<std::int64_t> dev_;
    std::vector<std::string> local_;
};

/// The newest among the tags that are versions, final ones only; nothing when there is none.
std::optional<std::string> latest_tag(const std::vector<std::string>& tags);

}  // namespace mlp::tmpl
