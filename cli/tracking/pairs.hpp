// KEY=VALUE arguments of the `mlp track` commands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/tracking/types.hpp"

namespace mlp::cli {

/// "lr=0.1" → {"lr", "0.1"}; the value may have more '='. No '=': Error{usage} that names the flag, if it is one.
std::vector<tracking::Tag> parse_tags(const std::vector<std::string>& arguments, std::string_view flag = "--tag");
std::vector<tracking::Param> parse_params(const std::vector<std::string>& arguments);
/// "acc=0.91"; nan and inf are numbers. The same step and time for all.
std::vector<tracking::Metric> parse_metrics(const std::vector<std::string>& arguments, std::int64_t step,
                                            base::Millis time);

}  // namespace mlp::cli
