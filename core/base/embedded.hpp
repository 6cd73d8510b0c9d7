// A file that was put into the binary by the build (see cmake/embed.cmake).
#pragma once

#include <string_view>

namespace mlp::base {

struct EmbeddedFile {
    std::string_view name;  ///< relative to the embedded folder, '/' separators
    std::string_view content;
    bool executable;
};

}  // namespace mlp::base
