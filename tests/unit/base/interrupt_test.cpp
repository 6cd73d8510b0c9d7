#include "core/base/interrupt.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "core/base/process.hpp"

using namespace mlp::base;

TEST_CASE("signals arrive on the descriptor while the guard lives") {
    InterruptGuard guard;
    CHECK_FALSE(guard.take());
    ::kill(getpid(), SIGINT);
    pollfd watched{guard.fd(), POLLIN, 0};
    CHECK(::poll(&watched, 1, -1) == 1);
    CHECK(guard.take() == SIGINT);
    ::kill(getpid(), SIGTERM);
    ::kill(getpid(), SIGHUP);
    CHECK(guard.take());
    CHECK(guard.take());
    CHECK_FALSE(guard.take());
}

TEST_CASE("children start with an empty signal mask") {
    const InterruptGuard guard;
    const ProcessSpec spec{.argv = {"grep", "SigBlk", "/proc/self/status"},
                           .working_directory = "/",
                           .environment = current_environment()};
    CHECK(run_captured(spec, std::chrono::seconds(60)).output == "SigBlk:\t0000000000000000\n");
}

TEST_CASE("signals that are ignored stay ignored") {
    struct sigaction ignored {};
    ignored.sa_handler = SIG_IGN;
    struct sigaction before {};
    REQUIRE(sigaction(SIGHUP, &ignored, &before) == 0);
    {
        InterruptGuard guard;
        ::kill(getpid(), SIGHUP);
        CHECK_FALSE(guard.take());
    }
    sigaction(SIGHUP, &before, nullptr);
}

TEST_CASE("after the guard signals are what they were") {
    { const InterruptGuard guard; }
    sigset_t blocked;
    REQUIRE(pthread_sigmask(SIG_BLOCK, nullptr, &blocked) == 0);
    CHECK(sigismember(&blocked, SIGINT) == 0);
    CHECK(sigismember(&blocked, SIGTERM) == 0);
}
