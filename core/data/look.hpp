// One look at one name: what stat tells of it.
#pragma once

#include "core/data/walk.hpp"

namespace mlp::data {

/// Fills in what stands at `node.name` in the folder with that descriptor; false when the name is gone again or not to
/// be seen. May be called from several threads when `rules.leave_out` may be.
bool look(int folder, Node& node, const WalkRules& rules);

}  // namespace mlp::data
