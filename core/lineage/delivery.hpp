// Takes lineage events off the hands of a run: a thread of its own delivers them in order, and what goes wrong there
// never holds the run up.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/lineage/destination.hpp"

namespace mlp::lineage {

class Delivery {
public:
    /// Gives a destination whose pauses between attempts are made by `sleep`, so that they can be cut short.
    using Opener = std::function<std::unique_ptr<Destination>(std::function<void(std::chrono::milliseconds)> sleep)>;

    explicit Delivery(const Opener& open);
    ~Delivery();  ///< what was not delivered yet is dropped
    Delivery(const Delivery&) = delete;
    Delivery& operator=(const Delivery&) = delete;

    /// From any thread; never waits.
    void add(std::string event);

    struct Outcome {
        std::size_t lost = 0;  ///< events that did not arrive
        std::string reason;    ///< of the first of them
    };
    /// Waits until all has been delivered, but begins no attempt after `patience` has passed. Once.
    Outcome finish(std::chrono::milliseconds patience);

private:
    void work();
    void pause(std::chrono::milliseconds length);
    void note_loss(const std::string& reason);

    std::unique_ptr<Destination> destination_;
    std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    std::deque<std::string> events_;
    bool closed_ = false;
    std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::time_point::max();
    Outcome outcome_;
    std::thread thread_;  // last: it uses all above
};

}  // namespace mlp::lineage
