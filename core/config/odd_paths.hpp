// Paths that are written as a shell or another system would take them, and mean nothing here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mlp::config {

/// What is odd about a path and how it is written instead, "it holds …: …"; nothing for others.
std::optional<std::string> oddness_of_path(std::string_view path);

}  // namespace mlp::config
