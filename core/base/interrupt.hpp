// SIGINT and SIGTERM as something to wait for: while a guard lives they arrive on a descriptor instead of ending the process.
#pragma once

#include <optional>

namespace mlp::base {

/// One per process at a time. Blocks SIGINT, SIGTERM and SIGHUP for all threads started later and reads them from a
/// signalfd; children started by Process get the default mask back.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
    int fd() const;              ///< readable when a signal waits (for poll)
    std::optional<int> take();   ///< next signal number, without waiting

private:
    int fd_ = -1;
};

/// Thrown to leave through main() after an interrupt was handled tidily: exit code 128 + signal.
struct Interrupted {
    int signal;
};

}  // namespace mlp::base
