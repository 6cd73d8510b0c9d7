// Rules below `quality:` of a contract's tables and columns.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/contract_parts.hpp"
#include "core/config/renaming.hpp"

namespace mlp::config {

namespace {

constexpr std::array<std::string_view, 8> comparisons{
    "mustBe",         "mustNotBe",           "mustBeGreaterThan", "mustBeGreaterOrEqualTo",
    "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween",     "mustNotBeBetween"};

constexpr std::array<std::string_view, 5> metrics{"nullValues", "missingValues", "invalidValues", "duplicateValues",
                                                  "rowCount"};

constexpr auto everyday_metrics = std::to_array<EverydayWord>({
    {"nulls", "nullValues"},
    {"nullCount", "nullValues"},
    {"nullCheck", "nullValues"},
    {"null_count", "nullValues"},
    {"null_values", "nullValues"},
    {"not_null", "nullValues"},
    {"notNull", "nullValues"},
    {"missing", "missingValues"},
    {"missingCount", "missingValues"},
    {"missing_count", "missingValues"},
    {"missing_values", "missingValues"},
    {"invalid", "invalidValues"},
    {"invalidCount", "invalidValues"},
    {"invalid_count", "invalidValues"},
    {"invalid_values", "invalidValues"},
    {"validValues", "invalidValues"},
    {"accepted_values", "invalidValues"},
    {"duplicates", "duplicateValues"},
    {"duplicateCount", "duplicateValues"},
    {"duplicate_count", "duplicateValues"},
    {"duplicate_values", "duplicateValues"},
    {"uniqueCheck", "duplicateValues"},
    {"unique", "duplicateValues"},
    {"countCheck", "rowCount"},
    {"count", "rowCount"},
    {"rows", "rowCount"},
    {"row_count", "rowCount"},
});

/// Arguments of a metric, of a column's rule and of a table's.
std::vector<std::string> arguments_of(std::string_view metric, bool on_column) {
    if (metric == "invalidValues") return {"validValues", "pattern"};
    if (metric == "missingValues") return {"missingValues"};
    if (metric == "duplicateValues" && !on_column) return {"properties"};
    return {};
}

constexpr std::array<std::string_view, 4> all_arguments{"validValues", "missingValues", "pattern", "properties"};

constexpr auto everyday_arguments = std::to_array<EverydayWord>({
    {"values", "validValues"},
    {"allowedValues", "validValues"},
    {"enum", "validValues"},
    {"regex", "pattern"},
    {"columns", "properties"},
    {"fields", "properties"},
});

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string> texts_of(std::span<const std::string_view> words) { return {words.begin(), words.end()}; }

std::string did_you_mean(const std::optional<std::string>& meant) {
    return meant ? fmt::format(". Did you mean '{}'?", *meant) : "";
}

/// Percent in another word.
bool is_percent(std::string_view unit) {
    static constexpr auto words = std::to_array<EverydayWord>(
        {{"percentage", ""}, {"percents", ""}, {"%", ""}, {"pct", ""}, {"perc", ""}, {"percent", ""}});
    return unit != "percent" && (meant_word(unit, words) || base::nearest(unit, std::vector<std::string>{"percent"}));
}

/// One rule, read from its top to what it is held against.
class RuleCheck {
public:
    RuleCheck(const ContractCheck& check, const Yaml& rule, const RuleOwner& whom)
        : check_(check), rule_(rule), whom_(whom) {}

    void check() {
        if (!rule_.is_map()) return not_a_map();
        if (is_shorthand()) return;
        const Yaml* metric = rule_.find("metric");
        if (metric == nullptr) metric = rule_.find("rule");
        const Yaml* type = rule_.find("type");
        const std::string word = type != nullptr && type->is_string() ? type->text() : "";
        check_comparisons();
        if (word == "sql" || (type == nullptr && metric == nullptr && rule_.find("query") != nullptr)) {
            check_sql(type == nullptr);
        } else if (word == "custom" || (type == nullptr && metric == nullptr && rule_.find("engine") != nullptr)) {
            check_custom(type == nullptr);
        } else if (word == "text") {
            check_text();
        } else if (word == "library" ||
                   (type == nullptr && (metric != nullptr || count_ > 0 || rule_.find("arguments") != nullptr))) {
            check_library(metric);
        }
        check_severity();
    }

private:
    void not_a_map() {
        const bool text = rule_.is_string();
        const auto meant = text ? meant_metric(rule_.text()) : std::nullopt;
        check_.findings.error(
            codes::wrong_type, rule_.begin(),
            fmt::format("a rule is {}; a map is expected", rule_.is_null() ? "nothing" : rule_.type_name()),
            fmt::format("write\n  - metric: {}\n    mustBe: 0", meant.value_or("nullValues")));
    }

