// `mlp guard` as `mlp run` starts it.
#pragma once

#include <string>
#include <vector>

namespace mlp::cli {

/// Of this very binary, also when another was installed over it meanwhile.
inline std::vector<std::string> guard_words() { return {"/proc/self/exe", "guard"}; }

}  // namespace mlp::cli
