// How much of the working tree must be read to know what it holds.
#pragma once

#include <cstdint>
#include <string>

#include "cli/data/site.hpp"

namespace mlp::cli {

/// Bytes of the files at or below a path whose digest the index does not know. A look at each file, nothing is read.
std::uint64_t unread_bytes(DataSite& site, const std::string& path);

}  // namespace mlp::cli
