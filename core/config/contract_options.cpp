// logicalType and logicalTypeOptions of a contract's columns.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/json.hpp"
#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/contract_parts.hpp"
#include "core/config/moment.hpp"
#include "core/config/pattern_syntax.hpp"
#include "core/config/renaming.hpp"

namespace mlp::config {

namespace {

constexpr std::array<std::string_view, 9> logical_types{"string",  "date",   "timestamp", "time",   "number",
                                                        "integer", "object", "array",     "boolean"};

constexpr auto everyday_types = std::to_array<EverydayWord>({
    {"str", "string"},
    {"text", "string"},
    {"varchar", "string"},
    {"nvarchar", "string"},
    {"char", "string"},
    {"character", "string"},
    {"uuid", "string"},
    {"category", "string"},
    {"enum", "string"},
    {"int", "integer"},
    {"int8", "integer"},
    {"int16", "integer"},
    {"int32", "integer"},
    {"int64", "integer"},
    {"uint8", "integer"},
    {"uint32", "integer"},
    {"uint64", "integer"},
    {"bigint", "integer"},
    {"smallint", "integer"},
    {"tinyint", "integer"},
    {"long", "integer"},
    {"float", "number"},
    {"float32", "number"},
    {"float64", "number"},
    {"double", "number"},
    {"decimal", "number"},
    {"numeric", "number"},
    {"real", "number"},
    {"bool", "boolean"},
    {"bit", "boolean"},
    {"datetime", "timestamp"},
    {"date-time", "timestamp"},
    {"date_time", "timestamp"},
    {"timestamptz", "timestamp"},
    {"timestamp_tz", "timestamp"},
    {"timestamp_ntz", "timestamp"},
    {"list", "array"},
    {"struct", "object"},
    {"record", "object"},
    {"map", "object"},
    {"json", "object"},
    {"dict", "object"},
});

struct ContractOption {
    std::string_view key;
    std::string_view types;  ///< the logicalTypes that it is for, with a blank between them
};

constexpr std::string_view of_order = "date timestamp time number integer";
constexpr auto option_table = std::to_array<ContractOption>({
    {"minimum", of_order},
    {"maximum", of_order},
    {"exclusiveMinimum", of_order},
    {"exclusiveMaximum", of_order},
    {"multipleOf", "number integer"},
    {"minLength", "string"},
    {"maxLength", "string"},
    {"pattern", "string"},
    {"format", "string date timestamp time number integer"},
    {"timezone", "timestamp time"},
    {"defaultTimezone", "timestamp time"},
    {"minItems", "array"},
    {"maxItems", "array"},
    {"uniqueItems", "array"},
    {"minProperties", "object"},
    {"maxProperties", "object"},
    {"required", "object"},
});

constexpr auto everyday_options = std::to_array<EverydayWord>({
    {"min", "minimum"},
    {"max", "maximum"},
    {"minValue", "minimum"},
    {"maxValue", "maximum"},
    {"min_value", "minimum"},
    {"max_value", "maximum"},
    {"greaterThan", "exclusiveMinimum"},
    {"lessThan", "exclusiveMaximum"},
    {"min_length", "minLength"},
    {"max_length", "maxLength"},
    {"regex", "pattern"},
    {"regexp", "pattern"},
});

bool is_for(const ContractOption& option, std::string_view type) {
    return fmt::format(" {} ", option.types).find(fmt::format(" {} ", type)) != std::string::npos;
}

/// Those of one logicalType; without one, all.
std::vector<std::string> options_of(std::string_view type) {
    std::vector<std::string> keys;
    for (const ContractOption& option : option_table) {
        if (type.empty() || is_for(option, type)) keys.emplace_back(option.key);
    }
    return keys;
}

bool is_in_time(std::string_view type) { return type == "date" || type == "timestamp" || type == "time"; }

std::string_view sample_of(std::string_view type) {
    if (type == "date") return "2026-12-31";
    if (type == "timestamp") return "2026-12-31 23:59:59";
    return type == "time" ? "23:59:59" : "0";
}

/// The options of one column.
class Options {
public:
    Options(const ContractCheck& check, const Yaml& options, std::string type)
        : check_(check), options_(options), type_(std::move(type)) {}

    void check() {
        for (const Yaml::Entry& entry : options_.entries()) check_key(entry);
        const auto low = limit_of("minimum", "exclusiveMinimum");
        const auto high = limit_of("maximum", "exclusiveMaximum");
        if (low && high) check_order(*low, *high);
        for (const auto& [least, most] : {std::pair("minLength", "maxLength"), std::pair("minItems", "maxItems"),
                                          std::pair("minProperties", "maxProperties")}) {
            const auto fewest = count_of(least);
            const auto greatest = count_of(most);
            if (fewest && greatest) check_order(*fewest, *greatest);
        }
        if (const Yaml* pattern = options_.find("pattern"); pattern != nullptr && knows("pattern"))
            check_pattern(check_, *pattern, "pattern");
    }

private:
    struct Limit {
        std::string key;
        const Yaml* node;
        double value;
        bool exclusive;
    };

