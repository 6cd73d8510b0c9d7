// The marks that git leaves in a text that it could not merge.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace mlp::base {

/// The offset of the first line that begins or ends a conflict.
std::optional<std::size_t> conflict_marker(std::string_view text);

/// Error{invalid} "<what> holds a merge conflict" at the first mark, where there is one: what happened, instead of what a
/// parser would make of the marks.
void refuse_conflict(std::string_view text, std::string_view file, std::string_view what, std::string_view hint);

}  // namespace mlp::base
