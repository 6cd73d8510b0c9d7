#include "core/compare/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/text.hpp"

namespace mlp::compare {

namespace {

constexpr double width = 560;
constexpr double height = 320;
constexpr double left = 64;
constexpr double right = 16;
constexpr double top = 28;
constexpr double bottom = 44;

constexpr std::array<std::string_view, 2> side_class{"before", "after"};

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value) {
        if (!std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    bool empty() const { return low > high; }
    /// 0 at `low`, 1 at `high`. Halves, as the whole may be more than a number can hold.
    double share(double value) const { return (value / 2 - low / 2) / (high / 2 - low / 2); }
    /// Something to divide by, also around a single value.
    void widen() {
        if (empty()) *this = {0, 1};
        if (low < high) return;
        const double room = low == 0 ? 1 : std::abs(low) / 10;
        low -= room;
        high += room;
    }
};

std::string opened(double high, const std::string& title) {
    return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\"><title>{}</title>", width, high, escaped(title));
}

std::string text_at(double x, double y, std::string_view anchor, const std::string& text, std::string_view extra = "") {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>", x, y, anchor, extra,
                       escaped(text));
}

std::string shortened(const std::string& text, std::size_t most) {
    if (base::character_count(text) <= most) return text;
    std::string cut = text.substr(0, most);
    while (!cut.empty() && base::invalid_utf8(cut)) cut.pop_back();
    return cut + "…";
}

/// One entry a series, from the right end of the first line.
std::string legend(const std::vector<Series>& series) {
    std::string svg;
    double x = left;
    for (const Series& one : series) {
        const std::string name = shortened(one.name, 24);
        svg += fmt::format("<rect class=\"{} swatch\" x=\"{:.1f}\" y=\"8\" width=\"10\" height=\"10\"/>",
                           side_class[one.side], x);
        svg += text_at(x + 14, 17, "start", name);
        x += 28 + 7.0 * static_cast<double>(base::display_width(name));
        if (x > width - 80) break;
    }
    return svg;
}

/// Lines and points on two axes of numbers.
class Chart {
public:
    explicit Chart(const Figure& figure) : figure_(figure) {
        for (const Series& series : figure.series) {
            for (const Series::Point& point : series.points) {
                x_.add(point.x);
                y_.add(point.y);
            }
        }
        x_.widen();
        y_.widen();
    }

    std::string draw() const {
        std::string svg = opened(height, figure_.title) + axes() + legend(figure_.series);
        for (std::size_t i = 0; i < figure_.series.size(); ++i) {
            svg += figure_.kind == Figure::Kind::scatter ? points(figure_.series[i]) : line(figure_.series[i], i);
        }
        return svg + "</svg>";
    }

private:
    double at_x(double x) const { return left + x_.share(x) * (width - left - right); }
    double at_y(double y) const { return height - bottom - y_.share(y) * (height - top - bottom); }

    std::string axes() const {
        std::string svg;
        for (const double y : ticks(y_.low, y_.high, 5)) {
            svg += fmt::format("<path class=\"grid\" d=\"M{} {:.1f}H{}\"/>", left, at_y(y), width - right);
            svg += text_at(left - 6, at_y(y) + 4, "end", fmt::format("{:.4g}", y));
        }
        svg += figure_.categories.empty() ? number_axis() : category_axis();
        svg += fmt::format("<path class=\"axis\" d=\"M{} {}V{}H{}\"/>", left, top, height - bottom, width - right);
        svg += text_at((left + width - right) / 2, height - 8, "middle", shortened(figure_.x_label, 60));
        svg += text_at(14, height / 2, "middle", shortened(figure_.y_label, 36),
                       fmt::format(" transform=\"rotate(-90 14 {})\"", height / 2));
        return svg;
    }

    std::string number_axis() const {
        std::string svg;
        for (const double x : ticks(x_.low, x_.high, 6)) {
            svg += text_at(at_x(x), height - bottom + 16, "middle", fmt::format("{:.5g}", x));
        }
        return svg;
    }

    std::string category_axis() const {
        std::string svg;
        const std::size_t step = figure_.categories.size() / 8 + 1;
        for (std::size_t i = 0; i < figure_.categories.size(); i += step) {
            svg += text_at(at_x(static_cast<double>(i)), height - bottom + 16, "middle",
                           shortened(figure_.categories[i], 10));
        }
        return svg;
    }

    std::string line(const Series& series, std::size_t number) const {
        std::string path;
        bool drawing = false;
        for (const Series::Point& point : series.points) {
            const bool there = std::isfinite(point.x) && std::isfinite(point.y);
            if (there) path += fmt::format("{}{:.1f} {:.1f}", drawing ? "L" : "M", at_x(point.x), at_y(point.y));
            drawing = there;
        }
        constexpr std::size_t told_apart = 2;
        const std::string_view dashes = number >= told_apart * 2 ? " stroke-dasharray=\"2 3\""
                                        : number >= told_apart   ? " stroke-dasharray=\"6 3\""
                                                                 : "";
        constexpr std::size_t few = 40;
        return fmt::format("<path class=\"{} line\" d=\"{}\"{}/>", side_class[series.side], path, dashes) +
               (series.points.size() <= few ? points(series) : "");
    }

