#include "cli/output/problem_formats.hpp"

#include <fmt/format.h>

#include <map>

#include "cli/output/output.hpp"
#include "cli/output/xml.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "cli/version.hpp"

namespace mlp::cli {

namespace {

using base::Json;

std::string_view word_of(const config::Finding& problem) {
    return problem.severity == Problem::Severity::error ? "error" : "warning";
}

std::string with_hint(const config::Finding& problem) {
    return problem.hint.empty() ? problem.message : problem.message + "\nhint: " + problem.hint;
}

// --- SARIF ----------------------------------------------------------------------------------------------------------

/// A path as the path of a URI: whatever is not unreserved is written as %XX.
std::string uri_of(std::string_view path) {
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/").find(c) != std::string_view::npos;
        uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

Json region_of(const Position& begin, const Position& end) {
    Json region{{"startLine", begin.line}};
    if (begin.column > 0) region["startColumn"] = begin.column;
    if (end.line > 0) region["endLine"] = end.line;
    if (end.line > 0 && end.column > 0) region["endColumn"] = end.column;
    return region;
}

Json location_of(const Position& begin, const Position& end) {
    Json file{{"uri", uri_of(begin.file)}};
    if (!begin.file.starts_with('/')) file["uriBaseId"] = "PROJECT";
    Json physical{{"artifactLocation", std::move(file)}};
    if (begin.line > 0) physical["region"] = region_of(begin, end);
    return {{"physicalLocation", std::move(physical)}};
}

Json rule_of(const std::string& code) {
    const config::CodeRow* row = config::find_code(code);
    if (row == nullptr) return {{"id", code}};
    const bool warns = row->weight == config::Weight::warning || row->weight == config::Weight::off;
    return {{"id", code},
            {"shortDescription", {{"text", row->title}}},
            {"fullDescription", {{"text", row->text}}},
            {"help", {{"text", fmt::format("{}\n\n`mlp validate --explain {}` shows an example.", row->text, code)}}},
            {"defaultConfiguration", {{"level", warns ? "warning" : "error"}}}};
}

Json fix_of(const config::Edit& fix) {
    Json replacement{{"deletedRegion", region_of(fix.begin, fix.end)}, {"insertedContent", {{"text", fix.text}}}};
    Json change{{"artifactLocation", location_of(fix.begin, {})["physicalLocation"]["artifactLocation"]},
                {"replacements", Json::array({std::move(replacement)})}};
    return {{"description", {{"text", fmt::format("write '{}'", fix.text)}}},
            {"artifactChanges", Json::array({std::move(change)})}};
}

Json result_of(const config::Finding& problem, std::size_t rule) {
    Json result{{"ruleId", problem.code},
                {"ruleIndex", rule},
                {"level", word_of(problem)},
                {"message", {{"text", with_hint(problem)}}},
                {"locations", Json::array({location_of(problem.place, problem.end)})}};
    for (const config::Related& related : problem.related) {
        Json location = location_of(related.place, {});
        location["message"] = {{"text", related.message}};
        result["relatedLocations"].push_back(std::move(location));
    }
    if (problem.fix) result["fixes"] = Json::array({fix_of(*problem.fix)});
    return result;
}

// --- GitHub ---------------------------------------------------------------------------------------------------------

/// @param property whether ':' and ',' end the text too
std::string workflow_text(std::string_view text, bool property) {
    std::string out;
    for (const char c : text) {
        const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
        out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
    }
    return out;
}

std::string workflow_command(const config::Finding& problem) {
    std::string command = fmt::format("::{} file={}", word_of(problem), workflow_text(problem.place.file, true));
    if (problem.place.line > 0) command += fmt::format(",line={}", problem.place.line);
    if (problem.end.line > 0) command += fmt::format(",endLine={}", problem.end.line);
    if (problem.place.column > 0) command += fmt::format(",col={}", problem.place.column);
    // GitHub's columns include the last one.
    if (problem.end.line == problem.place.line && problem.end.column > problem.place.column)
        command += fmt::format(",endColumn={}", problem.end.column - 1);
    return command +
           fmt::format(",title={}::{}\n", workflow_text(problem.code, true), workflow_text(with_hint(problem), false));
}

// --- JUnit ----------------------------------------------------------------------------------------------------------

std::string case_xml(const std::string& file, const std::vector<const config::Finding*>& problems) {
    std::string failures;
    std::string output;
    for (const config::Finding* problem : problems) {
        const std::string text = fmt::format("{}: {}[{}]: {}", problem->place.to_string(), word_of(*problem),
                                             problem->code, with_hint(*problem));
        if (problem->severity == Problem::Severity::error) {
            failures += fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n", xml_text(problem->code),
                                    xml_text(problem->message), xml_text(text));
        } else {
            output += xml_text(text + "\n");
        }
    }
    const std::string name = xml_text(file);
    const std::string head =
        fmt::format("    <testcase classname=\"mlp.validate\" name=\"{}\" file=\"{}\" time=\"0\"", name, name);
    if (failures.empty() && output.empty()) return head + "/>\n";
    if (!output.empty()) output = "      <system-out>" + output + "</system-out>\n";
    return head + ">\n" + failures + output + "    </testcase>\n";
}

}  // namespace

std::string to_sarif(const ProblemList& list) {
    std::map<std::string, std::size_t> rules;
    Json rule_list = Json::array();
    Json results = Json::array();
    for (const config::Finding& problem : list.problems) {
        const auto [rule, fresh] = rules.emplace(problem.code, rules.size());
        if (fresh) rule_list.push_back(rule_of(problem.code));
        results.push_back(result_of(problem, rule->second));
    }
    Json driver{{"name", "mlp"}, {"version", version}, {"rules", std::move(rule_list)}};
    Json run{{"tool", {{"driver", std::move(driver)}}},
             {"columnKind", "unicodeCodePoints"},
             {"originalUriBaseIds",
              {{"PROJECT", {{"description", {{"text", "The folder that the files were named relative to."}}}}}}},
             {"results", std::move(results)}};
    return json_line({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", Json::array({std::move(run)})}});
}

std::string to_github(const ProblemList& list) {
    std::string commands;
    for (const config::Finding& problem : list.problems) commands += workflow_command(problem);
    return commands;
}

std::string to_junit(const ProblemList& list) {
    std::map<std::string, std::vector<const config::Finding*>> by_file;
    std::vector<std::string> files(list.files.begin(), list.files.end());
    for (const std::string& file : files) by_file[file];
    for (const config::Finding& problem : list.problems) {
        const auto [known, fresh] = by_file.try_emplace(problem.place.file);
        if (fresh) files.push_back(problem.place.file);
        known->second.push_back(&problem);
    }
    std::string cases;
    std::size_t failed = 0;
    for (const std::string& file : files) {
        const std::string one = case_xml(file, by_file[file]);
        if (one.find("<failure ") != std::string::npos) ++failed;
        cases += one;
    }
    const std::string counts = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" time=\"0\"",
                                           files.size(), failed);
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mlp validate\" {0}>\n"
                       "  <testsuite name=\"mlp validate\" {0}>\n{1}  </testsuite>\n</testsuites>\n",
                       counts, cases);
}

}  // namespace mlp::cli
