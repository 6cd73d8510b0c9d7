// One file from elsewhere, written and checked: a line may make other bytes of those that were sent.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "core/base/digest.hpp"

namespace mlp::data {

/// Writes what `get` hands over to `to`, which must not exist, and begins once more where that is not right. Not
/// synced.
/// @param moved     told of bytes as they arrive; may be empty
/// @param is_right  asked about the whole file, hashed by `algorithm`
/// @return false: it was wrong both times. Then, and after an error, no file is left.
bool arrives(const std::filesystem::path& to, base::Algorithm algorithm,
             const std::function<void(const std::function<void(std::string_view bytes)>& sink)>& get,
             const std::function<void(std::uint64_t bytes)>& moved,
             const std::function<bool(const base::HashedFile&)>& is_right);

}  // namespace mlp::data
