#include "cli/age.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace mlp::cli {

std::chrono::milliseconds age_of(const std::string& text, std::string_view flag) {
    constexpr int hours_a_day = 24;
    constexpr std::chrono::hours longest{hours_a_day * 100'000};
    const std::string_view number = std::string_view(text).substr(0, text.empty() ? 0 : text.size() - 1);
    const bool days = text.ends_with('d') && !number.empty() &&
                      number.find_first_not_of("0123456789") == std::string_view::npos;
    const auto duration = base::parse_duration(days ? fmt::format("{}h", number) : text);
    if (!duration || *duration > longest) {
        throw Error(Kind::usage, fmt::format("'{}' is no age", base::printable(text)))
            .at(fmt::format("flag {}", flag))
            .hint("write e.g. 30d, 12h or 0s");
    }
    return days ? *duration * hours_a_day : *duration;
}

}  // namespace mlp::cli
