// Results of runs in a remote: what a colleague or CI made from the same inputs is fetched instead of made again.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "core/data/object_store.hpp"
#include "core/data/remote/remote.hpp"
#include "core/pipeline/recorder.hpp"
#include "core/pipeline/run_cache.hpp"

namespace mlp::pipeline {

/// Thread-safe. Format: docs/formats/remote-results.md.
class RemoteResults {
public:
    /// @param objects    of this project: fetched into, pushed from
    /// @param temporary  a folder for what is on its way; what a killed run left there may be removed before a run
    /// @param push       whether results are also put there
    RemoteResults(data::BlobRemote& remote, data::ObjectStore& objects, std::filesystem::path temporary, bool push);

    bool pushes() const { return push_; }
    std::string address() const { return remote_.address(); }
    bool exists() const { return remote_.exists(); }

    /// What a run with this fingerprint made. A record that cannot be read counts as none; a remote that does not
    /// answer is Error{remote}.
    std::optional<EarlierResult> find(const Digest& fingerprint);
    /// Brings every object of the outputs that is not here into the store, durable when it returns. `stop` is asked
    /// between objects: true is Error{work_failed}.
    void fetch(const Outputs& outputs, const std::function<bool()>& stop);
    /// Content first, then the record that names it. A result with an output that is not stored is left out.
    void push(const StageResult& result, const std::function<bool()>& stop);

private:
    struct Arrival;
    void fetch(const Content& content, Arrival& arrival);
    bool push(const Content& content, const std::function<bool()>& stop);

    data::BlobRemote& remote_;
    data::ObjectStore& objects_;
    std::filesystem::path temporary_;
    bool push_;
};

}  // namespace mlp::pipeline