    /// `nullValues: 0`, the metric as a key.
    bool is_shorthand() {
        if (rule_.find("metric") != nullptr || rule_.find("rule") != nullptr || rule_.find("type") != nullptr)
            return false;
        for (const Yaml::Entry& entry : rule_.entries()) {
            if (is_one_of(entry.key, all_arguments) && entry.key != "missingValues") continue;
            const auto known = texts_of(metrics);
            auto meant = meant_word(entry.key, everyday_metrics);
            if (is_one_of(entry.key, metrics)) meant = entry.key;
            if (!meant) meant = base::nearest(entry.key, known);
            if (!meant) continue;
            const bool single = entry.value.type() == Yaml::Type::integer || entry.value.type() == Yaml::Type::real;
            check_.findings.error(
                codes::unknown_key, entry.key_place,
                fmt::format("'{}' is no key of a rule: a metric is the value of `metric`", base::printable(entry.key)),
                fmt::format("write\n  - metric: {}\n    mustBe: {}", *meant, single ? entry.value.text() : "0"));
            return true;
        }
        return false;
    }

    void check_comparisons() {
        const std::vector<std::string> known = texts_of(comparisons);
        for (const Yaml::Entry& entry : rule_.entries()) {
            const bool is_known = is_one_of(entry.key, comparisons);
            if (is_known) {
                if (++count_ == 2)
                    check_.findings.error(codes::exclusive_keys, entry.key_place,
                                          fmt::format("{} has a second comparison '{}'", title(), entry.key),
                                          "write two rules, each with one");
                check_value(entry);
            } else if (entry.key.starts_with("must")) {
                check_.findings.error(codes::unknown_key, entry.key_place,
                                      fmt::format("there is no comparison '{}'{}", base::printable(entry.key),
                                                  base::did_you_mean(entry.key, known)),
                                      fmt::format("comparisons are {}", fmt::join(known, ", ")));
                ++count_;
            }
        }
    }

    std::string title() const {
        for (const char* key : {"metric", "rule", "name"}) {
            const Yaml* value = rule_.find(key);
            if (value != nullptr && value->is_string())
                return fmt::format("the rule '{}'", base::printable(value->text()));
        }
        return "the rule";
    }

    void need_comparison() {
        if (count_ > 0) return;
        check_.findings.error(
            codes::missing_key, rule_.begin(), title() + " has no comparison",
            "add what the result is held against: mustBe: 0, mustBeLessThan: 5, mustBeBetween: [1, 5] …");
    }

    void check_value(const Yaml::Entry& entry) {
        const Yaml& value = entry.value;
        if (entry.key.ends_with("Between")) return check_pair(entry);
        const bool number = value.type() == Yaml::Type::integer || value.type() == Yaml::Type::real;
        if (number) return;
        const Yaml* type = rule_.find("type");
        const bool sql = type != nullptr && type->is_string() && type->text() == "sql";
        const bool open = entry.key == "mustBe" || entry.key == "mustNotBe";
        if (value.type() == Yaml::Type::boolean && sql && open) return;
        std::string hint = fmt::format("write a number: '{}: 0'", entry.key);
        if (value.is_string() && base::parse_number(value.text()))
            hint = fmt::format("write it without quotes: '{}: {}'", entry.key, value.text());
        if (value.is_list()) hint = "two ends go with mustBeBetween: [1, 5]";
        if (value.is_string() && is_list_of_metric()) hint += "; it is held against how many values there are";
        check_.findings.error(codes::wrong_type, value.begin(),
                              fmt::format("'{}' {}; a number is expected", entry.key,
                                          value.is_null() ? "has no value" : fmt::format("is {}", value.type_name())),
                              hint);
    }

