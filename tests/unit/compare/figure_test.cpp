#include "core/compare/figure.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/error.hpp"
#include "core/compare/svg.hpp"

using namespace mlp;
using namespace mlp::compare;

namespace {

PlotChange change(const std::string& path, std::string before, std::string after, Json options) {
    PlotChange plot{.change = Change::modified, .path = path, .before = {}, .after = {}};
    if (!before.empty()) plot.before = Plot{.files = {{path, std::move(before)}}, .options = options};
    if (!after.empty()) plot.after = Plot{.files = {{path, std::move(after)}}, .options = options};
    return plot;
}

}  // namespace

TEST_CASE("lines of both sides, by the fields that are named, with defaults") {
    const Figure named = figure_of(change("l.csv", "e,loss,acc\n1,0.5,1\n2,x,1\n", "e,loss,acc\n1,0.4,1\n",
                                          {{"x", "e"}, {"y", "loss"}, {"title", "Loss"}}),
                                   "HEAD", "now");
    CHECK(named.kind == Figure::Kind::line);
    CHECK(named.title == "Loss");
    CHECK(named.y_label == "loss");
    REQUIRE(named.series.size() == 2);
    CHECK(named.series[0].points[0].y == 0.5);
    CHECK(std::isnan(named.series[0].points[1].y));
    CHECK(named.series[1].side == 1);
    const Figure plain = figure_of(change("l.csv", "", "a,b\n7,1\n8,2\n", nullptr), "HEAD", "now");
    CHECK(plain.title == "l.csv");
    CHECK(plain.series[0].points[1].x == 1);
    CHECK(plain.series[0].points[1].y == 2);
    CHECK_THROWS_AS(figure_of(change("l.csv", "a\n1\n", "a\n1\n", {{"y", "none"}}), "A", "B"), Error);
}

TEST_CASE("names on the x axis are shared by both sides; several y are several series") {
    const Figure bars = figure_of(change("b.csv", "k,v,w\na,1,2\nb,2,3\n", "k,v,w\nb,3,1\nc,4,1\n",
                                         {{"x", "k"}, {"y", {"v", "w"}}, {"template", "bar_horizontal"}}),
                                  "A", "B");
    CHECK(bars.kind == Figure::Kind::bars);
    CHECK(bars.categories == std::vector<std::string>{"a", "b", "c"});
    CHECK(bars.series.size() == 4);
    CHECK(bars.series[2].points[0].x == 1);
    CHECK(bars.series[2].name == "B: v");
}

TEST_CASE("bars lie: x is their length, y their name") {
    const Figure bars = figure_of(
        change("b.csv", "", "v,n\n5,a\n7,b\n", {{"x", "v"}, {"y", "n"}, {"template", "bar_horizontal"}}), "A", "B");
    CHECK(bars.categories == std::vector<std::string>{"a", "b"});
    CHECK(bars.series[0].points[1].x == 1);
    CHECK(bars.series[0].points[1].y == 7);
}

TEST_CASE("confusion matrices count pairs") {
    const Figure figure = figure_of(change("c.csv", "a,p\ncat,cat\ncat,dog\n", "a,p\ndog,dog\n",
                                           {{"x", "a"}, {"y", "p"}, {"template", "confusion_normalized"}}),
                                    "A", "B");
    REQUIRE(figure.confusions.size() == 2);
    CHECK(figure.normalized);
    CHECK(figure.confusions[0].labels == std::vector<std::string>{"cat", "dog"});
    CHECK(figure.confusions[0].counts[1][0] == 1);  // p (down) is dog where a (across) is cat
    CHECK(figure.confusions[0].counts[0][1] == 0);
    CHECK(svg_of(figure).find(">1.00<") != std::string::npos);
}

TEST_CASE("drawings hold no markup of their data, and survive odd numbers") {
    for (const char* kind : {"linear", "scatter", "bar_horizontal", "confusion"}) {
        CAPTURE(kind);
        const Json options{{"template", kind}, {"x", "x"}, {"y", "y"}, {"title", "<b>&\""}};
        for (const char* text :
             {"x,y\n", "x,y\n1,NaN\n", "x,y\n1,1e308\n2,-1e308\n", "x,y\n1,5\n", "x,y\n<script>,1\n", "x,y\ninf,1\n"}) {
            CAPTURE(text);
            const std::string svg = svg_of(figure_of(change("p.csv", text, text, options), "<a>", "b"));
            CHECK(svg.find("<script>") == std::string::npos);
            CHECK(svg.find("<b>") == std::string::npos);
            CHECK(svg.find("<a>") == std::string::npos);
            CHECK(svg.find("nan") == std::string::npos);
            CHECK(svg.ends_with("</svg>"));
        }
    }
}

TEST_CASE("long series are thinned but keep their peaks") {
    std::string text = "y\n";
    for (int i = 0; i < 100'000; ++i) text += i == 54'321 ? "99\n" : "1\n";
    const auto points = figure_of(change("p.csv", "", text, nullptr), "A", "B").series[0].points;
    CHECK(points.size() <= 2000);
    bool peak = false;
    for (const auto& point : points) peak = peak || point.y == 99;
    CHECK(peak);
}

TEST_CASE("ticks are round numbers") {
    CHECK(ticks(0, 1, 5) == std::vector<double>{0, 0.2, 0.4, 0.6000000000000001, 0.8, 1});
    CHECK(ticks(0, 0, 5).empty());
    CHECK(ticks(-1e308, 1e308, 5).size() > 2);
    CHECK(ticks(0, std::nan(""), 5).empty());
    CHECK(ticks(3, 97, 5).front() == 20);
}

TEST_CASE("several files in one figure, each by its own fields; x of another file goes row by row") {
    PlotChange plot{.change = Change::modified, .path = "roc", .before = {}, .after = {}};
    plot.after = Plot{.files = {{"train.csv", "f,t\n0,0.5\n1,1\n"}, {"test.csv", "t,u\n0.25,1\n0.75,2\n"}},
                      .options = {{"x", {{"train.csv", "f"}}}, {"y", {{"train.csv", "t"}, {"test.csv", {"t", "u"}}}}}};
    const Figure figure = figure_of(plot, "HEAD", "now");
    CHECK(figure.title == "roc");
    REQUIRE(figure.series.size() == 3);
    CHECK(figure.series[0].name == "now: train.csv");
    CHECK(figure.series[2].name == "now: test.csv: u");
    CHECK(figure.series[1].points[1].x == 1);
    CHECK(figure.series[1].points[1].y == 0.75);
    plot.after->options["y"].erase("test.csv");
    CHECK(figure_of(plot, "HEAD", "now").series.size() == 1);
    plot.after->files.erase(plot.after->files.begin());
    plot.after->options["y"] = {{"test.csv", "t"}};
    CHECK_THROWS_AS(figure_of(plot, "HEAD", "now"), Error);
}
