#include "core/base/interrupt.hpp"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/error.hpp"

namespace mlp::base {

namespace {

/// A signal that is ignored (nohup, a background job of a script) stays ignored: blocking it would make it arrive.
sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction present {};
        const bool ignored = sigaction(number, nullptr, &present) == 0 && present.sa_handler == SIG_IGN;
        if (!ignored) sigaddset(&set, number);
    }
    return set;
}

}  // namespace

InterruptGuard::InterruptGuard() {
    const auto set = watched_signals();
    // Blocked before the descriptor exists: a signal in between waits instead of ending the process.
    if (const int error = pthread_sigmask(SIG_BLOCK, &set, nullptr)) throw system_error("block", "signals", error);
    fd_ = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (fd_ >= 0) return;
    const int error = errno;
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    throw system_error("watch", "signals", error);
}

InterruptGuard::~InterruptGuard() {
    ::close(fd_);
    const auto set = watched_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

int InterruptGuard::fd() const { return fd_; }

std::optional<int> InterruptGuard::take() {
    signalfd_siginfo info{};
    while (true) {
        const auto got = ::read(fd_, &info, sizeof info);
        if (got == static_cast<ssize_t>(sizeof info)) return static_cast<int>(info.ssi_signo);
        if (got < 0 && errno == EINTR) continue;
        return std::nullopt;
    }
}

}  // namespace mlp::base
