// The grammar of a gate, for mlp.yaml and for whoever takes one from a command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/config/project.hpp"

namespace mlp::config {

struct GateFault {
    std::size_t offset;  ///< byte in the text where it stops being a gate
    std::string message;
    std::string hint;
};

/// Reads "STAGE.METRIC OP VALUE" into text, metric, op, champion and value of `gate`; nothing when it is well formed.
std::optional<GateFault> parse_gate(std::string_view text, Gate& gate);

}  // namespace mlp::config
