#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "cli/output/text.hpp"

namespace mlp::cli {
namespace {

constexpr std::array<const char*, 8> bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

/// Mean of the numbers in [first, last); NaN when there is none. An infinity decides its bucket.
double mean(const std::vector<double>& values, std::size_t first, std::size_t last) {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = first; i < last; ++i) {
        if (std::isnan(values[i])) continue;
        if (std::isinf(values[i])) return values[i];
        sum += values[i];
        ++count;
    }
    return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

std::vector<double> resampled(const std::vector<double>& values, std::size_t width) {
    if (values.size() <= width) return values;
    std::vector<double> result;
    for (std::size_t i = 0; i < width; ++i) {
        result.push_back(mean(values, i * values.size() / width, (i + 1) * values.size() / width));
    }
    return result;
}

}  // namespace

std::string sparkline(const std::vector<double>& values, std::size_t width) {
    const std::vector<double> points = resampled(values, width);
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : points) {
        if (!std::isfinite(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    std::string result;
    for (const double value : points) {
        if (std::isnan(value)) {
            result += ' ';
            continue;
        }
        // A constant series is drawn in the middle. Halves keep the range from overflowing.
        double level = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) * 7 : 3;
        if (std::isinf(value)) level = value > 0 ? 7 : 0;
        result += bars[static_cast<std::size_t>(std::lround(std::clamp(level, 0.0, 7.0)))];
    }
    return result;
}

}  // namespace mlp::cli
