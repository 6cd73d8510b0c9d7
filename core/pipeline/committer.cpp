#include "core/pipeline/committer.hpp"

#include <chrono>
#include <utility>

namespace mlp::pipeline {

namespace {

/// How long a group stays open after its first result. Nobody waits for it but the line that says "done".
constexpr std::chrono::milliseconds gathering{150};

}  // namespace

Committer::Committer(Contents& contents, Recorder& recorder)
    : contents_(contents), recorder_(recorder), thread_([this] { work(); }) {}

Committer::~Committer() {
    {
        const std::scoped_lock lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

Committer::Batch& Committer::open_batch() {
    if (!open_.shared) {
        open_.batches.insert(open_.batches.begin(), std::make_unique<Batch>(contents_));
        open_.shared = true;
    }
    return *open_.batches.front();
}

void Committer::add(StageResult result, std::unique_ptr<Batch> own) {
    {
        const std::scoped_lock lock(mutex_);
        open_.results.push_back(std::move(result));
        if (own) open_.batches.push_back(std::move(own));
    }
    changed_.notify_all();
}

std::vector<StageResult> Committer::take() {
    wakeup_.clear();
    const std::scoped_lock lock(mutex_);
    if (!done_.empty()) return std::exchange(done_, {});
    if (failure_) std::rethrow_exception(failure_);
    return {};
}

void Committer::drain() {
    std::unique_lock lock(mutex_);
    hurry_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return failure_ || (open_.results.empty() && !busy_); });
    hurry_ = false;
}

void Committer::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return stop_ || !open_.results.empty(); });
        if (stop_) return;
        changed_.wait_for(lock, gathering, [&] { return stop_ || hurry_; });
        if (stop_) return;
        Group group = std::exchange(open_, {});
        busy_ = true;
        lock.unlock();
        std::exception_ptr failure;
        try {
            commit(group);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        busy_ = false;
        failure_ = failure;
        if (!failure) {
            for (StageResult& result : group.results) done_.push_back(std::move(result));
        }
        wakeup_.raise();
        changed_.notify_all();
        if (failure) return;
    }
}

void Committer::commit(Group& group) {
    for (const auto& batch : group.batches) batch->commit();
    recorder_.commit(group.results);
}

}  // namespace mlp::pipeline
