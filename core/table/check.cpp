#include "core/table/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "core/base/io.hpp"
#include "core/base/json.hpp"
#include "core/base/shorten.hpp"
#include "core/base/text.hpp"
#include "core/table/duckdb.hpp"
#include "core/table/rules.hpp"

namespace mlp::table {

namespace fs = std::filesystem;

namespace {

bool is_parquet(const std::string& path) { return path.ends_with(".parquet") || path.ends_with(".pq"); }

/// A path that names a file is meant literally, whatever DuckDB would take as a pattern in it.
std::string pattern_of(const fs::path& path) {
    std::string pattern;
    for (const char c : path.native()) {
        if (c == '[' || c == '*' || c == '?') {
            pattern += fmt::format("[{}]", c);
        } else {
            pattern += c;
        }
    }
    return pattern;
}

/// The separator by the file's first line: guessing by content would let damaged data pass as another dialect.
char delimiter_of(const fs::path& file) {
    constexpr std::size_t longest_line = 1 << 16;
    std::string line(longest_line, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(line.data(), static_cast<std::streamsize>(line.size()));
    line.resize(static_cast<std::size_t>(stream.gcount()));
    line.resize(std::min(line.find('\n'), line.size()));
    char best = ',';
    for (const char candidate : {';', '\t', '|'}) {
        if (std::count(line.begin(), line.end(), candidate) > std::count(line.begin(), line.end(), best))
            best = candidate;
    }
    return best;
}

std::string source_of(const fs::path& root, const std::string& path) {
    const auto full = root / path;
    const bool literal = base::signature_of(full, true).has_value();
    const auto pattern = quoted_literal(literal ? pattern_of(full) : full.native());
    if (is_parquet(path)) return fmt::format("read_parquet({}, union_by_name = true)", pattern);
    const char delimiter = literal ? delimiter_of(full) : path.ends_with(".tsv") ? '\t' : ',';
    return fmt::format(
        "read_csv({}, header = true, all_varchar = true, delim = {}, quote = '\"', escape = '\"', union_by_name = "
        "true)",
        pattern, quoted_literal(std::string_view(&delimiter, 1)));
}

CheckResult unreadable(std::string found) {
    CheckResult result;
    result.rule = "readable";
    result.expected = "a table";
    result.found = std::move(found);
    return result;
}

/// A condition of SQL counts as 1 when it holds.
double number_of(const std::optional<std::string>& cell) {
    if (cell == "true") return 1;
    return cell ? base::parse_number(*cell).value_or(0) : 0;
}

std::string shown(const std::optional<std::string>& cell) {
    constexpr std::size_t longest = 60;
    if (!cell) return "no value";
    return fmt::format("'{}'", base::shortened(base::printable(*cell), longest));
}

/// One run of a contract against one table.
class Checker {
public:
    Checker(const TableContract& table, const fs::path& root, const std::string& path)
        : table_(table), source_(source_of(root, path)), typed_(is_parquet(path)) {}

    std::vector<CheckResult> run() {
        try {
            db_.query("CREATE TEMP VIEW data AS SELECT * FROM " + source_);
            for (const auto& row : db_.query("SELECT column_name FROM (DESCRIBE data)"))
                columns_.push_back(row.at(0).value_or(""));
        } catch (const QueryFailure& failure) {
            return {unreadable(failure.message)};
        }
        check_columns();
        const auto rules = rules_of(table_, columns_, typed_);
        check_patterns(rules);
        check_rules(rules);
        check_queries();
        return std::move(results_);
    }

private:
    void check_columns() {
        for (const auto& property : table_.properties) {
            if (std::find(columns_.begin(), columns_.end(), property.name) != columns_.end()) continue;
            CheckResult result;
            result.column = property.name;
            result.rule = "column";
            result.expected = "the column is there";
            result.found =
                fmt::format("columns {}{}", fmt::join(columns_, ", "), base::did_you_mean(property.name, columns_));
            results_.push_back(std::move(result));
        }
    }

    /// Patterns are tried alone first, so that a wrong one is told at its place in the contract.
    void check_patterns(const std::vector<Rule>& rules) {
        for (const auto& rule : rules) {
            if (rule.bad_row.empty() || rule.bad_row.find(" GROUP BY ") != std::string::npos) continue;
            try {
                db_.query(fmt::format("SELECT {} FROM data LIMIT 0", rule.bad_row));
            } catch (const QueryFailure& failure) {
                throw Error(Kind::invalid, fmt::format("the rule '{}' of '{}' cannot be used: {}", rule.name,
                                                       rule.column, failure.message))
                    .at(rule.place.to_string());
            }
        }
    }

    void check_rules(const std::vector<Rule>& rules) {
        std::string sql = "SELECT count(*)";
        for (const auto& rule : rules) sql += ", " + rule.value;
        ResultRow row;
        try {
            row = db_.query(sql + " FROM data").at(0);
        } catch (const QueryFailure& failure) {
            results_.insert(results_.begin(), unreadable(failure.message));
            return;
        }
        rows_ = number_of(row.at(0));
        for (std::size_t i = 0; i < rules.size(); ++i) add_result(rules[i], number_of(row.at(i + 1)));
    }

    void add_result(const Rule& rule, double value) {
        CheckResult result;
        result.column = rule.column;
        result.rule = rule.name;
        result.name = rule.label;
        result.expected = rule.expected;
        const double measured = rule.percent ? (rows_ > 0 ? 100 * value / rows_ : 0) : value;
        result.passed = rule.bound.holds(measured);
        result.found = rule.percent           ? fmt::format("{:.3g} percent", measured)
                       : rule.bad_row.empty() ? base::number_text(value)
                                              : fmt::format("{} of {} rows are not", value, rows_);
        if (!result.passed && !rule.bad_row.empty() && value > 0) result.examples = examples_of(rule);
        results_.push_back(std::move(result));
    }

    std::vector<std::string> examples_of(const Rule& rule) {
        const auto column = quoted_identifier(rule.column);
        const auto sql = fmt::format(
            "SELECT n, CAST({0} AS VARCHAR) FROM (SELECT row_number() OVER () AS n, * FROM data) AS data WHERE {1} "
            "LIMIT 3",
            column, rule.bad_row);
        std::vector<std::string> examples;
        try {
            for (const auto& row : db_.query(sql))
                examples.push_back(fmt::format("row {}: {}", row.at(0).value_or("?"), shown(row.at(1))));
        } catch (const QueryFailure&) {
            // Examples are an extra: the verdict stands without them.
            examples.clear();
        }
        return examples;
    }

    /// SQL of the contract runs last, on a copy in memory, with files out of reach.
    void check_queries() {
        bool copied = false;
        const auto check = [&](const Quality& quality, const std::string& column) {
            if (quality.type == Quality::Type::custom) add_skipped(quality, column);
            if (quality.type != Quality::Type::sql) return;
            if (!copied) {
                db_.query("CREATE TABLE copied AS SELECT * FROM data");
                db_.forbid_files();
                copied = true;
            }
            check_query(quality, column);
        };
        if (std::any_of(results_.begin(), results_.end(), [](const CheckResult& r) { return r.rule == "readable"; }))
            return;
        for (const auto& quality : table_.quality) check(quality, "");
        for (const auto& property : table_.properties) {
            for (const auto& quality : property.quality) check(quality, property.name);
        }
    }

    void check_query(const Quality& quality, const std::string& column) {
        std::string sql = quality.query;
        const auto replace = [&](std::string_view from, std::string_view to) {
            for (auto at = sql.find(from); at != std::string::npos; at = sql.find(from, at + to.size()))
                sql.replace(at, from.size(), to);
        };
        for (const auto* name : {"object", "table"}) {
            replace(fmt::format("${{{}}}", name), "copied");
            replace(fmt::format("{{{}}}", name), "copied");
        }
        for (const auto* name : {"property", "column"}) {
            replace(fmt::format("${{{}}}", name), quoted_identifier(column));
            replace(fmt::format("{{{}}}", name), quoted_identifier(column));
        }
        try {
            const auto rows = db_.query(sql);
            const double value = rows.empty() || rows.front().empty() ? 0 : number_of(rows.front().front());
            add_result({column, "sql", quality.name, "", "", quality.bound->to_string(), *quality.bound,
                        quality.percent, quality.place},
                       value);
        } catch (const QueryFailure& failure) {
            throw Error(Kind::invalid, "the query cannot be run: " + failure.message).at(quality.place.to_string());
        }
    }

    void add_skipped(const Quality& quality, const std::string& column) {
        CheckResult result;
        result.column = column;
        result.rule = "custom";
        result.name = quality.name;
        result.skipped = true;
        result.found = "rules of other engines are not run";
        results_.push_back(std::move(result));
    }

    const TableContract& table_;
    std::string source_;
    bool typed_;
    DuckDb db_;
    std::vector<std::string> columns_;
    double rows_ = 0;
    std::vector<CheckResult> results_;
};

}  // namespace

std::vector<CheckResult> check_contract(const Contract& contract, const fs::path& root, const std::string& path) {
    if (path.find("://") != std::string::npos) {
        throw Error(Kind::invalid, fmt::format("'{}' is not a local file", path))
            .hint("fetch it first, then check the copy");
    }
    const auto& table = contract.table_for(path);
    const auto found = base::signature_of(root / path, true);
    const bool pattern = path.find_first_of("*?[") != std::string::npos;
    if (!found && !pattern) return {unreadable("there is no such file")};
    if (found && found->is_regular() && found->size == 0) return {unreadable("the file is empty")};
    return Checker(table, root, path).run();
}

}  // namespace mlp::table
