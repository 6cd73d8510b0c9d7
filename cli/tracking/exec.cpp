#include "cli/tracking/exec.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "cli/output/stream.hpp"
#include "core/base/error.hpp"
#include "core/base/interrupt.hpp"

namespace mlp::cli {
namespace {

/// One pipe of the program: what it says goes to the user and to the log.
class Tee {
public:
    Tee(int from, bool to_error, const base::Fd& log, const std::filesystem::path& log_name, bool& reader_gone)
        : from_(from), to_error_(to_error), log_(log), log_name_(log_name), reader_gone_(reader_gone) {}

    bool open() const { return from_ >= 0; }
    pollfd watched() const { return {.fd = from_, .events = POLLIN, .revents = 0}; }

    void pass_on() {
        std::array<char, 1 << 16> block{};
        const ssize_t count = ::read(from_, block.data(), block.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
        if (count <= 0) {
            from_ = -1;
            return;
        }
        const std::string_view bytes(block.data(), static_cast<std::size_t>(count));
        base::write_all(log_.get(), bytes, log_name_);
        if (to_error_) return write_error(bytes);
        if (reader_gone_) return;
        try {
            write_output(bytes);
        } catch (const ClosedPipe&) {
            reader_gone_ = true;
        }
    }

private:
    int from_;
    bool to_error_;
    const base::Fd& log_;
    const std::filesystem::path& log_name_;
    bool& reader_gone_;
};

base::ProcessSpec spec_of(const Invocation& call, const ExecAsk& ask) {
    base::ProcessSpec spec{
        .argv = ask.argv,
        .working_directory = call.folder(),
        .environment = base::current_environment(),
        .input = base::ProcessSpec::Input::inherit,
        .output = ask.keep_log ? base::ProcessSpec::Output::pipe : base::ProcessSpec::Output::inherit,
        .separate_error = ask.keep_log};
    spec.environment["MLP_RUN_ID"] = ask.run_id;
    // In a group of its own a program could not read from the terminal; there the terminal's Ctrl-C reaches both
    // anyway.
    spec.new_group = !call.terminal().input;
    return spec;
}

void forward(base::InterruptGuard& interrupts, base::Process& process, bool own_group) {
    while (const auto number = interrupts.take()) {
        if (own_group || *number != SIGINT) process.signal(*number);
    }
}

}  // namespace

ExecEnd execute(Invocation& call, const ExecAsk& ask, const std::function<void(int pid)>& started) {
    base::InterruptGuard interrupts;
    const base::Fd log(ask.keep_log ? ::open(ask.log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1);
    if (ask.keep_log && !log) throw system_error("write", ask.log.string(), errno);
    const base::ProcessSpec spec = spec_of(call, ask);
    base::Process process = base::Process::start(spec);
    started(process.pid());
    ExecEnd result;
    std::array<Tee, 2> tees{Tee(process.output(), ask.output_to_error, log, ask.log, result.reader_gone),
                            Tee(process.error_output(), true, log, ask.log, result.reader_gone)};
    bool ended = false;
    bool told = false;
    while (true) {
        std::array<pollfd, 4> watched{pollfd{.fd = interrupts.fd(), .events = POLLIN, .revents = 0},
                                      pollfd{.fd = ended ? -1 : process.pidfd(), .events = POLLIN, .revents = 0},
                                      tees[0].watched(), tees[1].watched()};
        // After its end only what is in the pipes already is waited for: a grandchild may keep them open for ever.
        const int ready = ::poll(watched.data(), watched.size(), ended ? 0 : -1);
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) throw system_error("wait for", ask.argv[0], errno);
        if (ready == 0) break;
        if (watched[0].revents != 0) forward(interrupts, process, spec.new_group);
        for (std::size_t i = 0; i < tees.size(); ++i) {
            if (watched[i + 2].revents != 0) tees[i].pass_on();
        }
        if (result.reader_gone && !told) {
            // What its own write would have told it in a shell. A program that ignores it goes on, into the log.
            process.signal(SIGPIPE);
            told = true;
        }
        if (watched[1].revents != 0) ended = true;
    }
    result.end = process.wait();
    return result;
}

}  // namespace mlp::cli
