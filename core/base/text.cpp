#include "core/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/ascii.hpp"
#include "core/base/json.hpp"

namespace mlp::base {

namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;  ///< 0: invalid
};

/// Decodes the sequence at the start of `text` by the table of the Unicode standard (3-7: well-formed byte sequences).
CodePoint decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
    char32_t value = first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80U) return {};
        value = (value << 6U) | (byte(i) & 0x3fU);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (overlong || surrogate || value > 0x10ffff) return {};
    return {value, length};
}

bool is_wide(char32_t c) {
    // East Asian Wide and emoji blocks: enough to align tables without depending on the C locale.
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
           (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1f64f) || (c >= 0x1f900 && c <= 0x1f9ff) ||
           (c >= 0x20000 && c <= 0x3fffd);
}

bool is_combining(char32_t c) {
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x20d0 && c <= 0x20ff) ||
           (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xfe20 && c <= 0xfe2f) || c == 0xfeff;
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e);
}

}  // namespace

std::optional<std::size_t> invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto next = decode(text.substr(at));
        if (next.length == 0) return at;
        at += next.length;
    }
    return std::nullopt;
}

std::size_t character_count(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        text.remove_prefix(std::max<std::size_t>(1, decode(text).length));
        ++count;
    }
    return count;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto next = decode(text);
        if (!is_combining(next.value)) width += is_wide(next.value) ? 2U : 1U;
        text.remove_prefix(std::max<std::size_t>(1, next.length));
    }
    return width;
}

std::string printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto next = decode(text);
        const auto length = std::max<std::size_t>(1, next.length);
        if (text.front() == '\n') {
            out += "\\n";
        } else if (next.length == 0 || is_control(next.value)) {
            for (const char byte : text.substr(0, length))
                out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return out;
}

std::string replaced(std::string_view text, char what, std::string_view with) {
    std::string out;
    out.reserve(text.size());
    while (true) {
        const auto end = text.find(what);
        out += text.substr(0, end);
        if (end == std::string_view::npos) return out;
        out += with;
        text.remove_prefix(end + 1);
    }
}

std::string size_text(std::uint64_t bytes) {
    static constexpr std::array<std::string_view, 6> units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes < 1024) return fmt::format("{} B", bytes);
    auto value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (value >= 1023.95 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    return fmt::format("{:.1f} {}", value, units.at(unit));
}

std::string duration_text(std::chrono::milliseconds duration) {
    const auto ms = duration.count();
    if (ms < 1000) return fmt::format("{} ms", ms);
    if (ms < 59'950) return fmt::format("{:.1f} s", static_cast<double>(ms) / 1000);
    const auto seconds = (ms + 500) / 1000;
    if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
    return fmt::format("{} h {:02} min", seconds / 3600, seconds % 3600 / 60);
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    struct Unit {
        std::string_view name;
        double factor;
    };
    // Longest first, so that "ms" is not read as minutes.
    static constexpr std::array<Unit, 5> units{
        {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    constexpr double longest = 1e15;
    if (text.empty()) return std::nullopt;
    double total = 0;
    while (!text.empty()) {
        const auto length = std::min(text.find_first_not_of("0123456789."), text.size());
        const auto number = parse_number(text.substr(0, length));
        if (length == 0 || !number) return std::nullopt;
        text.remove_prefix(length);
        double factor = 1000;
        if (!text.empty()) {
            const auto unit =
                std::find_if(units.begin(), units.end(), [&](const Unit& u) { return text.starts_with(u.name); });
            if (unit == units.end()) return std::nullopt;
            factor = unit->factor;
            text.remove_prefix(unit->name.size());
        }
        total += *number * factor;
    }
    if (total > longest) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::llround(total)));
}

namespace {

/// Optimal string alignment distance on bytes, ASCII case ignored.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::size_t shared_beginning(std::string_view a, std::string_view b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
    constexpr std::size_t longest = 200;
    if (word.empty() || word.size() > longest) return std::nullopt;
    std::optional<std::string> best;
    std::size_t best_distance = std::numeric_limits<std::size_t>::max();
    for (const auto& candidate : candidates) {
        if (candidate.size() > longest) continue;
        const auto allowed = std::max<std::size_t>(1, std::max(word.size(), candidate.size()) / 3);
        const auto distance = edit_distance(word, candidate);
        // Of two that are equally near, the one that begins alike: a slip is rarely in the first letters.
        const bool nearer =
            distance < best_distance ||
            (distance == best_distance && shared_beginning(word, candidate) > shared_beginning(word, *best));
        if (distance <= allowed && nearer) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
    const auto best = nearest(word, candidates);
    return best ? fmt::format(". Did you mean '{}'?", *best) : std::string();
}

}  // namespace mlp::base
