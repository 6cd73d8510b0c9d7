#include "cli/saved.hpp"

#include <poll.h>

#include <array>
#include <cerrno>

#include "core/base/error.hpp"
#include "core/base/interrupt.hpp"

namespace mlp::cli {

void sleep_until_saved(const base::FileWatch& files) {
    constexpr int quiet_ms = 100;
    constexpr int longest_rounds = 20;
    base::InterruptGuard interrupts;
    std::array<pollfd, 2> waits{{{interrupts.fd(), POLLIN, 0}, {files.fd(), POLLIN, 0}}};
    int timeout = -1;
    for (int round = 0; round < longest_rounds; ++round) {
        const int ready = ::poll(waits.data(), waits.size(), timeout);
        if (ready < 0 && errno != EINTR) throw system_error("cannot wait for", "files", errno);
        if (const auto signal = interrupts.take()) throw base::Interrupted{*signal};
        if (ready == 0) return;
        files.drain();
        timeout = quiet_ms;
    }
}

}  // namespace mlp::cli
