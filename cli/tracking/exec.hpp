// Runs a program for `mlp track exec`: its output goes on to the user and into a file, signals reach it, and its end is
// measured.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "core/base/process.hpp"

namespace mlp::cli {

struct ExecAsk {
    std::vector<std::string> argv;
    std::string run_id;            ///< its MLP_RUN_ID
    std::filesystem::path log;     ///< standard output and error, in the order they came
    bool output_to_error = false;  ///< --json keeps standard output for the report
    bool keep_log = true;          ///< without it the program has the streams themselves (a terminal stays one)
};

struct ExecEnd {
    base::ProcessEnd end = {};
    bool reader_gone = false;  ///< nobody read standard output to its end
};

/// The program is not there or cannot be run: Error as of base::Process. `started` is called once it runs.
ExecEnd execute(Invocation& call, const ExecAsk& ask, const std::function<void(int pid)>& started);

}  // namespace mlp::cli