    std::string points(const Series& series) const {
        std::string svg = fmt::format("<g class=\"{} point\">", side_class[series.side]);
        for (const Series::Point& point : series.points) {
            if (!std::isfinite(point.x) || !std::isfinite(point.y)) continue;
            svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\"><title>{:.6g}, {:.6g}</title></circle>",
                               at_x(point.x), at_y(point.y), point.x, point.y);
        }
        return svg + "</g>";
    }

    const Figure& figure_;
    Range x_;
    Range y_;
};

/// One group of bars a category, lying.
std::string draw_bars(const Figure& figure) {
    constexpr double thick = 12;
    constexpr double gap = 8;
    constexpr double labels = 120;
    const double group = thick * static_cast<double>(figure.series.size()) + gap;
    std::size_t count = figure.categories.size();
    Range range{0, 0};
    for (const Series& series : figure.series) {
        count = std::max(count, figure.categories.empty() ? series.points.size() : std::size_t{0});
        for (const Series::Point& point : series.points) range.add(point.y);
    }
    range.widen();
    const auto at = [&](double y) { return labels + range.share(y) * (width - labels - 60); };
    std::string svg = opened(top + group * static_cast<double>(count) + 12, figure.title) + legend(figure.series);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = figure.categories.empty() ? std::to_string(i) : figure.categories[i];
        svg += text_at(labels - 6, top + group * (static_cast<double>(i) + 0.5) + 4, "end", shortened(name, 16));
    }
    for (std::size_t s = 0; s < figure.series.size(); ++s) {
        for (const Series::Point& point : figure.series[s].points) {
            if (!std::isfinite(point.y)) continue;
            const double y = top + group * point.x + thick * static_cast<double>(s);
            const double from = std::min(at(0), at(point.y));
            const double to = std::max(at(0), at(point.y));
            svg += fmt::format("<rect class=\"{} bar\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\"/>",
                               side_class[figure.series[s].side], from, y, std::max(to - from, 0.5), thick - 2);
            svg += text_at(to + 4, y + 9, "start", fmt::format("{:.4g}", point.y));
        }
    }
    return svg + "</svg>";
}

std::string draw_confusion(const Confusion& confusion, const Figure& figure, double offset, double size) {
    const double cell = size / static_cast<double>(std::max<std::size_t>(confusion.labels.size(), 1));
    std::string svg = text_at(offset + size / 2, 14, "middle", shortened(confusion.name, 24));
    for (std::size_t row = 0; row < confusion.labels.size(); ++row) {
        double total = 0;
        double most = 0;
        for (const auto& other : confusion.counts) most = std::max(most, *std::max_element(other.begin(), other.end()));
        for (const double count : confusion.counts[row]) total += count;
        const double y = top + cell * static_cast<double>(row);
        svg += text_at(offset - 4, y + cell / 2 + 4, "end", shortened(confusion.labels[row], 8));
        svg += text_at(offset + cell * (static_cast<double>(row) + 0.5), top + size + 14, "middle",
                       shortened(confusion.labels[row], 8));
        for (std::size_t column = 0; column < confusion.labels.size(); ++column) {
            const double count = confusion.counts[row][column];
            const double share = figure.normalized ? (total > 0 ? count / total : 0) : (most > 0 ? count / most : 0);
            const double x = offset + cell * static_cast<double>(column);
            svg += fmt::format(
                "<rect class=\"cell\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
                "fill-opacity=\"{:.3f}\"/>",
                x, y, cell - 1, cell - 1, share);
            constexpr double readable = 18;
            if (cell < readable) continue;
            svg += text_at(x + cell / 2, y + cell / 2 + 4, "middle",
                           figure.normalized ? fmt::format("{:.2f}", share) : fmt::format("{:.6g}", count),
                           share > 0.6 ? " class=\"on\"" : "");
        }
    }
    return svg;
}

std::string draw_confusions(const Figure& figure) {
    constexpr double size = 210;
    std::string svg = opened(top + size + 44, figure.title);
    for (std::size_t i = 0; i < figure.confusions.size(); ++i) {
        constexpr double first = 60;
        constexpr double step = 275;
        svg += draw_confusion(figure.confusions[i], figure, first + step * static_cast<double>(i), size);
    }
    svg += text_at(width / 2, top + size + 36, "middle",
                   fmt::format("rows: {}, columns: {}", figure.y_label, figure.x_label));
    return svg + "</svg>";
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : base::invalid_utf8(text) ? base::printable(text) : std::string(text)) {
        switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t') safe += c;
        }
    }
    return safe;
}

std::vector<double> ticks(double low, double high, int count) {
    const double rough = high / count - low / count;
    std::vector<double> values;
    if (!std::isfinite(rough) || rough <= 0) return values;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double factor = rough / power;
    const double step = power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
    constexpr int enough = 50;
    for (int i = 0; i < enough; ++i) {
        const double value = (std::ceil(low / step) + i) * step;
        if (value > high + step * 1e-9) break;
        values.push_back(std::abs(value) < step * 1e-9 ? 0 : value);
    }
    return values;
}

std::string svg_of(const Figure& figure) {
    switch (figure.kind) {
        case Figure::Kind::bars:
            return draw_bars(figure);
        case Figure::Kind::confusion:
            return draw_confusions(figure);
        default:
            return Chart(figure).draw();
    }
}

}  // namespace mlp::compare
