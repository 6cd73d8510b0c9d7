// Base64 (RFC 4648), for page tokens, file content in export lines and headers of HTTP.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mlp::base {

enum class Alphabet { standard, url };  ///< standard pads with '='; url has '-' and '_' and no padding

std::string base64(std::string_view bytes, Alphabet alphabet = Alphabet::standard);
/// Exact reverse; nothing when a character, the length or the padding is wrong, or unused bits are set.
std::optional<std::string> from_base64(std::string_view text, Alphabet alphabet = Alphabet::standard);

}  // namespace mlp::base
