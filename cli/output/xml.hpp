// Text inside of XML.
#pragma once

#include <string>
#include <string_view>

namespace mlp::cli {

/// Text for XML 1.0: the five entities, no control characters, nothing that is not UTF-8.
std::string xml_text(std::string_view text);

}  // namespace mlp::cli
