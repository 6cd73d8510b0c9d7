// A descriptor that one thread makes readable to wake another that polls.
#pragma once

#include "core/base/io.hpp"

namespace mlp::pipeline {

class Wakeup {
public:
    Wakeup();
    int fd() const { return read_.get(); }
    void raise() const noexcept;  ///< from any thread
    void clear() const noexcept;

private:
    base::Fd read_;
    base::Fd write_;
};

}  // namespace mlp::pipeline