    bool is_list_of_metric() const { return rule_.find("metric") != nullptr || rule_.find("rule") != nullptr; }

    void check_pair(const Yaml::Entry& entry) {
        const Yaml& value = entry.value;
        const auto& ends = value.items();
        const std::string shape = fmt::format("write the lower and the upper end: '{}: [1, 5]'", entry.key);
        if (!value.is_list()) {
            check_.findings.error(
                codes::wrong_type, value.begin(),
                fmt::format("'{}' {}; a list of two numbers is expected", entry.key,
                            value.is_null() ? "has no value" : fmt::format("is {}", value.type_name())),
                shape);
            return;
        }
        if (ends.size() != 2) {
            check_.findings.error(codes::bad_value, value.begin(),
                                  fmt::format("'{}' has {} number{}; two are expected", entry.key, ends.size(),
                                              ends.size() == 1 ? "" : "s"),
                                  shape);
            return;
        }
        const auto number = [](const Yaml& node) {
            return node.type() == Yaml::Type::integer || node.type() == Yaml::Type::real;
        };
        if (!number(ends[0]) || !number(ends[1]) || ends[0].as_real() < ends[1].as_real()) return;
        if (ends[0].as_real() == ends[1].as_real()) {
            const bool inside = entry.key == "mustBeBetween";
            check_.findings.error(codes::bad_value, value.begin(),
                                  fmt::format("the ends of '{}' are one number", entry.key),
                                  fmt::format("write '{}: {}'", inside ? "mustBe" : "mustNotBe", ends[0].text()));
            return;
        }
        check_.findings.error(
            codes::bad_value, value.begin(),
            fmt::format("the ends of '{}' are exchanged: {} is above {}", entry.key, ends[0].text(), ends[1].text()),
            fmt::format("write '{}: [{}, {}]'", entry.key, ends[1].text(), ends[0].text()));
    }

    void check_sql(bool untyped) {
        const Yaml* query = rule_.find("query");
        if (untyped) {
            check_.findings.error(codes::missing_key, rule_.begin(), "the rule has a query and no type",
                                  "add 'type: sql'; without it the query is not run");
        }
        if (query == nullptr) {
            check_.findings.error(codes::missing_key, rule_.begin(), title() + " is of type sql and has no query",
                                  "add for example 'query: SELECT count(*) FROM ${object}'");
        } else if (query->is_string()) {
            check_placeholders(*query);
        }
        need_comparison();
        const Yaml* unit = rule_.find("unit");
        if (unit != nullptr && unit->is_string() && is_percent(unit->text())) wrong_unit(*unit);
    }

    /// `${…}` anywhere, and `{…}` where it may have meant a name that is known.
    void check_placeholders(const Yaml& query) {
        static const std::vector<std::string> of_table{"object", "table"};
        static const std::vector<std::string> of_column{"property", "column"};
        std::vector<std::string> all = of_table;
        all.insert(all.end(), of_column.begin(), of_column.end());
        const std::string& text = query.text();
        for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
            const std::size_t end = text.find('}', at);
            if (end == std::string::npos) return;
            const std::string name = text.substr(at + 1, end - at - 1);
            const bool dollar = at > 0 && text[at - 1] == '$';
            const bool for_column = std::find(of_column.begin(), of_column.end(), name) != of_column.end();
            const bool known = for_column || std::find(of_table.begin(), of_table.end(), name) != of_table.end();
            if (known && (whom_.is_column || !for_column)) continue;
            if (!known && !dollar && !base::nearest(name, all)) continue;
            const std::string written = text.substr(dollar ? at - 1 : at, end + 1 - (dollar ? at - 1 : at));
            const std::string hint =
                "${object} is the table" +
                std::string(whom_.is_column ? ", ${property} the column" : "; write the column's name");
            check_.findings.error(
                codes::unresolved, check_.source.place_of(query, written),
                known ? fmt::format("'{}' is the column of a rule, and this rule is one of the table", written)
                      : fmt::format("'{}' names nothing{}", base::printable(written), base::did_you_mean(name, all)),
                hint);
        }
    }

