// The shape of a data contract (ODCS v3); what it says about data is checked in core/table.
#pragma once

#include "core/config/document.hpp"
#include "core/config/findings.hpp"

namespace mlp::config {

/// Schema, and what a schema cannot say: one comparison for each rule, no column twice, bounds in order.
void check_contract(const Document& document, Findings& findings);

}  // namespace mlp::config
