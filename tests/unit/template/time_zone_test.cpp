#include "core/template/jinja/time_zone.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/template/jinja/jinja.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// A file for readers of 64 bits: "GMT" until 1000, then "BST" (one hour more).
std::string zone_file(const std::string& rule) {
    const auto number = [](std::int64_t value, int bytes) {
        std::string text;
        for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
        return text;
    };
    const auto header = [&](int times, int types, int letters) {
        return "TZif2" + std::string(15, '\0') + number(0, 4) + number(0, 4) + number(0, 4) + number(times, 4) +
               number(types, 4) + number(letters, 4);
    };
    const std::string old_form = header(0, 1, 1) + number(0, 4) + std::string(3, '\0');
    return old_form + header(1, 2, 8) + number(1000, 8) + '\1' + number(0, 4) + '\0' + '\0' + number(3600, 4) +
           '\1' + '\4' + std::string("GMT\0BST\0", 8) + '\n' + rule + '\n';
}

}  // namespace

TEST_CASE("time zones: what a file says about a time") {
    const TimeZone zone(zone_file("GMT0"));
    CHECK(zone.at(999).name == "GMT");
    CHECK(zone.at(999).offset == 0);
    CHECK(zone.at(1000).name == "BST");
    CHECK(zone.at(5'000'000'000).offset == 3600);
    CHECK_THROWS(TimeZone(zone_file("GMT0BST,M3.5.0/1,M10.5.0")).at(2000));
}

TEST_CASE("time zones: files that are none, names that lead elsewhere") {
    const auto whole = zone_file("GMT0");
    for (std::size_t length = 0; length + 6 < whole.size(); ++length) {
        INFO(length);
        CHECK_THROWS(TimeZone(std::string_view(whole).substr(0, length)));
    }
    for (const auto* name : {"", ".", "../../etc/passwd", "/etc/passwd", "Europe", "No/Where", "a\nb"}) {
        INFO(name);
        CHECK_THROWS(TimeZone::named(name));
    }
}

}  // namespace mlp::tmpl::jinja