    void check_custom(bool untyped) {
        if (untyped) {
            check_.findings.error(codes::missing_key, rule_.begin(), "the rule has an engine and no type",
                                  "add 'type: custom'");
        }
        for (const char* key : {"engine", "implementation"}) {
            if (rule_.find(key) != nullptr) continue;
            check_.findings.error(
                codes::missing_key, rule_.begin(), fmt::format("{} is of type custom and has no '{}'", title(), key),
                std::string_view(key) == "engine" ? "add for example 'engine: soda'"
                                                  : "add 'implementation:', the rule as its engine reads it");
        }
    }

    void check_text() {
        for (const Yaml::Entry& entry : rule_.entries()) {
            const bool checked = is_one_of(entry.key, comparisons) || entry.key == "metric" || entry.key == "query";
            if (!checked) continue;
            check_.findings.error(
                codes::exclusive_keys, entry.key_place,
                fmt::format("'{}' says nothing in a rule of type text, which is not checked", entry.key),
                entry.key == "query" ? "write 'type: sql', or remove it"
                                     : "write 'type: library' with a metric, or remove it");
            return;
        }
    }

    void check_library(const Yaml* metric) {
        const auto known = texts_of(metrics);
        need_comparison();
        if (metric == nullptr) {
            check_.findings.error(
                codes::missing_key, rule_.begin(), title() + " has no metric",
                fmt::format("add 'metric:' with one of {}, or 'type: sql' with a query", fmt::join(known, ", ")));
            return;
        }
        if (!metric->is_string()) return;
        const std::string& word = metric->text();
        if (!is_one_of(word, metrics)) {
            const auto meant = meant_metric(word);
            Finding& finding = check_.findings.error(
                codes::bad_value, metric->begin(),
                fmt::format("there is no metric '{}'{}", base::printable(word), did_you_mean(meant)),
                fmt::format("one of {}", fmt::join(known, ", ")));
            if (meant && *meant != "invalidValues")
                finding.fix = renaming(check_.source, metric->begin(), word, *meant);
            return;
        }
        if (word == "rowCount" && whom_.is_column) {
            check_.findings.error(codes::bad_value, metric->begin(),
                                  "rowCount is a rule for the whole table, not for a column",
                                  "move it to quality: of the object");
            return;
        }
        if (word != "rowCount" && word != "duplicateValues" && !whom_.is_column) {
            check_.findings.error(codes::bad_value, metric->begin(),
                                  fmt::format("{} is a rule for a column, not for the whole table", word),
                                  "move it to quality: of the column");
            return;
        }
        check_arguments(word);
        check_unit(word);
    }

    void check_arguments(const std::string& metric) {
        const auto own = arguments_of(metric, whom_.is_column);
        const bool misplaced = find_misplaced(metric, own);
        const Yaml* arguments = rule_.find("arguments");
        if (arguments != nullptr && !arguments->is_map()) return;
        bool renamed = false;
        if (arguments != nullptr) {
            for (const Yaml::Entry& entry : arguments->entries())
                renamed = check_argument(entry, metric, own) || renamed;
        }
        const bool has_one = arguments != nullptr &&
                             (arguments->find("validValues") != nullptr || arguments->find("pattern") != nullptr);
        if (metric == "invalidValues" && !has_one && !misplaced && !renamed) {
            check_.findings.error(codes::missing_key, rule_.begin(),
                                  "invalidValues does not say which values are valid",
                                  "add 'arguments: {validValues: [a, b]}' or \"arguments: {pattern: '^[a-z]+$'}\"");
        }
    }

    /// Arguments that stand beside the metric. @return whether there are any of this one's
    bool find_misplaced(const std::string& metric, const std::vector<std::string>& own) {
        bool found = false;
        for (const Yaml::Entry& entry : rule_.entries()) {
            if (!is_one_of(entry.key, all_arguments)) continue;
            const bool belongs = std::find(own.begin(), own.end(), entry.key) != own.end();
            found = found || belongs;
            check_.findings.error(codes::unknown_key, entry.key_place,
                                  fmt::format("'{}' stands beside the metric", entry.key),
                                  belongs ? fmt::format("move it below arguments: 'arguments: {{{}: …}}'", entry.key)
                                          : fmt::format("{} has no such argument: remove it", metric));
        }
        return found;
    }

