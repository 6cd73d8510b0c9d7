// What the commands of the pipeline stand on: project, graph, index, workspace, lock and earlier results, opened in one
// way.
#pragma once

#include <memory>
#include <optional>

#include "cli/invocation.hpp"
#include "cli/pipeline/since.hpp"
#include "core/data/file_index.hpp"
#include "core/pipeline/contents.hpp"
#include "core/pipeline/graph.hpp"
#include "core/pipeline/locks.hpp"
#include "core/pipeline/plan.hpp"
#include "core/pipeline/remote_results.hpp"
#include "core/pipeline/snapshot.hpp"
#include "core/store/store.hpp"

namespace mlp::cli {

struct Asked {
    std::vector<std::string> stages;
    std::string folder = ".";  ///< from where they are meant, see in_project()
    bool single = false;  ///< without what they need
    bool with_data = false;  ///< … but with tracked data that they read: it is fetched, not made
    /// Only those that changes since this git revision affect (of the named ones, or of all).
    std::optional<std::string> since = {};
};

/// The folder of the call, relative to the project's root; "." when it lies outside.
std::string in_project(Invocation& call);

/// .mlp/index.db of this project.
std::filesystem::path index_path(Invocation& call);

/// Where objects of a remote arrive; one run at a time.
std::filesystem::path fetched_folder(Invocation& call);

/// What the setting run.remote must say in a copy of the project: a folder is meant from here. A remote of DVC's
/// settings, and an address, mean the same there; nothing where none is set.
std::optional<std::string> remote_from_copies(Invocation& call);

/// Name of the "nothing to do" snapshot for what was asked.
std::string snapshot_of(const Asked& asked);

class Site {
public:
    /// Reads only. Entries that an interrupted run left in the store count as locked.
    Site(Invocation& call, data::FileIndex& index);

    Invocation& call() { return call_; }
    data::FileIndex& index() { return index_; }
    data::ObjectStore& objects() { return objects_; }
    pipeline::Contents& contents() { return contents_; }
    const pipeline::Graph& graph() const { return graph_; }
    pipeline::Locks& locks() { return locks_; }
    /// True when the store held entries that the lock files do not have yet.
    bool has_pending() const { return pending_; }
    /// A connection for looking up earlier results; nullptr when there are none.
    base::Db* cache() { return cache_ && has_results_ ? &cache_->db() : nullptr; }
    /// The store as it is kept open for reading; nullptr: there is none yet.
    store::Store* results() { return cache_ ? &*cache_ : nullptr; }
    /// Opens that connection when the store has been created meanwhile.
    void open_cache();

    /// Results of others, as the setting run.remote says.
    pipeline::ResultsElsewhere elsewhere();
    /// Data and results of DVC's stages come from its remote too. Neither that nor run.remote is set: Error{invalid}.
    void pull();
    /// Told where a remote to fetch from is a folder that is not there; one that ours are put into as well only if
    /// fetching was `wanted` by name.
    void warn_of_absent_remote(bool wanted);
    void leave_remotes_alone();

    std::vector<std::size_t> selected(const Asked& asked);
    /// Found out once.
    const Since& since(const std::string& revision);
    pipeline::Plan plan(const std::vector<std::size_t>& selected, pipeline::DecisionRules rules = {});
    /// Keeps the snapshot if everything that was asked for is up to date and no file moves meanwhile.
    bool keep_if_current(const Asked& asked, bool may_wait);

private:
    struct Remote {
        std::unique_ptr<data::BlobRemote> blobs;
        pipeline::RemoteResults results;
    };
    void open_remotes();
    bool has_stages_of_dvc() const;
    /// Of all that an answer about these stages rests on.
    pipeline::Signatures signatures(const std::vector<std::size_t>& chosen);

    Invocation& call_;
    data::FileIndex& index_;
    pipeline::Graph graph_;
    data::ObjectStore& objects_;
    pipeline::Contents contents_;
    pipeline::Locks locks_;
    std::optional<store::Store> cache_;
    bool has_results_ = false;
    bool pending_ = false;
    std::optional<Since> since_;
    std::optional<Remote> remote_;
    std::optional<pipeline::DvcRemoteResults> dvc_remote_;
};

}  // namespace mlp::cli
