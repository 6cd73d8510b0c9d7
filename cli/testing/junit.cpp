// JUnit XML, as GitLab, Jenkins and GitHub's report actions read it.
#include <fmt/format.h>

#include <algorithm>

#include "cli/output/xml.hpp"
#include "cli/testing/suite.hpp"

namespace mlp::cli {

namespace {

std::string seconds(std::chrono::milliseconds duration) {
    return fmt::format("{:.3f}", static_cast<double>(duration.count()) / 1000);
}

std::string case_xml(const TestCase& test) {
    auto xml = fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{}\"", xml_text(test.group),
                           xml_text(test.name), xml_text(test.file), seconds(test.duration));
    if (test.verdict == Verdict::passed) return xml + "/>\n";
    if (test.verdict == Verdict::skipped)
        return xml + fmt::format("><skipped message=\"{}\"/></testcase>\n", xml_text(test.reason));
    return xml + fmt::format(">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
                             xml_text(test.group), xml_text(test.reason), xml_text(test.details));
}

}  // namespace

std::string to_junit(const Cases& cases, std::string_view project, const std::string& time) {
    const auto count = [&](std::string_view group, Verdict verdict) {
        return std::count_if(cases.begin(), cases.end(), [&](const TestCase& test) {
            return test.verdict == verdict && (group.empty() || test.group == group);
        });
    };
    auto xml = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
        "skipped=\"{}\">\n",
        xml_text(project), cases.size(), count("", Verdict::failed), count("", Verdict::skipped));
    for (const auto* group : {"data", "commands", "gates"}) {
        std::string body;
        std::size_t tests = 0;
        std::chrono::milliseconds duration{0};
        for (const auto& test : cases) {
            if (test.group != group) continue;
            body += case_xml(test);
            duration += test.duration;
            ++tests;
        }
        if (tests == 0) continue;
        xml += fmt::format(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{}\" "
            "timestamp=\"{}\">\n{}  </testsuite>\n",
            group, tests, count(group, Verdict::failed), count(group, Verdict::skipped), seconds(duration),
            xml_text(time), body);
    }
    return xml + "</testsuites>\n";
}

}  // namespace mlp::cli
