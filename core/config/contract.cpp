#include "core/config/contract.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/contract_parts.hpp"
#include "core/config/renaming.hpp"
#include "core/config/schema.hpp"

namespace mlp::config {

namespace {

/// A part of the document, what it is called, and what people write in it who come from elsewhere.
struct Part {
    std::string_view definition;  ///< in the schema; empty for the top
    std::string_view subject;
    std::span<const EverydayWord> words;
};

constexpr auto words_of_top = std::to_array<EverydayWord>({
    {"tables", "schema"},
    {"models", "schema"},
    {"objects", "schema"},
    {"datasets", "schema"},
    {"title", "name"},
    {"owner", "team"},
});
constexpr auto words_of_table = std::to_array<EverydayWord>({
    {"columns", "properties"},
    {"fields", "properties"},
    {"attributes", "properties"},
    {"checks", "quality"},
    {"tests", "quality"},
    {"rules", "quality"},
    {"path", "physicalName"},
    {"file", "physicalName"},
    {"location", "physicalName"},
    {"type", "physicalType"},
});
constexpr auto words_of_column = std::to_array<EverydayWord>({
    {"column", "name"},
    {"type", "logicalType"},
    {"dataType", "logicalType"},
    {"data_type", "logicalType"},
    {"dtype", "logicalType"},
    {"options", "logicalTypeOptions"},
    {"constraints", "logicalTypeOptions"},
    {"checks", "quality"},
    {"tests", "quality"},
    {"rules", "quality"},
    {"notNull", "required"},
    {"not_null", "required"},
    {"mandatory", "required"},
    {"nullable", "required"},
    {"isNullable", "required"},
    {"optional", "required"},
    {"pk", "primaryKey"},
    {"primary", "primaryKey"},
    {"primary_key", "primaryKey"},
    {"isPrimaryKey", "primaryKey"},
    {"isUnique", "unique"},
    {"comment", "description"},
    {"fields", "properties"},
    {"columns", "properties"},
});
constexpr auto words_of_rule = std::to_array<EverydayWord>({
    {"sql", "query"},
    {"comment", "description"},
    {"args", "arguments"},
    {"parameters", "arguments"},
});

constexpr Part top_part{"", "the contract", words_of_top};
constexpr Part table_part{"object", "an object of the schema", words_of_table};
constexpr Part column_part{"property", "a column", words_of_column};
constexpr Part rule_part{"quality", "a rule", words_of_rule};

/// Whether the two say opposite things: the value is to be turned round too.
bool is_opposite(std::string_view written) {
    static constexpr std::array<std::string_view, 3> words{"nullable", "isNullable", "optional"};
    return std::find(words.begin(), words.end(), written) != words.end();
}

std::string scalar_or(const Yaml& value, std::string_view otherwise) {
    return value.is_scalar() && !value.is_null() ? value.text() : std::string(otherwise);
}

/// The words of the standard come from its schema, so that editors and mlp know the same ones.
class ContractReader {
public:
    ContractReader(const Document& document, Findings& findings)
        : check_{document.source, findings},
          schema_(base::parse_json(schema_text("odcs.schema.json"), "odcs.schema.json")) {}

    void read(const Yaml& tree) {
        check_apiversion(tree);
        check_status(tree);
        check_spelling(tree, top_part);
        const Yaml* tables = tree.find("schema");
        if (tables == nullptr) return;
        if (tables->is_map()) return expect_list(*tables, "schema", "name");
        check_names(*tables, "name", "tables");
        check_names(*tables, "physicalName", "tables with the physicalName");
        for (const Yaml& table : tables->items()) read_table(table);
    }

private:
    void read_table(const Yaml& table) {
        check_spelling(table, table_part);
        if (const Yaml* type = table.find("logicalType");
            type != nullptr && type->is_string() && type->text() != "object") {
            check_.findings.error(
                codes::bad_value, type->begin(),
                fmt::format("the logicalType of a table is '{}'; object is expected", base::printable(type->text())),
                fmt::format("write 'logicalType: object', or 'physicalType: {}'", type->text()));
        }
        RuleOwner owner;
        if (const Yaml* columns = table.find("properties")) {
            for (const Yaml& column : columns->items()) {
                const Yaml* name = column.find("name");
                if (name != nullptr && name->is_string()) owner.columns.push_back(name->text());
            }
            read_columns(*columns);
            check_keys(*columns);
        }
        read_rules(table, owner);
    }

