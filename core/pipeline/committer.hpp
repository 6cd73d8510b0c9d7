// Makes results durable in groups, on a thread of its own: stages that end close together share one sync, and none
// waits for it.
#pragma once

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/pipeline/contents.hpp"
#include "core/pipeline/recorder.hpp"
#include "core/pipeline/wakeup.hpp"

namespace mlp::pipeline {

class Committer {
public:
    using Batch = Contents::Batch;

    Committer(Contents& contents, Recorder& recorder);
    ~Committer();  ///< what was not committed yet is dropped
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    /// Calls `work(batch)` with the open group's batch: what it puts is durable before any result added later.
    template <class Work>
    auto with_batch(const Work& work) {
        const std::scoped_lock lock(mutex_);
        return work(open_batch());
    }
    /// Adds a result to the open group; `own` holds its objects when they were put apart.
    void add(StageResult result, std::unique_ptr<Batch> own = nullptr);
    /// Readable when take() has something.
    int fd() const { return wakeup_.fd(); }
    /// Results that are durable now, in order. Rethrows what went wrong with a group; nothing is committed after that.
    std::vector<StageResult> take();
    /// Everything added so far is committed before this returns (or has failed: see take).
    void drain();

private:
    struct Group {
        std::vector<std::unique_ptr<Batch>> batches;  ///< the first is the shared one, when it was asked for
        bool shared = false;
        std::vector<StageResult> results;
    };
    Batch& open_batch();
    void work();
    void commit(Group& group);

    Contents& contents_;
    Recorder& recorder_;
    Wakeup wakeup_;
    std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    Group open_;
    std::vector<StageResult> done_;
    std::exception_ptr failure_;
    bool busy_ = false;
    bool hurry_ = false;
    bool stop_ = false;
    std::thread thread_;  // last: it uses all above
};

}  // namespace mlp::pipeline
