// Data and results of stages of DVC in its remotes: contents as `dvc push` keeps them, and its run cache.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dvc/remotes.hpp"
#include "core/data/remote/transfer.hpp"
#include "core/pipeline/dvc_contents.hpp"
#include "core/pipeline/recorder.hpp"
#include "core/pipeline/run_cache.hpp"

namespace mlp::pipeline {

/// Thread-safe.
class DvcRemoteResults {
public:
    /// @param usual  the remote of outputs that name none; "": DVC's default one
    /// @param push   whether results are also put there
    /// No such remote: Error{invalid}.
    DvcRemoteResults(const config::Project& project, DvcContents& dvc, const base::Env& env, std::string usual,
                     bool push);

    bool pushes() const { return push_; }
    // Of the usual remote.
    std::string address();
    bool exists();

    /// Whether the outputs can be fetched, as far as that shows without their listings. Like all that asks the remote:
    /// one that does not answer is Error{remote}.
    bool has(const config::Stage& stage, const Outputs& outputs);
    /// What a run with these inputs made. It then stands in the run cache of this machine, too; its contents are not
    /// fetched yet. An entry that is not about this stage counts as none.
    std::optional<Outputs> find(const config::Stage& stage, const StageInputs& inputs);
    /// Brings what is missing into the cache, durable when it returns. `stop` is asked now and then: true is
    /// Error{work_failed}.
    void fetch(const config::Stage& stage, const Outputs& outputs, const std::function<bool()>& stop);
    /// Contents first, then the entry of the run cache that names them. Outputs with `push: false` stay here.
    void push(const StageResult& result, const std::function<bool()>& stop);

private:
    struct Wanted {
        const config::Output* out;
        Content content;
    };
    std::vector<Wanted> wanted(const config::Stage& stage, const Outputs& outputs);
    data::BlobRemote& remote_of(const config::Output& out);
    void fetch(data::BlobRemote& remote, std::vector<data::BlobName> names, const std::function<bool()>& stop);
    bool push(const config::Output& out, const Content& content);

    DvcContents& dvc_;
    data::dvc::Remotes remotes_;
    std::string usual_;
    bool push_;
    std::mutex mutex_;  // one fetch at a time: stages may want the same contents
};

}  // namespace mlp::pipeline
