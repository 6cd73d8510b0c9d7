// What `mlp test` gathers: one case for each data rule, project test and gate, with its verdict.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "cli/output/report.hpp"

namespace mlp::cli {

class Invocation;

enum class Verdict { passed, failed, skipped };
std::string_view verdict_name(Verdict verdict);

struct TestCase {
    std::string group;  ///< "data", "commands", "gates"
    std::string name;   ///< "raw: mean_radius minimum", "unit", "churn: evaluate.auc >= 0.8"
    Verdict verdict = Verdict::passed;
    std::string reason = {};   ///< one line; why it failed or was skipped
    std::string details = {};  ///< what a command printed, examples of bad rows
    std::string file = {};     ///< that declares it: a contract, mlp.yaml
    std::chrono::milliseconds duration{0};
};

using Cases = std::vector<TestCase>;

/// Which cases are wanted: a group, and names that a case's name or its part before ':' must equal.
struct Selection {
    std::string group;  ///< empty: all
    std::vector<std::string> names;
    bool wants(std::string_view candidate_group, std::string_view name) const;
};

// One function a group; each appends its cases. Data sets, tests and models of the project that are not selected cost
// nothing.
void check_data(Invocation& call, const Selection& selection, Cases& cases);
void run_test_commands(Invocation& call, const Selection& selection, Cases& cases);
void check_gates(Invocation& call, const Selection& selection, Cases& cases);

/// JUnit XML of all cases: one test suite a group. Characters that XML cannot hold are dropped.
std::string to_junit(const Cases& cases, std::string_view project, const std::string& time);

}  // namespace mlp::cli