    /// @return whether it was meant as one of this metric's
    bool check_argument(const Yaml::Entry& entry, const std::string& metric, const std::vector<std::string>& own) {
        if (std::find(own.begin(), own.end(), entry.key) == own.end()) {
            auto meant = meant_word(entry.key, everyday_arguments);
            if (meant && std::find(own.begin(), own.end(), *meant) == own.end()) meant.reset();
            if (!meant) meant = base::nearest(entry.key, own);
            Finding& finding = check_.findings.error(
                codes::unknown_key, entry.key_place,
                fmt::format("{} has no argument '{}'{}", metric, base::printable(entry.key), did_you_mean(meant)),
                own.empty() ? fmt::format("remove it: {} of a {} takes no arguments", metric,
                                          whom_.is_column ? "column" : "table")
                            : fmt::format("arguments of {} are {}", metric, fmt::join(own, ", ")));
            if (meant) finding.fix = renaming(check_.source, entry.key_place, entry.key, *meant);
            return meant.has_value();
        }
        if (entry.key == "pattern") check_pattern(check_, entry.value, "pattern");
        if (entry.key == "properties") check_columns(entry.value);
        if (entry.value.is_list() && entry.value.items().empty()) {
            check_.findings.error(
                codes::bad_value, entry.value.begin(), fmt::format("'{}' is empty", entry.key),
                fmt::format("name at least one, such as '{}: [a, b]', or remove the rule", entry.key));
        }
        return false;
    }

    void check_columns(const Yaml& columns) {
        if (whom_.columns.empty()) return;
        for (const Yaml& column : columns.items()) {
            if (!column.is_string()) continue;
            if (std::find(whom_.columns.begin(), whom_.columns.end(), column.text()) != whom_.columns.end()) continue;
            check_.findings.error(codes::bad_value, column.begin(),
                                  fmt::format("the table has no column '{}'{}", base::printable(column.text()),
                                              base::did_you_mean(column.text(), whom_.columns)),
                                  "name one of its properties, or add it to them");
        }
    }

    void check_unit(const std::string& metric) {
        const Yaml* unit = rule_.find("unit");
        if (unit == nullptr || !unit->is_string()) return;
        if (metric == "rowCount" && unit->text() == "percent") {
            check_.findings.error(codes::bad_value, unit->begin(), "all rows are always 100 percent of the rows",
                                  "remove the unit: rowCount counts rows");
        } else if (unit->text() != "rows" && unit->text() != "percent") {
            wrong_unit(*unit);
        }
    }

    void wrong_unit(const Yaml& unit) {
        const bool percent = is_percent(unit.text());
        Finding& finding =
            check_.findings.error(codes::bad_value, unit.begin(),
                                  fmt::format("the unit is '{}'{}", base::printable(unit.text()),
                                              percent ? ". Did you mean 'percent'?" : "; rows or percent is expected"),
                                  "'unit: percent' is a share of all rows; without a unit rows are counted");
        if (percent) finding.fix = renaming(check_.source, unit.begin(), unit.text(), "percent");
    }

    void check_severity() {
        const Yaml* severity = rule_.find("severity");
        if (severity == nullptr || !severity->is_string()) return;
        const std::vector<std::string> known{"info", "warning", "error"};
        const auto meant = base::nearest(severity->text(), known);
        if (!meant || *meant == severity->text()) return;
        check_.findings.warning(
            codes::bad_value, severity->begin(),
            fmt::format("the severity is '{}'. Did you mean '{}'?", base::printable(severity->text()), *meant),
            "customary are info, warning and error");
    }

    const ContractCheck& check_;
    const Yaml& rule_;
    const RuleOwner& whom_;
    int count_ = 0;  ///< of comparisons
};

}  // namespace

std::optional<std::string> meant_metric(std::string_view written) {
    if (is_one_of(written, metrics)) return std::string(written);
    if (auto word = meant_word(written, everyday_metrics)) return word;
    return base::nearest(written, texts_of(metrics));
}

void check_rules(const ContractCheck& check, const Yaml& owner, const RuleOwner& whom) {
    const Yaml* quality = owner.find("quality");
    if (quality == nullptr) return;
    for (const Yaml& rule : quality->items()) RuleCheck(check, rule, whom).check();
}

}  // namespace mlp::config