    bool knows(std::string_view key) const { return is_option_of(key, type_); }

    void check_key(const Yaml::Entry& entry) {
        if (knows(entry.key)) return;
        const auto own = options_of(type_);
        const auto all = options_of("");
        const std::string whose = type_.empty() ? "logicalTypeOptions" : fmt::format("the logicalType {}", type_);
        const std::string known = own.empty() ? fmt::format("remove it: the logicalType {} has no options", type_)
                                              : fmt::format("options of {} are {}", whose, fmt::join(own, ", "));
        if (std::find(all.begin(), all.end(), entry.key) != all.end()) {
            check_.findings.error(
                codes::unknown_key, entry.key_place,
                fmt::format("'{}' is no option of the logicalType {}", entry.key, type_),
                own.empty() ? known : fmt::format("remove it, or correct the logicalType; {}", known));
            return;
        }
        const auto meant = meant_option(entry.key);
        Finding& finding = check_.findings.error(
            codes::unknown_key, entry.key_place,
            fmt::format("there is no option '{}'{}", base::printable(entry.key),
                        meant ? fmt::format(". Did you mean '{}'?", *meant) : ""),
            is_list_of_values(entry.key)
                ? std::string("values that may be are a rule: quality: [{metric: invalidValues, arguments: "
                              "{validValues: [a, b]}, mustBe: 0}]")
                : known);
        if (meant && options_.find(*meant) == nullptr)
            finding.fix = renaming(check_.source, entry.key_place, entry.key, *meant);
    }

    static bool is_list_of_values(std::string_view key) {
        return key == "enum" || key == "values" || key == "validValues" || key == "allowedValues";
    }

    /// The one limit on a side: as such, exclusive by a flag (v3.0) or by its own key (v3.1).
    std::optional<Limit> limit_of(const std::string& key, const std::string& exclusive_key) {
        const Yaml* plain = knows(key) ? options_.find(key) : nullptr;
        const Yaml* exclusive = knows(key) ? options_.find(exclusive_key) : nullptr;
        const bool is_flag = exclusive != nullptr && exclusive->type() == Yaml::Type::boolean;
        if (is_flag && exclusive->as_bool() && plain == nullptr) {
            check_.findings.error(codes::missing_key, exclusive->begin(),
                                  fmt::format("'{}: true' stands without {}", exclusive_key, key),
                                  fmt::format("write the limit itself: '{}: {}'", exclusive_key, sample_of(type_)));
        }
        if (plain != nullptr && exclusive != nullptr && !is_flag) {
            check_.findings.error(codes::exclusive_keys, exclusive->begin(),
                                  fmt::format("'{}' and '{}' are two limits on one side", key, exclusive_key),
                                  "keep the one that is meant, and remove the other");
            return std::nullopt;
        }
        const bool own_key = exclusive != nullptr && !is_flag;
        const Yaml* node = own_key ? exclusive : plain;
        if (node == nullptr) return std::nullopt;
        const std::string& written = own_key ? exclusive_key : key;
        const auto value = value_of(*node, written);
        if (!value) return std::nullopt;
        return Limit{written, node, *value, own_key || (is_flag && exclusive->as_bool())};
    }

    std::optional<double> value_of(const Yaml& node, const std::string& key) {
        const bool is_number = node.type() == Yaml::Type::integer || node.type() == Yaml::Type::real;
        if (is_in_time(type_)) return moment_of(node, key);
        if (is_number && std::isfinite(node.as_real())) return node.as_real();
        if (is_number) {
            check_.findings.error(codes::bad_value, node.begin(),
                                  fmt::format("'{}' is '{}', no limit", key, node.text()),
                                  "remove it, or write a number");
            return std::nullopt;
        }
        const bool text = node.is_string();
        std::string hint = fmt::format("write a number, such as '{}: 0'", key);
        if (text && base::parse_number(node.text()))
            hint = fmt::format("write it without quotes: '{}: {}'", key, node.text());
        if (text && type_.empty()) {
            for (const std::string_view type : {"date", "timestamp", "time"}) {
                if (!parse_moment(node.text(), type == "time")) continue;
                hint = fmt::format("say what the column is: 'logicalType: {}'", type);
                break;
            }
        }
        check_.findings.error(codes::wrong_type, node.begin(),
                              text ? fmt::format("'{}' is the text '{}'; a number is expected", key,
                                                 base::printable(node.text().substr(0, 80)))
                                   : fmt::format("'{}' is {}; a number is expected", key, node.type_name()),
                              hint);
        return std::nullopt;
    }

