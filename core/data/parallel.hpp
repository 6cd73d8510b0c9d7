// The same work on many things with all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace mlp::data {

/// Starts `work` in so many threads, or in fewer where the process may have no more: those there are will do.
template <class Work>
void start_threads(std::vector<std::jthread>& threads, std::size_t count, const Work& work) {
    try {
        for (std::size_t thread = 0; thread < count; ++thread) threads.emplace_back(work);
    } catch (const std::system_error&) {
        return;
    }
}

/// Runs `work(0) … work(count - 1)` in `threads` threads, this one included, or in fewer where the process may have no
/// more. After a failure nothing new is begun, and the first one is thrown when all have stopped.
template <class Work>
void in_parallel(std::size_t count, std::size_t threads, const Work& work) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex mutex;
    const auto loop = [&] {
        try {
            for (std::size_t at = next++; at < count; at = next++) {
                work(at);
            }
        } catch (...) {
            const std::scoped_lock lock(mutex);
            failure = failure ? failure : std::current_exception();
            next = count;
        }
    };
    {
        std::vector<std::jthread> others;
        start_threads(others, threads > 0 ? threads - 1 : 0, loop);
        loop();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

/// The same with neighbours in one thread, where they are many: files of one folder are in each other's way otherwise,
/// and work that is short costs less than sharing it out.
template <class Work>
void in_parallel_runs(std::size_t count, std::size_t threads, const Work& work) {
    constexpr std::size_t runs_each = 16;  // so that no thread waits long for the last
    constexpr std::size_t longest = 128;
    const std::size_t length = std::clamp<std::size_t>(count / (std::max<std::size_t>(threads, 1) * runs_each), 1, longest);
    in_parallel((count + length - 1) / length, threads, [&](std::size_t run) {
        const std::size_t end = std::min((run + 1) * length, count);
        for (std::size_t at = run * length; at < end; ++at) work(at);
    });
}

/// Threads that are worth starting for so many files and bytes: below a millisecond of work, one.
std::size_t threads_for(std::size_t files, std::uint64_t bytes);

}  // namespace mlp::data
