#include "core/pipeline/background.hpp"

#include <exception>
#include <utility>

namespace mlp::pipeline {

Background::~Background() {
    for (std::thread& thread : threads_) thread.join();
}

void Background::start(std::function<After()> work) {
    ++started_;
    threads_.emplace_back([this, work = std::move(work)] {
        After after;
        try {
            after = work();
        } catch (...) {
            after = [failure = std::current_exception()] { std::rethrow_exception(failure); };
        }
        {
            const std::scoped_lock lock(mutex_);
            ready_.push_back(std::move(after));
        }
        wakeup_.raise();
    });
}

void Background::post(After news) {
    {
        const std::scoped_lock lock(mutex_);
        news_.push_back(std::move(news));
    }
    wakeup_.raise();
}

void Background::deliver() {
    wakeup_.clear();
    std::vector<After> news;
    std::vector<After> ready;
    {
        const std::scoped_lock lock(mutex_);
        news.swap(news_);
        ready.swap(ready_);
    }
    for (const After& piece : news) piece();
    for (const After& after : ready) {
        ++delivered_;
        after();
    }
    if (busy()) return;
    // All have delivered, so none is more than a few instructions from its end.
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

}  // namespace mlp::pipeline