    void read_columns(const Yaml& columns) {
        if (columns.is_map()) return expect_list(columns, "properties", "name");
        check_names(columns, "name", "columns");
        for (const Yaml& column : columns.items()) read_column(column);
    }

    void read_column(const Yaml& column) {
        check_spelling(column, column_part);
        check_type(check_, column);
        read_rules(column, {.is_column = true, .columns = {}});
        if (const Yaml* inner = column.find("properties")) read_columns(*inner);
        if (const Yaml* items = column.find("items")) read_column(*items);
    }

    void read_rules(const Yaml& owner, const RuleOwner& whom) {
        const Yaml* rules = owner.find("quality");
        if (rules == nullptr) return;
        if (rules->is_map()) return expect_list(*rules, "quality", rules->find("metric") != nullptr ? "" : "metric");
        check_rules(check_, owner, whom);
        for (const Yaml& rule : rules->items()) check_spelling(rule, rule_part);
    }

    /// A map where a list of maps belongs. @param key  what each item begins with, when the map's keys are its values
    void expect_list(const Yaml& map, std::string_view owner, std::string_view key) {
        const bool is_one = key.empty() || map.find(key) != nullptr;
        std::string first = "…";
        if (!map.entries().empty()) first = base::printable(map.entries().front().key);
        check_.findings.error(
            codes::wrong_type, map.begin(), fmt::format("'{}' is a map; a list is expected", owner),
            is_one ? fmt::format("put '- ' before '{}' and indent what follows", first)
                   : fmt::format(
                         "begin each item with its {0}:\n{1}:\n  - {0}: {2}", key, owner,
                         key == "metric" ? meant_metric(first).value_or("nullValues") + "\n    mustBe: 0" : first));
    }

    void check_apiversion(const Yaml& tree) {
        const Yaml* version = tree.find("apiVersion");
        if (version == nullptr || !version->is_scalar() || version->is_null()) return;
        std::string_view digits = version->text();
        if (digits.starts_with('v') || digits.starts_with('V')) digits.remove_prefix(1);
        if (digits.starts_with('3')) {
            const auto dots = std::count(digits.begin(), digits.end(), '.');
            const std::string meant = fmt::format("v{}{}", digits, dots == 0 ? ".1.0" : dots == 1 ? ".0" : "");
            if (meant == version->text() || digits.find_first_not_of("0123456789.") != std::string_view::npos) return;
            Finding& finding = check_.findings.error(
                version->is_string() ? codes::bad_value : codes::wrong_type, version->begin(),
                fmt::format("'apiVersion' is '{}'; a version of the standard such as v3.1.0 is expected",
                            version->text()),
                fmt::format("write 'apiVersion: {}'", meant));
            finding.fix = renaming(check_.source, version->begin(), version->text(), meant);
        } else if (!digits.empty() && digits.front() >= '0' && digits.front() <= '9') {
            check_.findings.error(codes::bad_version, version->begin(),
                                  fmt::format("'apiVersion' is '{}'; mlp reads v3 of the standard, such as v3.1.0",
                                              base::printable(version->text())),
                                  "write 'apiVersion: v3.1.0', once all of it is written as v3 asks");
        }
    }

    void check_status(const Yaml& tree) {
        const Yaml* status = tree.find("status");
        if (status == nullptr || !status->is_string()) return;
        const std::vector<std::string> known{"proposed", "draft", "active", "deprecated", "retired"};
        const auto meant = base::nearest(status->text(), known);
        if (!meant || *meant == status->text()) return;
        check_.findings.warning(
            codes::bad_value, status->begin(),
            fmt::format("the status is '{}'. Did you mean '{}'?", base::printable(status->text()), *meant),
            fmt::format("customary are {}", fmt::join(known, ", ")));
    }

    /// Two of one name among the items of a list.
    void check_names(const Yaml& list, std::string_view key, std::string_view what) {
        std::map<std::string, Position> names;
        for (const Yaml& item : list.items()) {
            const Yaml* name = item.find(key);
            if (name == nullptr || !name->is_string() || name->text().empty()) continue;
            const auto [known, fresh] = names.emplace(name->text(), name->begin());
            if (fresh) continue;
            check_.findings
                .error(codes::duplicate_name, name->begin(),
                       fmt::format("there are two {} '{}'", what, base::printable(name->text())),
                       fmt::format("rename or remove one of them; the other one is at {}", known->second.to_string()))
                .related.push_back({known->second, "first declared here"});
        }
    }

