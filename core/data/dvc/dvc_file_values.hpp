// What a .dvc file says, as JSON values in the order of DVC's keys.
#pragma once

#include "core/base/json.hpp"
#include "core/data/dvc/dvc_file.hpp"

namespace mlp::data::dvc {

/// Content as a .dvc file shows it; dvc.lock has another order.
Json content_value(const Tracked& out);

/// The whole file.
Json document_of(const DvcFile& file);

}  // namespace mlp::data::dvc
