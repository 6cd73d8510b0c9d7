#include "core/lineage/delivery.hpp"

#include <exception>
#include <utility>

#include "core/base/error.hpp"

namespace mlp::lineage {

using std::chrono::steady_clock;

Delivery::Delivery(const Opener& open)
    : destination_(open([this](std::chrono::milliseconds length) { pause(length); })), thread_([this] { work(); }) {}

Delivery::~Delivery() {
    if (thread_.joinable()) finish(std::chrono::milliseconds(0));
}

void Delivery::add(std::string event) {
    {
        const std::scoped_lock lock(mutex_);
        events_.push_back(std::move(event));
    }
    changed_.notify_all();
}

Delivery::Outcome Delivery::finish(std::chrono::milliseconds patience) {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
        end_ = steady_clock::now() + patience;
    }
    changed_.notify_all();
    thread_.join();
    return std::move(outcome_);
}

/// Between two attempts: ends early, by an error, when there is no time for another one.
void Delivery::pause(std::chrono::milliseconds length) {
    const auto until = steady_clock::now() + length;
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, until, [&] { return end_ <= until; });
    if (end_ <= until) throw Error(Kind::remote, "it does not take events in time");
}

void Delivery::note_loss(const std::string& reason) {
    const std::scoped_lock lock(mutex_);
    if (outcome_.lost++ == 0) outcome_.reason = reason;
}

void Delivery::work() {
    while (true) {
        std::string event;
        bool late = false;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return closed_ || !events_.empty(); });
            if (events_.empty()) return;
            event = std::move(events_.front());
            events_.pop_front();
            late = steady_clock::now() >= end_;
        }
        if (late) {
            note_loss("they were not taken in time");
            continue;
        }
        try {
            destination_->send(event);
        } catch (const std::exception& error) {
            note_loss(error.what());
        }
    }
}

}  // namespace mlp::lineage