    /// Places in the primary key: from 1, each once, of columns that are part of it.
    void check_keys(const Yaml& columns) {
        std::map<std::int64_t, Position> places;
        for (const Yaml& column : columns.items()) {
            const Yaml* place = column.find("primaryKeyPosition");
            if (place == nullptr || place->type() != Yaml::Type::integer || place->as_integer() == -1) continue;
            const Yaml* key = column.find("primaryKey");
            if (key == nullptr || (key->type() == Yaml::Type::boolean && !key->as_bool())) {
                check_.findings.error(codes::missing_key, place->begin(),
                                      "'primaryKeyPosition' of a column that is not part of the key",
                                      "add 'primaryKey: true', or remove the position");
                continue;
            }
            if (place->as_integer() < 1) {
                check_.findings.error(
                    codes::bad_value, place->begin(),
                    fmt::format("'primaryKeyPosition' is {}; positions count from 1", place->as_integer()),
                    "write 'primaryKeyPosition: 1'");
                continue;
            }
            const auto [known, fresh] = places.emplace(place->as_integer(), place->begin());
            if (fresh) continue;
            check_.findings
                .error(codes::duplicate_name, place->begin(),
                       fmt::format("there are two columns at position {} of the primary key", place->as_integer()),
                       fmt::format("count them from 1; the other one is at {}", known->second.to_string()))
                .related.push_back({known->second, "first taken here"});
        }
    }

    std::vector<std::string> keys_of(const Part& part) const {
        std::vector<std::string> keys;
        const base::Json& owner = part.definition.empty() ? schema_ : schema_.at("definitions").at(part.definition);
        for (const auto& [key, rule] : owner.at("properties").items()) keys.push_back(key);
        return keys;
    }

    /// Keys that the standard has elsewhere, or in other letters. Others are anybody's own, which v3.0 allows.
    void check_spelling(const Yaml& map, const Part& part) {
        const auto known = keys_of(part);
        for (const Yaml::Entry& entry : map.entries()) {
            if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
            if (&part == &rule_part && is_told_by_rules(entry.key)) continue;
            if (&part == &column_part && tell_misplaced(entry, map)) continue;
            const auto word = meant_word(entry.key, part.words);
            const auto meant = word ? word : base::nearest(entry.key, known);
            if (!meant || map.find(*meant) != nullptr) continue;
            Finding& finding = check_.findings.error(
                codes::unknown_key, entry.key_place,
                fmt::format("{} has no key '{}'. Did you mean '{}'?", part.subject, base::printable(entry.key), *meant),
                hint_for(entry, *meant));
            const bool same_value =
                !word || entry.value.is_list() == (*meant == "properties" || *meant == "quality" || *meant == "schema");
            if (entry.plain_key && same_value && !is_opposite(entry.key) && !(word && *meant == "logicalType"))
                finding.fix = renaming(check_.source, entry.key_place, entry.key, *meant);
        }
    }

    static bool is_told_by_rules(std::string_view key) {
        static constexpr std::array<std::string_view, 4> arguments{"validValues", "missingValues", "pattern",
                                                                   "properties"};
        return key.starts_with("must") || meant_metric(key) ||
               std::find(arguments.begin(), arguments.end(), key) != arguments.end();
    }

    static std::string hint_for(const Yaml::Entry& entry, const std::string& meant) {
        if (is_opposite(entry.key))
            return "write 'required: true' where no value may be empty; without it empty values are allowed";
        if (meant == "logicalType" && entry.value.is_string()) {
            const std::string& type = entry.value.text();
            return fmt::format("write 'logicalType: {}'", meant_type(type).value_or(type));
        }
        if (meant == "team") return "write 'team:' with a list of members: '- username: …'";
        if (meant == "schema" || meant == "properties")
            return fmt::format("write '{}:' with a list whose items begin with '- name:'", meant);
        if (meant == "quality") return "write 'quality:' with a list of rules: '- metric: …'";
        return "keys of your own stand below customProperties";
    }

