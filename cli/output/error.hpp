// Errors as people and programs read them, on standard error.
#pragma once

#include <string_view>

#include "cli/invocation.hpp"
#include "cli/output/report.hpp"
#include "cli/output/text.hpp"

namespace mlp::cli {

base::Json error_document(const Error& error);
void render(const Error& error, Text& text);

/// Writes the error in the form that was asked for and gives its exit code.
int print_error(const Error& error, const Globals& globals) noexcept;
/// An exception that nobody foresaw: exit code 70.
int print_bug(std::string_view what, const Globals& globals) noexcept;

}  // namespace mlp::cli
