// "Nothing to do" from stat alone: every file that such an answer rested on, with its signature (docs/decisions/0011).
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/io.hpp"
#include "core/config/project.hpp"
#include "core/data/file_index.hpp"
#include "core/pipeline/graph.hpp"

namespace mlp::pipeline {

/// Collects the signatures of paths: taken before the stages are judged and again after, they say that nothing moved
/// meanwhile.
class Signatures {
public:
    explicit Signatures(std::filesystem::path root) : root_(std::move(root)) {}

    /// A file, or a folder with everything in it; links are recorded themselves and as what they lead to, but no folder
    /// behind a link is entered unless it is `path` itself.
    void add(const std::string& path);
    /// A folder without what is in it: shows whether something came or went.
    void add_itself(const std::string& path);
    /// A folder of stored objects and the folders in it, but no object: shows whether one came or went. One outside of
    /// the project, in which others store, too, shows only that it is there.
    void add_store(const std::filesystem::path& folder);
    /// Everything that decides about `selected`: the project's files, the lock, parameters, dependencies and outputs.
    void add_all(const Graph& graph, const std::vector<std::size_t>& selected);

    bool operator==(const Signatures& other) const { return entries_ == other.entries_; }
    /// True when any later change of any of the files must show; waits for that, at most some milliseconds, if
    /// `may_wait`.
    bool settled(bool may_wait) const;

    struct Entry {
        std::string path;
        bool followed = false;  ///< stat instead of lstat
        std::optional<base::Signature> signature;
        bool operator==(const Entry&) const = default;
    };
    const std::vector<Entry>& entries() const { return entries_; }

private:
    void add_members(const std::string& folder);
    void note(const std::string& path, bool followed, std::optional<base::Signature> signature);

    std::filesystem::path root_;
    std::set<std::string> seen_;
    std::vector<Entry> entries_;
};

/// What a snapshot is good for: the binary's version, and which stages were asked for.
std::string snapshot_name(std::string_view binary_version, const std::vector<std::string>& targets, bool single);

void keep_snapshot(data::FileIndex& index, const std::string& name, const Signatures& signatures,
                   const std::vector<std::string>& stages);

/// The stages found up to date back then, if every file is as it was; nothing on any doubt.
std::optional<std::vector<std::string>> unchanged_since(data::FileIndex& index, const std::string& name,
                                                        const std::filesystem::path& root);

}  // namespace mlp::pipeline
