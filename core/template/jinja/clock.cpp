#include "core/template/jinja/clock.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>
#include <ctime>
#include <iomanip>
#include <locale>
#include <optional>
#include <sstream>

#include "core/base/json.hpp"
#include "core/template/jinja/operations.hpp"
#include "core/template/jinja/text.hpp"
#include "core/template/jinja/time_zone.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// A zone: the machine's own, one of the database, or a fixed distance from UTC.
struct Zone {
    bool local = false;
    long offset = 0;
    std::optional<TimeZone> named = {};

    long offset_at(std::time_t time) const { return named ? named->at(time).offset : offset; }
    /// Of what clocks show, as if that were UTC.
    long offset_of_shown(std::time_t shown) const { return offset_at(shown - offset_at(shown - offset_at(shown))); }
};

Zone zone_of(std::string_view name) {
    if (name == "local") return {.local = true};
    if (name == "utc" || name == "UTC") return {};
    const bool sign = name.starts_with('+') || name.starts_with('-');
    std::string digits;
    for (const char c : name.substr(sign ? 1 : 0)) {
        if (c != ':') digits += c;
    }
    const bool numeric = digits.find_first_not_of("0123456789") == std::string::npos;
    if (!sign || !numeric || (digits.size() != 2 && digits.size() != 4)) return {.named = TimeZone::named(name)};
    const long minutes = std::stol(digits.substr(0, 2)) * 60 + (digits.size() == 4 ? std::stol(digits.substr(2)) : 0);
    return {.offset = (name.front() == '-' ? -60 : 60) * minutes};
}

std::tm fields(std::time_t time, const Zone& zone) {
    std::tm result{};
    const long offset = zone.local ? 0 : zone.offset_at(time);
    const std::time_t shifted = time + offset;
    (zone.local ? localtime_r(&time, &result) : gmtime_r(&shifted, &result));
    if (!zone.local) result.tm_gmtoff = offset;
    return result;
}

int days_in_month(int year, int month) {
    static constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days.at(static_cast<std::size_t>(month)) + (month == 1 && leap ? 1 : 0);
}

/// Months first, which keep the day where the month has it; then what is counted in seconds.
void shift(std::tm& time, long months, double seconds, const Zone& zone) {
    const long month = time.tm_mon + months;
    time.tm_year += static_cast<int>(std::floor(static_cast<double>(month) / 12));
    time.tm_mon = static_cast<int>(((month % 12) + 12) % 12);
    time.tm_mday = std::min(time.tm_mday, days_in_month(time.tm_year + 1900, time.tm_mon));
    time.tm_sec += static_cast<int>(seconds);
    time.tm_isdst = -1;
    if (zone.local) {
        mktime(&time);
        return;
    }
    const auto normal = timegm(&time);
    gmtime_r(&normal, &time);
    time.tm_gmtoff = zone.offset_of_shown(normal);
}

void add_offset(std::tm& time, std::string_view offset, const Zone& zone) {
    static constexpr std::array<std::pair<std::string_view, double>, 5> units{
        {{"weeks", 604800}, {"days", 86400}, {"hours", 3600}, {"minutes", 60}, {"seconds", 1}}};
    const auto sign = offset.substr(0, 1);
    double seconds = 0;
    double months = 0;
    for (const auto& part : split_at(offset.substr(1), ",", -1, false)) {
        const auto pair = split_at(part, "=", 1, false);
        if (pair.size() != 2) fail(fmt::format("the shift '{}' is not of the form 'days=2'", part));
        const auto name = strip(pair[0], std::nullopt, true, true);
        const auto value = base::parse_number(std::string(sign) + strip(pair[1], std::nullopt, true, true));
        constexpr double most = 1e6;
        if (!value || !(std::fabs(*value) < most)) fail(fmt::format("the shift '{}' has no number", part));
        const auto* unit =
            std::find_if(units.begin(), units.end(), [&](const auto& known) { return known.first == name; });
        if (unit != units.end()) {
            seconds += *value * unit->second;
        } else if (name == "years" || name == "quarters" || name == "months") {
            months += *value * (name == "years" ? 12 : name == "quarters" ? 3 : 1);
        } else {
            fail(fmt::format("the shift '{}' is not supported", name));
        }
    }
    constexpr double farthest = 2e9;
    if (std::fabs(seconds) > farthest || std::fabs(months) > farthest / 86400) fail("the shift is too large");
    shift(time, static_cast<long>(months), seconds, zone);
}

}  // namespace

std::string time_text(std::string_view zone_name, std::string_view offset, std::string_view format) {
    const auto zone = zone_of(zone_name);
    const auto now = std::chrono::system_clock::now();
    auto time = fields(std::chrono::system_clock::to_time_t(now), zone);
    if (!offset.empty()) add_offset(time, offset, zone);
    if (format.empty()) return {};
    for (std::size_t at = format.find('%'); at != std::string_view::npos; at = format.find('%', at + 2)) {
        static constexpr std::string_view known = "aAbBcdHIjmMpSUwWxXyYzZ%FTDeGguVRrhnts";
        if (at + 1 >= format.size() || known.find(format[at + 1]) == std::string_view::npos)
            fail(fmt::format("the format '{}' of a time is not supported", format));
    }
    std::string name = zone.offset == 0 ? "UTC" : "";
    if (zone.named) {
        auto shown = time;
        name = zone.named->at(timegm(&shown) - time.tm_gmtoff).name;
    }
    if (!zone.local) time.tm_zone = name.c_str();
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << std::put_time(&time, std::string(format).c_str());
    return out.str();
}

}  // namespace mlp::tmpl::jinja
