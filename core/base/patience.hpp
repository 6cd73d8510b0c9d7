// How often and how soon something that failed on the way is tried again.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/http.hpp"

namespace mlp::base {

struct PatienceRules {
    int attempts = 6;
    std::chrono::milliseconds first_pause{200};  ///< doubles each time
    std::chrono::milliseconds longest_pause{10'000};
    std::function<void(std::chrono::milliseconds)> sleep;  ///< the thread's by default
    std::function<double()> chance;                        ///< in [0, 1); random by default
};

/// Thread-safe. After one that never came through, others are tried once only until one does: a server that is down is
/// said to be down once, not after minutes of pauses for each of a thousand blobs.
class Patience {
public:
    explicit Patience(PatienceRules rules = {});

    /// Why an attempt has to be made again.
    struct Setback {
        Error error;                                         ///< what is thrown when it was the last one
        std::optional<std::chrono::milliseconds> wait = {};  ///< as the server asks
        bool progressed = false;                             ///< it brought something: counting begins again
    };
    /// Makes attempts until one gives no setback. An HttpFailure is one, unless it is final. Pauses double, and have
    /// chance in them, so that many clients do not come back at once.
    void through(const std::function<std::optional<Setback>()>& attempt);

private:
    std::chrono::milliseconds pause_after(int attempt, const Setback& setback) const;

    PatienceRules rules_;
    std::atomic<bool> worn_out_ = false;
};

/// Statuses that say "later" (408, 429, 500, 502, 503, 504).
bool is_passing(int status);
/// `Retry-After` in seconds, at most half a minute.
std::optional<std::chrono::milliseconds> asked_wait(const HttpResponse& response);

}  // namespace mlp::base