    std::optional<double> moment_of(const Yaml& node, const std::string& key) {
        const std::string hint =
            fmt::format("write a {} that there is, such as '{}: \"{}\"'", type_, key, sample_of(type_));
        if (!node.is_string()) {
            check_.findings.error(codes::wrong_type, node.begin(),
                                  fmt::format("'{}' is {}; a {} is expected", key, node.type_name(), type_), hint);
            return std::nullopt;
        }
        const auto moment = parse_moment(node.text(), type_ == "time");
        if (!moment) {
            check_.findings.error(
                codes::bad_value, node.begin(),
                fmt::format("'{}' is '{}', which is no {}", key, base::printable(node.text().substr(0, 80)), type_),
                hint);
        }
        return moment;
    }

    std::optional<Limit> count_of(const std::string& key) {
        const Yaml* node = knows(key) ? options_.find(key) : nullptr;
        if (node == nullptr || node->type() != Yaml::Type::integer) return std::nullopt;
        return Limit{key, node, node->as_real(), false};
    }

    void check_order(const Limit& low, const Limit& high) {
        const bool meet = low.value == high.value && (low.exclusive || high.exclusive);
        if (low.value <= high.value && !meet) return;
        check_.findings
            .error(codes::bad_value, low.node->begin(),
                   fmt::format("{} {} is {} {} {}: no value can fit", low.key, low.node->text(), meet ? "at" : "above",
                               high.key, high.node->text()),
                   meet ? "leave room between the two" : "exchange the two")
            .related.push_back({high.node->begin(), "the other limit"});
    }

    const ContractCheck& check_;
    const Yaml& options_;
    std::string type_;
};

void check_logical_type(const ContractCheck& check, const Yaml& type) {
    if (!type.is_string()) return;
    const auto& word = type.text();
    if (std::find(logical_types.begin(), logical_types.end(), word) != logical_types.end()) return;
    const std::vector<std::string> known(logical_types.begin(), logical_types.end());
    auto meant = meant_type(word);
    if (!meant) meant = base::nearest(word, known);
    Finding& finding = check.findings.error(
        codes::bad_value, type.begin(),
        fmt::format("there is no logicalType '{}'{}", base::printable(word),
                    meant ? fmt::format(". Did you mean '{}'?", *meant) : ""),
        fmt::format("one of {}; what a database calls it stands as physicalType", fmt::join(known, ", ")));
    if (meant) finding.fix = renaming(check.source, type.begin(), word, *meant);
}

}  // namespace

std::optional<std::string> meant_word(std::string_view written, std::span<const EverydayWord> words) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    for (const EverydayWord& word : words) {
        if (std::equal(written.begin(), written.end(), word.written.begin(), word.written.end(), same))
            return std::string(word.meant);
    }
    return std::nullopt;
}

std::optional<std::string> meant_type(std::string_view written) {
    const std::string_view word = written.substr(0, written.find('('));
    std::vector<EverydayWord> own;
    for (const std::string_view type : logical_types) own.push_back({type, type});
    if (const auto found = meant_word(word, own)) return *found == written ? std::nullopt : found;
    return meant_word(word, everyday_types);
}

bool is_option_of(std::string_view option, std::string_view type) {
    return std::any_of(option_table.begin(), option_table.end(), [&](const ContractOption& row) {
        return row.key == option && (type.empty() || is_for(row, type));
    });
}

std::optional<std::string> meant_option(std::string_view written) {
    const auto known = options_of("");
    if (std::find(known.begin(), known.end(), written) != known.end()) return std::string(written);
    if (auto word = meant_word(written, everyday_options)) return word;
    return base::nearest(written, known);
}

void check_pattern(const ContractCheck& check, const Yaml& pattern, std::string_view key) {
    if (pattern.is_list()) {
        check.findings.error(codes::wrong_type, pattern.begin(), fmt::format("'{}' is a list; a text is expected", key),
                             fmt::format("brackets make a list of it: put it in quotes, such as {}: '^[a-z]+$'", key));
        return;
    }
    if (!pattern.is_string()) return;
    if (const auto problem = pattern_problem(pattern.text())) {
        check.findings.error(codes::bad_value, pattern.begin(),
                             fmt::format("the pattern '{}' cannot be used: {}",
                                         base::printable(pattern.text().substr(0, 80)), problem->message),
                             problem->hint);
    }
}

void check_type(const ContractCheck& check, const Yaml& column) {
    const Yaml* type = column.find("logicalType");
    if (type != nullptr) check_logical_type(check, *type);
    const Yaml* options = column.find("logicalTypeOptions");
    if (options == nullptr || !options->is_map()) return;
    const std::string word = type != nullptr && type->is_string() ? type->text() : "";
    const bool known = std::find(logical_types.begin(), logical_types.end(), word) != logical_types.end();
    const std::string meant = known ? word : meant_type(word).value_or("");
    Options(check, *options, meant).check();
}

}  // namespace mlp::config
