// Work that would hold up the loop (large files, environments), on threads; its ends come back to the loop's own
// thread.
#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "core/pipeline/wakeup.hpp"

namespace mlp::pipeline {

class Background {
public:
    /// Runs on the thread that calls deliver().
    using After = std::function<void()>;

    Background() = default;
    ~Background();  ///< waits for all work; what it would have done after is dropped
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    /// What `work` gives back is called by deliver(); what it throws comes out there.
    void start(std::function<After()> work);
    /// From any thread: has `news` called by deliver(), while the work goes on.
    void post(After news);
    int fd() const { return wakeup_.fd(); }
    void deliver();
    bool busy() const { return started_ > delivered_; }

private:
    Wakeup wakeup_;
    std::mutex mutex_;          // guards the two below
    std::vector<After> ready_;  ///< ends of work
    std::vector<After> news_;
    std::list<std::thread> threads_;
    std::size_t started_ = 0;
    std::size_t delivered_ = 0;
};

}  // namespace mlp::pipeline
