#include "core/config/moment.hpp"

#include <charconv>
#include <chrono>

namespace mlp::config {

namespace {

/// Takes a text apart from the left; once something did not fit, nothing does.
class MomentReader {
public:
    explicit MomentReader(std::string_view text) : rest_(text) {}

    bool fits() const { return fits_; }
    bool at_end() const { return rest_.empty(); }

    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// A number of at most so many digits.
    int number(std::size_t most, int highest) {
        int value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        const auto length = static_cast<std::size_t>(end - rest_.data());
        fits_ = fits_ && error == std::errc{} && !rest_.starts_with('-') && length <= most && value <= highest;
        rest_.remove_prefix(length);
        return value;
    }

    double day() {
        using namespace std::chrono;
        const int years = number(5, 32767);
        const char mark = rest_.empty() ? '\0' : rest_.front();
        fits_ = fits_ && (mark == '-' || mark == '/' || mark == ' ') && take(mark);
        const int months = number(2, 12);
        fits_ = fits_ && take(mark);
        const int days = number(2, 31);
        const year_month_day date(year(years), month(static_cast<unsigned>(months)),
                                  std::chrono::day(static_cast<unsigned>(days)));
        fits_ = fits_ && date.ok();
        return fits_ ? 86400.0 * static_cast<double>(sys_days(date).time_since_epoch().count()) : 0;
    }

    double time() {
        const int hours = number(2, 24);
        fits_ = fits_ && take(':');
        const int minutes = number(2, 59);
        double seconds = 0;
        if (take(':')) {
            seconds = number(2, 59);
            if (take('.')) seconds += fraction();
        }
        fits_ = fits_ && (hours < 24 || (minutes == 0 && seconds == 0));
        return 3600.0 * hours + 60.0 * minutes + seconds;
    }

    /// Seconds that the zone is ahead of UTC.
    double zone() {
        if (take('Z') || take_all(" UTC")) return 0;
        const bool behind = rest_.starts_with('-');
        if (!take('+') && !take('-')) return 0;
        const bool together = rest_.size() == 4 && rest_.find(':') == std::string_view::npos;
        const int first = number(together ? 4 : 2, 2400);
        int hours = together ? first / 100 : first;
        int minutes = together ? first % 100 : 0;
        if (!together && take(':')) minutes = number(2, 59);
        const double seconds = 3600.0 * hours + 60.0 * minutes;
        return behind ? -seconds : seconds;
    }

private:
    bool take_all(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    double fraction() {
        double value = 0;
        double unit = 0.1;
        const bool some = !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
        fits_ = fits_ && some;
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1), unit /= 10)
            value += unit * (rest_.front() - '0');
        return value;
    }

    std::string_view rest_;
    bool fits_ = true;
};

}  // namespace

std::optional<double> parse_moment(std::string_view text, bool alone) {
    MomentReader reader(text);
    double seconds = alone ? 0 : reader.day();
    const bool has_time = alone || reader.take(' ') || reader.take('T');
    if (has_time) {
        seconds += reader.time();
        seconds -= reader.zone();
    }
    if (!reader.fits() || !reader.at_end()) return std::nullopt;
    return seconds;
}

}  // namespace mlp::config
