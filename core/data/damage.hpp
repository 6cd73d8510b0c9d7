// What becomes of a stored object that does not hold what its name says.
#pragma once

#include <filesystem>
#include <string>

namespace mlp::data {

/// The way out for one that was left where it is.
inline constexpr const char* damaged_hint = "`mlp data verify` puts damaged objects aside; then `mlp data pull` brings "
                                            "them again, and `mlp run --force` makes again what a stage made";

/// Moves an object out of the way, to .mlp/damaged below the root, so that a fetch or add can bring it anew: its bytes
/// may be all that is left.
/// @param name that it has there
/// @return its new place
std::filesystem::path put_aside(const std::filesystem::path& root, const std::filesystem::path& object,
                                const std::string& name);

}  // namespace mlp::data
