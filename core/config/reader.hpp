// Reads values of mlp.yaml with their types: what is wrong becomes a finding with its place, and reading goes on.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/yaml.hpp"
#include "core/config/dialect.hpp"
#include "core/config/findings.hpp"
#include "core/config/interpolate.hpp"
#include "core/config/source.hpp"

namespace mlp::config {

/// How a list of that one text is written.
std::string as_list(std::string_view text);

/// Whether DVC's YAML takes a word without quotes for a text.
bool is_plain_text(std::string_view text);

/// Cheap to copy: a section makes its own with its name in `owner`.
class Reader {
public:
    /// @param dialect must outlive the reader
    Reader(const Source& source, Findings& findings, Scope scope, const Dialect& dialect)
        : source_(&source), findings_(&findings), scope_(scope), dialect_(&dialect) {}

    /// The same reader speaking of another part: "stage 'train'".
    Reader for_owner(std::string owner) const;
    Reader with(Scope scope, Findings& findings) const;

    const std::string& owner() const { return owner_; }
    const Source& source() const { return *source_; }
    Findings& findings() const { return *findings_; }
    const Scope& scope() const { return scope_; }
    const Dialect& dialect() const { return *dialect_; }
    bool is_dvc() const { return dialect_->is_dvc(); }

    // Each gives nothing after a finding. `key` is the name the message uses. Texts have their ${…} resolved; a value
    // that comes from a ${…} may be any scalar where a text is expected.
    std::optional<std::string> text(const Yaml& node, std::string_view key) const;
    /// As text, but not empty.
    std::optional<std::string> full_text(const Yaml& node, std::string_view key) const;
    /// Numbers and booleans too, as they are written.
    std::optional<std::string> any_scalar(const Yaml& node, std::string_view key) const;
    std::optional<bool> boolean(const Yaml& node, std::string_view key) const;
    std::optional<std::int64_t> integer(const Yaml& node, std::string_view key, std::int64_t minimum,
                                        std::int64_t maximum) const;
    std::optional<double> number(const Yaml& node, std::string_view key, double minimum) const;
    /// @param may_be_none  whether 0 is one
    std::optional<std::chrono::milliseconds> duration(const Yaml& node, std::string_view key,
                                                      bool may_be_none = false) const;
    std::optional<std::uint64_t> size(const Yaml& node, std::string_view key) const;
    /// A text that names something: not empty, and where DVC is strict not a number put in by a ${…} either.
    std::optional<std::string> name_text(const Yaml& node, std::string_view key) const;
    /// A path, normal and relative to the root; `folder` is what it is written relative to. Outside of the project, or
    /// a URL, only in DVC's files: see PathRef.
    std::optional<std::string> path(const Yaml& node, std::string_view key, const std::string& folder = ".") const;
    std::optional<std::string> path_from_text(const std::string& written, const Position& place, std::string_view key,
                                              const std::string& folder) const;
    /// As path(), with its place and with the text that DVC's lock repeats.
    std::optional<PathRef> path_ref(const Yaml& node, std::string_view key, const std::string& folder) const;
    /// The key of an entry as a text with its ${…} resolved, where keys are paths.
    std::optional<std::string> key_text(const Yaml::Entry& entry) const;
    /// A text of a command: a map in it becomes options.
    std::optional<std::string> command_text(const Yaml& node, std::string_view written) const;
    /// Any value, with the texts and keys in it resolved at every depth; a text that is one ${…} gives what it names.
    std::optional<Json> value(const Yaml& node) const;

    /// A text by the rules of the file: DVC's YAML takes more words for numbers and dates.
    bool is_text(const Yaml& node) const;
    bool expect_map(const Yaml& node, std::string_view key, std::string_view hint = {}) const;
    bool expect_list(const Yaml& node, std::string_view key, std::string_view hint = {}) const;
    /// A section that nobody has filled yet: in mlp.yaml its name may stand alone, in DVC's files not.
    bool is_empty_section(const Yaml& node) const { return !is_dvc() && node.is_null(); }
    void wrong_type(const Yaml& node, std::string_view key, std::string_view expected, std::string hint = {}) const;
    void error(std::string_view code, const Position& place, std::string message, std::string hint = {}) const {
        findings_->error(code, place, std::move(message), std::move(hint));
    }

private:
    /// DVC gives a command that is one ${…} the value's own type, and cannot run what is not a text.
    bool is_text_alone(const Yaml& node, std::string_view written) const;
    /// Whether the text has a ${…} to be resolved; .dvc files are taken as they stand.
    bool is_template(std::string_view text) const;
    std::optional<Json> resolved(const Yaml& node, std::string_view text, Insert insert) const;
    std::string subject(std::string_view key) const;

    const Source* source_;
    Findings* findings_;
    Scope scope_;
    const Dialect* dialect_;
    std::string owner_ = "the project";
};

/// One key that a section knows. The table of a section is its reader, so that nothing is known and not read.
template <class Into>
struct Key {
    std::string_view name;
    void (*read)(const Reader&, const Yaml::Entry&, Into&);
    bool required = false;
};

/// Names the keys of one map that its section does not know, with what was meant by each, and those that it lacks,
/// unless one of the unknown keys is that key with a slip of the pen.
/// @param place  of a missing key
void report_keys(const Reader& reader, const Yaml& map, const Position& place,
                 std::span<const Yaml::Entry* const> unknown, std::span<const std::string_view> missing,
                 std::span<const std::string_view> known);

template <class Into>
std::vector<std::string_view> names_of(std::span<const Key<Into>> keys) {
    std::vector<std::string_view> names;
    for (const Key<Into>& key : keys) names.push_back(key.name);
    return names;
}

/// Reads a map key by key. @param place where a missing key is reported
template <class Into>
void read_keys(const Reader& reader, const Yaml& map, const Position& place, std::span<const Key<Into>> keys,
               Into& into) {
    std::vector<const Yaml::Entry*> unknown;
    for (const Yaml::Entry& entry : map.entries()) {
        const auto known = std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.name == entry.key; });
        if (known != keys.end()) {
            known->read(reader, entry, into);
        } else {
            unknown.push_back(&entry);
        }
    }
    std::vector<std::string_view> missing;
    for (const Key<Into>& key : keys) {
        if (key.required && map.find(key.name) == nullptr) missing.push_back(key.name);
    }
    if (!unknown.empty() || !missing.empty()) report_keys(reader, map, place, unknown, missing, names_of(keys));
}

}  // namespace mlp::config
