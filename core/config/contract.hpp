// A data contract (ODCS v3): everything that can be said of it without its data. `mlp test` asks here too before
// core/table makes rules of it, so that neither knows a mistake that the other does not.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/config/document.hpp"
#include "core/config/findings.hpp"

namespace mlp::config {

/// Reads and checks `root / name`, whose name may be any: JSON is YAML too. Nothing when the file does not exist, or
/// when findings say that it could not be read.
std::optional<Document> read_contract(const std::filesystem::path& root, const std::string& name, Findings& findings);

/// Schema, spelling, and what a schema cannot say: options that fit the type, one comparison for each rule, no column
/// twice, bounds in order.
void check_contract(const Document& document, Findings& findings);

}  // namespace mlp::config
