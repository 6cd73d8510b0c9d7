// Prints what a command gave back, in the form that was asked for. Nothing else in mlp asks "JSON?".
#pragma once

#include <string>

#include "cli/invocation.hpp"
#include "cli/output/report.hpp"

namespace mlp::cli {

/// One compact line; invalid UTF-8 becomes U+FFFD.
std::string json_line(const base::Json& document);

void print(const Report& report, const Invocation& call);

}  // namespace mlp::cli
