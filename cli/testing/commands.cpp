// The commands group: the project's declared test commands, one after the other, each in the project's root.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>

#include "cli/invocation.hpp"
#include "cli/python.hpp"
#include "cli/testing/suite.hpp"
#include "core/base/interrupt.hpp"
#include "core/base/process.hpp"
#include "core/base/text.hpp"
#include "core/config/project.hpp"

namespace mlp::cli {

namespace {

using Clock = std::chrono::steady_clock;

/// What a command printed; of very long output the end, where failures stand.
class Tail {
public:
    void add(std::string_view bytes) {
        text_ += bytes;
        if (text_.size() > 2 * limit) {
            text_.erase(0, text_.size() - limit);
            cut_ = true;
        }
    }
    std::string text() const { return (cut_ ? "… (earlier output cut)\n" : "") + text_; }

private:
    static constexpr std::size_t limit = 256 << 10;
    std::string text_;
    bool cut_ = false;
};

/// Reads what is there now. False at the end of the output.
bool read_some(int fd, Tail& tail) {
    std::array<char, 1 << 14> block{};
    while (true) {
        const auto got = ::read(fd, block.data(), block.size());
        if (got > 0) {
            tail.add(std::string_view(block.data(), static_cast<std::size_t>(got)));
            continue;
        }
        return got < 0 && (errno == EAGAIN || errno == EINTR);
    }
}

struct Outcome {
    base::ProcessEnd end;
    std::string output;
    bool timed_out = false;
};

Outcome run_to_end(const base::ProcessSpec& spec, std::optional<std::chrono::milliseconds> timeout,
                   base::InterruptGuard& interrupts) {
    auto process = base::Process::start(spec);
    const auto deadline = timeout ? std::optional(Clock::now() + *timeout) : std::nullopt;
    Outcome outcome;
    Tail tail;
    bool open = true;
    std::optional<base::ProcessEnd> end;
    while (!end) {
        std::array<pollfd, 3> waits{
            {{process.pidfd(), POLLIN, 0}, {interrupts.fd(), POLLIN, 0}, {open ? process.output() : -1, POLLIN, 0}}};
        int wait = -1;
        if (deadline) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*deadline - Clock::now()).count();
            wait = static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
        }
        ::poll(waits.data(), waits.size(), wait);
        if (const auto signal = interrupts.take()) {
            process.signal(*signal);
            throw base::Interrupted{*signal};
        }
        if (open) open = read_some(process.output(), tail);
        if (deadline && Clock::now() >= *deadline && !outcome.timed_out) {
            outcome.timed_out = true;
            process.signal(SIGKILL);
        }
        end = process.poll();
    }
    // Whatever the test left behind in its group would hold the pipe, and the machine.
    process.signal(SIGKILL);
    if (open) read_some(process.output(), tail);
    outcome.end = *end;
    outcome.output = tail.text();
    return outcome;
}

TestCase run_one(Invocation& call, const config::TestCommand& command, base::InterruptGuard& interrupts) {
    TestCase test{.group = "commands", .name = command.name, .file = "mlp.yaml"};
    base::ProcessSpec spec{.argv = {"/bin/sh", "-c", command.command},
                           .working_directory = call.root(),
                           .environment = base::current_environment()};
    if (command.python_lock)
        spec.environment = with_python(call, command.python_lock->path, std::move(spec.environment));
    for (const auto& [name, value] : command.env) spec.environment[name] = value;
    call.detail(fmt::format("test {}: {}", command.name, command.command));
    const auto start = Clock::now();
    const auto outcome = run_to_end(spec, command.timeout, interrupts);
    test.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    test.details = outcome.output;
    if (outcome.timed_out) {
        test.verdict = Verdict::failed;
        test.reason = fmt::format("not done within {}", base::duration_text(*command.timeout));
    } else if (!outcome.end.ok()) {
        test.verdict = Verdict::failed;
        test.reason = fmt::format("`{}` ended with {}", command.command, outcome.end.to_string());
    }
    return test;
}

}  // namespace

void run_test_commands(Invocation& call, const Selection& selection, Cases& cases) {
    const auto& commands = call.project().tests;
    if (std::none_of(commands.begin(), commands.end(),
                     [&](const auto& command) { return selection.wants("commands", command.name); }))
        return;
    base::InterruptGuard interrupts;
    for (const auto& command : commands) {
        if (selection.wants("commands", command.name)) cases.push_back(run_one(call, command, interrupts));
    }
}

}  // namespace mlp::cli
