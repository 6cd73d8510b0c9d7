// Live values for the shells: one row for each kind, each read from local state in milliseconds.
#include <array>
#include <filesystem>

#include "cli/complete.hpp"

namespace mlp::cli {
namespace {}  // namespace

std::vector<Candidate> live_values(Live, std::string_view, const base::Env&) { return {}; }

}  // namespace mlp::cli
