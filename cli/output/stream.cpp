#include "cli/output/stream.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <ctime>
#include <filesystem>

namespace mlp::cli {
namespace {

/// While it lives, a write to a closed pipe is EPIPE for this thread instead of a signal. The disposition of SIGPIPE is
/// left alone: children would inherit an ignored one, and shell scripts cannot reset it.
class NoPipeSignal {
public:
    NoPipeSignal() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~NoPipeSignal() {
        const timespec at_once{};
        if (sigismember(&before_, SIGPIPE) == 0) {
            while (sigtimedwait(&pipe_, nullptr, &at_once) == SIGPIPE) {
            }
        }
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    NoPipeSignal(const NoPipeSignal&) = delete;
    NoPipeSignal& operator=(const NoPipeSignal&) = delete;

private:
    sigset_t pipe_{};
    sigset_t before_{};
};

/// 0, or the errno of the write that failed.
int write_whole(int fd, std::string_view bytes) noexcept {
    const NoPipeSignal guard;
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN) {
            // Somebody made the shared terminal non-blocking; wait as a blocking write would.
            timespec pause{0, 2'000'000};
            nanosleep(&pause, nullptr);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

std::optional<std::size_t> columns_variable(const base::Env& env) {
    const auto text = env.variable("COLUMNS");
    if (!text) return std::nullopt;
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    const bool usable = error == std::errc() && end == text->data() + text->size() && value > 0 && value <= 10000;
    return usable ? std::optional(value) : std::nullopt;
}

}  // namespace

void write_output(std::string_view bytes) {
    const int error = write_whole(STDOUT_FILENO, bytes);
    if (error == 0) return;
    if (error == EPIPE) throw ClosedPipe{};
    throw Error(Kind::work_failed, std::string("cannot write to standard output: ") + std::strerror(error))
        .hint("the work itself was done; only its report is incomplete");
}

void write_error(std::string_view bytes) noexcept { write_whole(STDERR_FILENO, bytes); }

void keep_standard_streams() {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
        if (::fcntl(fd, F_GETFD) != -1 || errno != EBADF) continue;
        // The wrong way round on purpose: using a stream that the caller closed stays an error (EBADF).
        const int opened = ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        if (opened >= 0 && opened != fd) ::close(opened);
    }
}

base::Env env_anywhere() {
    std::error_code error;
    if (std::filesystem::current_path(error).empty()) std::filesystem::current_path("/", error);
    return base::Env::of_process();
}

Terminal find_terminal(const base::Env& env) {
    Terminal terminal;
    terminal.input = ::isatty(STDIN_FILENO) == 1;
    terminal.output = ::isatty(STDOUT_FILENO) == 1;
    terminal.error = ::isatty(STDERR_FILENO) == 1;
    winsize size{};
    if (const auto columns = columns_variable(env)) {
        terminal.width = *columns;
    } else if (::ioctl(terminal.output ? STDOUT_FILENO : STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        terminal.width = size.ws_col;
    }
    return terminal;
}

}  // namespace mlp::cli
