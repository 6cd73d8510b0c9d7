// What could stand at the cursor: the answers behind the shells' Tab key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "core/base/env.hpp"

namespace mlp::cli {

struct Candidate {
    std::string value;        ///< the whole word
    std::string description;  ///< may be empty
};

struct Completions {
    std::vector<Candidate> candidates = {};
    bool files = false;    ///< the shell shall complete file names
    bool folders = false;  ///< the shell shall complete folder names
};

/// @param words  after "mlp", unquoted; the last is the one under the cursor, perhaps empty
/// Reads local state only, changes nothing. What cannot be found out gives no candidates, never an error.
Completions complete(const std::vector<std::string>& words, const base::Env& env);

/// Values of this project or store, by what an argument says of itself. May throw.
std::vector<Candidate> live_values(Live kind, std::string_view word, const base::Env& env);

}  // namespace mlp::cli