    /// What belongs below logicalTypeOptions or quality of the column.
    bool tell_misplaced(const Yaml::Entry& entry, const Yaml& column) {
        const auto tell = [&](std::string message, std::string hint) {
            check_.findings.error(codes::unknown_key, entry.key_place, std::move(message), std::move(hint));
            return true;
        };
        const std::string_view key = entry.key;
        if (key == "enum" || key == "values" || key == "validValues" || key == "allowedValues") {
            return tell(
                fmt::format("a column has no key '{}'", key),
                "write it as a rule: quality: [{metric: invalidValues, arguments: {validValues: [a, b]}, mustBe: 0}]");
        }
        if (meant_word(key, words_of_column)) return false;
        const auto option = meant_option(key);
        const bool exact = is_option_of(key, "");
        const auto known = keys_of(column_part);
        if (option && (exact || !base::nearest(key, known))) {
            std::string hint =
                column.find("logicalTypeOptions") != nullptr
                    ? fmt::format("move it below logicalTypeOptions, as '{}'", *option)
                    : fmt::format("write 'logicalTypeOptions: {{{}: {}}}'", *option, scalar_or(entry.value, "…"));
            const Yaml* type = column.find("logicalType");
            const std::string written = type != nullptr && type->is_string() ? type->text() : "";
            const std::string logical = meant_type(written).value_or(written);
            if (!logical.empty() && !is_option_of(*option, logical))
                hint = fmt::format("remove it: the logicalType {} has no option '{}'", logical, *option);
            return tell(fmt::format("a column has no key '{}': it is an option of its logicalType", key),
                        std::move(hint));
        }
        const auto metric = meant_metric(key);
        if (!metric || base::nearest(key, known)) return false;
        const bool number = entry.value.type() == Yaml::Type::integer || entry.value.type() == Yaml::Type::real;
        return tell(
            fmt::format("a column has no key '{}': it is a metric of a rule", base::printable(key)),
            fmt::format("write 'quality: [{{metric: {}, mustBe: {}}}]'", *metric, number ? entry.value.text() : "0"));
    }

    ContractCheck check_;
    base::Json schema_;
};

/// A file of another kind has nothing of a contract of today, which is one mistake.
bool is_of_another_kind(const Yaml& tree, Findings& findings) {
    const auto tell = [&](const Position& place, std::string message, std::string hint) {
        findings.error(codes::bad_version, place, std::move(message), std::move(hint));
        return true;
    };
    for (const Yaml::Entry& entry : tree.entries()) {
        if (entry.key != "dataContractSpecification") continue;
        return tell(entry.key_place,
                    "the file is one of the Data Contract Specification, not of the Open Data Contract Standard",
                    "`datacontract export FILE --format odcs` writes it as a contract that mlp reads (its kind is "
                    "DataContract)");
    }
    const Yaml* version = tree.find("apiVersion");
    const bool is_second = version != nullptr && version->is_scalar() &&
                           (version->text().starts_with("v2.") || version->text().starts_with("2."));
    for (const char* key : {"datasetName", "quantumName", "dataset", "datasetDomain"}) {
        if (tree.find(key) == nullptr || tree.find("schema") != nullptr) continue;
        if (version != nullptr && !is_second) continue;
        return tell(
            version != nullptr ? version->begin() : tree.begin(),
            "the contract is one of v2 of the standard; mlp reads v3, such as v3.1.0",
            "write it anew for v3: datasets are objects below `schema`, columns are `properties` with `logicalType`");
    }
    return false;
}

/// The schema is a second opinion: what stands at a place that was told of is the same in other words.
void add_schema_findings(const Yaml& tree, Findings& findings) {
    Findings opinion;
    check_schema("odcs.schema.json", tree, "the contract", opinion);
    auto told = findings.take();
    std::set<std::pair<int, int>> places;
    for (const Finding& finding : told) {
        if (finding.code != codes::missing_key) places.emplace(finding.place.line, finding.place.column);
    }
    findings.add(std::move(told));
    for (Finding& finding : opinion.take()) {
        const bool known = places.contains({finding.place.line, finding.place.column});
        if (finding.code == codes::missing_key || !known) findings.add(std::vector{std::move(finding)});
    }
}

}  // namespace

void check_contract(const Document& document, Findings& findings) {
    const Yaml& tree = document.tree;
    if (!tree.is_map()) {
        findings.error(codes::wrong_type, {document.source.file(), 1, 1},
                       tree.is_null() ? "the contract is empty"
                                      : fmt::format("the contract is {}; a map is expected", tree.type_name()),
                       "it begins with\n  apiVersion: v3.1.0\n  kind: DataContract");
        return;
    }
    Findings own;
    if (!is_of_another_kind(tree, own)) {
        ContractReader(document, own).read(tree);
        add_schema_findings(tree, own);
    }
    findings.add(own.take());
}

std::optional<Document> read_contract(const std::filesystem::path& root, const std::string& name, Findings& findings) {
    auto document = read_yaml(root, name, findings);
    if (document && document->whole) check_contract(*document, findings);
    return document;
}

}  // namespace mlp::config
