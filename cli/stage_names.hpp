// The names of the stages of a large mlp.yaml without parsing it: parsing 1,000 stages takes longer than Tab may.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::cli {

/// Reads line by line, for files in plain block style. Nothing when there is anything in `stages:` that needs a real
/// look: foreach, matrix, quoted names, flow style, anchors, merge keys, tabs. Never wrong, often silent.
std::optional<std::vector<std::string>> stage_names(std::string_view yaml);

}  // namespace mlp::cli
