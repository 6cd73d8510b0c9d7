#include "core/base/merge_conflict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "core/base/error.hpp"

namespace mlp::base {

std::optional<std::size_t> conflict_marker(std::string_view text) {
    for (const std::string_view marker : {"<<<<<<< ", ">>>>>>> "}) {
        if (text.starts_with(marker)) return 0;
        const auto found = text.find(fmt::format("\n{}", marker));
        if (found != std::string_view::npos) return found + 1;
    }
    return std::nullopt;
}

void refuse_conflict(std::string_view text, std::string_view file, std::string_view what, std::string_view hint) {
    const auto marker = conflict_marker(text);
    if (!marker) return;
    const auto before = text.substr(0, *marker);
    throw Error(Kind::invalid, fmt::format("{} holds a merge conflict", what))
        .at(fmt::format("{}:{}:1", file, 1 + std::count(before.begin(), before.end(), '\n')))
        .hint(std::string(hint));
}

}  // namespace mlp::base
