// Whether a regular expression can be used by DuckDB, whose expressions are those of RE2, told without DuckDB.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mlp::config {

struct PatternProblem {
    std::string message;  ///< "the '[' is not closed"
    std::string hint;
};

/// The syntax of https://github.com/google/re2/wiki/Syntax in its Perl dialect. Names of Unicode classes (\p{Greek})
/// and the size of nested repetitions are left to the engine.
std::optional<PatternProblem> pattern_problem(std::string_view pattern);

}  // namespace mlp::config
