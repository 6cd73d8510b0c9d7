#include "core/template/jinja/time_zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <utility>

#include "core/base/io.hpp"
#include "core/base/path.hpp"
#include "core/base/text.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

namespace {

constexpr std::string_view database = "/usr/share/zoneinfo";
constexpr std::size_t largest_zone = 1U << 20U;

/// Takes big-endian numbers and bytes off the front.
class ZoneReader {
public:
    explicit ZoneReader(std::string_view content) : left_(content) {}

    std::int64_t number(std::size_t bytes) {
        const auto taken = take(bytes);
        std::uint64_t value = (static_cast<unsigned char>(taken.front()) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
        for (const char c : taken) value = (value << 8U) | static_cast<unsigned char>(c);
        return static_cast<std::int64_t>(value);
    }
    std::size_t count() { return static_cast<std::size_t>(number(4)); }
    std::string_view take(std::size_t bytes) {
        if (bytes > left_.size()) fail("the file of the time zone is cut short");
        const auto taken = left_.substr(0, bytes);
        left_.remove_prefix(bytes);
        return taken;
    }
    std::string_view left() const { return left_; }

private:
    std::string_view left_;
};

struct ZoneHeader {
    std::size_t utc_marks = 0, standard_marks = 0, leaps = 0, times = 0, types = 0, letters = 0;
};

ZoneHeader zone_header(ZoneReader& reader) {
    if (reader.take(4) != "TZif") fail("that is no file of a time zone");
    reader.take(16);  // version, and room that is not used
    ZoneHeader header;
    for (auto* part : {&header.utc_marks, &header.standard_marks, &header.leaps, &header.times, &header.types,
                       &header.letters})
        *part = reader.count();
    if (header.types == 0 || std::max({header.times, header.types, header.letters, header.leaps}) > largest_zone)
        fail("the file of the time zone has no periods, or too many");
    return header;
}

}  // namespace

TimeZone::TimeZone(std::string_view content) {
    ZoneReader reader(content);
    const auto old_form = zone_header(reader);
    // What follows first is for readers of 32 bits.
    reader.take(old_form.times * 5 + old_form.types * 6 + old_form.letters + old_form.leaps * 8 +
                old_form.standard_marks + old_form.utc_marks);
    const auto header = zone_header(reader);
    std::vector<std::int64_t> begins(header.times);
    for (auto& begin : begins) begin = reader.number(8);
    const auto kinds = reader.take(header.times);
    std::vector<std::pair<long, std::size_t>> types;
    for (std::size_t i = 0; i < header.types; ++i) {
        const auto offset = reader.number(4);
        reader.take(1);  // whether it is summer time: the name says so
        types.emplace_back(offset, static_cast<unsigned char>(reader.take(1).front()));
    }
    const auto letters = reader.take(header.letters);
    const auto add = [&](std::int64_t begin, std::size_t type) {
        if (type >= types.size() || types[type].second >= letters.size()) fail("the file of the time zone is damaged");
        const auto name = letters.substr(types[type].second);
        periods_.push_back({begin, types[type].first, std::string(name.substr(0, name.find('\0')))});
    };
    add(std::numeric_limits<std::int64_t>::min(), 0);
    for (std::size_t i = 0; i < begins.size(); ++i) add(begins[i], static_cast<unsigned char>(kinds[i]));
    reader.take(header.leaps * 12 + header.standard_marks + header.utc_marks);
    goes_on_by_rule_ = reader.left().find(',') != std::string_view::npos;
}

TimeZone TimeZone::named(std::string_view name) {
    const bool is_name = !name.empty() && base::normal_relative(name) == name && name != "." &&
                         name.find('.') == std::string_view::npos;
    const auto file = std::filesystem::path(database) / name;
    const auto found = is_name ? base::signature_of(file, true) : std::nullopt;
    if (!found || !found->is_regular()) fail(fmt::format("there is no time zone '{}'", base::printable(name)));
    return TimeZone(base::read_file(file, largest_zone));
}

const ZonePeriod& TimeZone::at(std::int64_t time) const {
    const auto after = std::upper_bound(periods_.begin(), periods_.end(), time,
                                        [](std::int64_t wanted, const ZonePeriod& p) { return wanted < p.begin; });
    if (after == periods_.end() && goes_on_by_rule_)
        fail("the time lies beyond what the time zone's file tells, which is not supported");
    return *std::prev(after);
}

}  // namespace mlp::tmpl::jinja
