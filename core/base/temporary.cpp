#include "core/base/temporary.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"

namespace mlp::base {

std::filesystem::path system_temporaries() {
    std::error_code problem;
    std::filesystem::path folder = std::filesystem::temp_directory_path(problem);
    if (!problem) return folder;
    throw Error(Kind::invalid, fmt::format("there is no folder for temporary files: {}", problem.message()))
        .at("TMPDIR")
        .hint("set TMPDIR to a folder that can be written to, or unset it");
}

}  // namespace mlp::base
