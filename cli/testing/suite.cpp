#include "cli/testing/suite.hpp"

#include <algorithm>

namespace mlp::cli {

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            return "passed";
        case Verdict::failed:
            return "failed";
        case Verdict::skipped:
            return "skipped";
    }
    return "";
}

bool Selection::wants(std::string_view candidate_group, std::string_view name) const {
    if (!group.empty() && group != candidate_group) return false;
    if (names.empty()) return true;
    const auto owner = name.substr(0, name.find(':'));
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& wanted) { return wanted == name || wanted == owner; });
}

}  // namespace mlp::cli
