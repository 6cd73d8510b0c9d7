// Running what a template wants to run, which happens only when the user trusts it.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "core/template/kind.hpp"

namespace mlp::tmpl {

/// What a program prints, as it comes.
using HostOutput = std::function<void(std::string_view text)>;

/// Runs a command in the project's folder and waits. One that fails is Error{work_failed} with its exit code.
void run_host_command(const HostCommand& command, const std::filesystem::path& project, const HostOutput& output);

}  // namespace mlp::tmpl
