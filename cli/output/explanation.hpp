// What a code of `mlp validate` means, with an example that shows it.
#pragma once

#include <string_view>

#include "cli/output/report.hpp"

namespace mlp::cli {

/// @param code in any case: "mlp012". One that does not exist: Error{usage} with the nearest.
Report explain_code(std::string_view code);

}  // namespace mlp::cli
