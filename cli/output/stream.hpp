// Bytes to standard output and standard error. A reader that went away is an ordinary end, never a crash or a lost
// error.
#pragma once

#include <string_view>

#include "cli/invocation.hpp"

namespace mlp::cli {

/// Nobody reads standard output any more: the process ends with 141, as one that SIGPIPE killed.
struct ClosedPipe {};

/// All bytes to standard output. ClosedPipe when the reader is gone; Error{work_failed} when it cannot be written (disk
/// full).
void write_output(std::string_view bytes);

/// All bytes to standard error; what cannot be written is lost, since there is nobody left to tell.
void write_error(std::string_view bytes) noexcept;

/// Sees to it that descriptors 0, 1 and 2 exist, so that no file opened later takes their place.
void keep_standard_streams();

/// The surroundings for what needs no folder (help, errors): also when the working directory was removed.
base::Env env_anywhere();

/// What standard input, output and error are; the width from COLUMNS or from the terminal.
Terminal find_terminal(const base::Env& env);

}  // namespace mlp::cli
