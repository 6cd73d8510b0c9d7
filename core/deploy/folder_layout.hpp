// The folder target on disk (docs/formats/release.md): names, marker, history entries, the link, and settling what a
// kill left.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/deploy/target.hpp"

namespace mlp::deploy {

namespace fs = std::filesystem;

/// <root>/.mlp-target  <root>/.lock  <root>/current → releases/<id>  <root>/history/000001.json  <root>/releases/<id>/…
class FolderLayout {
public:
    explicit FolderLayout(fs::path root) : root_(std::move(root)) {}

    const fs::path& root() const { return root_; }
    fs::path marker() const { return root_ / ".mlp-target"; }
    fs::path lock() const { return root_ / ".lock"; }
    fs::path link() const { return root_ / "current"; }
    fs::path history() const { return root_ / "history"; }
    fs::path releases() const { return root_ / "releases"; }
    fs::path release(const std::string& id) const { return releases() / id; }
    fs::path entry(std::int64_t number) const;
    fs::path intent(std::int64_t number) const;  ///< an entry whose link may not be swapped yet

    /// Id from the marker; nothing when the folder is absent, empty, or a first deploy was killed before it was marked.
    /// Foreign files: Error{conflict}; a marker of another environment or project: Error{conflict}.
    std::optional<std::string> find_id(const TargetSpec& spec) const;
    void write_marker(const TargetSpec& spec, const base::Env& env) const;

    std::string read_link() const;  ///< release id; empty without a link. Something else at that place: Error{conflict}
    /// Atomic and durable; an empty id removes the link.
    void swap_link(const std::string& id) const;

    /// Entries that took effect, oldest first; an intent counts once its release is served.
    std::vector<Entry> read_history(const std::string& current) const;
    void write_intent(const Entry& entry) const;
    void confirm(std::int64_t number) const;  ///< intent → entry
    void remove_entry(std::int64_t number) const;
    /// After a kill: an intent whose release is served becomes an entry, any other is dropped; half-made releases go.
    void settle() const;
    std::vector<std::string> kept_releases() const;

private:
    fs::path root_;
};

}  // namespace mlp::deploy
