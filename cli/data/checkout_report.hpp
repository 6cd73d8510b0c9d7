// What a checkout did, as a document and as text.
#pragma once

#include "cli/data/checkout.hpp"
#include "cli/output/report.hpp"

namespace mlp::cli {

/// @param json  a started document; `added`, `modified`, `deleted`, `unchanged` and `missing` are put in
Report checkout_report(const DataCheckout& done, base::Json json);

}  // namespace mlp::cli
