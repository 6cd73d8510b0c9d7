#include "core/pipeline/wakeup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/base/error.hpp"

namespace mlp::pipeline {

Wakeup::Wakeup() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) throw system_error("cannot make", "a pipe", errno);
    read_ = base::Fd(ends[0]);
    write_ = base::Fd(ends[1]);
}

void Wakeup::raise() const noexcept {
    // A full pipe is readable already.
    while (::write(write_.get(), "!", 1) < 0 && errno == EINTR) {
    }
}

void Wakeup::clear() const noexcept {
    std::array<char, 64> bytes{};
    while (::read(read_.get(), bytes.data(), bytes.size()) > 0 || errno == EINTR) {
    }
}

}  // namespace mlp::pipeline
