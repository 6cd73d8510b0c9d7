// Time zones by name ("Europe/London"), from the system's time zone database.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::tmpl::jinja {

/// What a zone's clocks show for some time.
struct ZonePeriod {
    std::int64_t begin = 0;  ///< seconds since 1970
    long offset = 0;         ///< seconds east of UTC
    std::string name;        ///< "BST"
};

class TimeZone {
public:
    /// Reads the content of a zone file (RFC 8536). Not one: an error.
    explicit TimeZone(std::string_view content);
    /// By its name in the database. Unknown, or there is no database: an error.
    static TimeZone named(std::string_view name);

    /// Times beyond those that the file tells about, where it has only a rule: an error.
    const ZonePeriod& at(std::int64_t time) const;

private:
    std::vector<ZonePeriod> periods_;  ///< by their begin; never empty
    bool goes_on_by_rule_ = false;
};

}  // namespace mlp::tmpl::jinja
