// The fix for a word that was meant otherwise.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/config/findings.hpp"
#include "core/config/source.hpp"

namespace mlp::config {

/// Writes `to` over `from`. Nothing when the text has something else there: an anchor, an alias or quotes.
std::optional<Edit> renaming(const Source& source, const Position& place, std::string_view from, std::string to);

}  // namespace mlp::config
