// What the files that check a data contract share: columns' types and options in one, rules in another.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/findings.hpp"
#include "core/config/source.hpp"

namespace mlp::config {

/// Where to look and where to tell.
struct ContractCheck {
    const Source& source;
    Findings& findings;
};

/// A word that people write who come from elsewhere, and what the standard says instead.
struct EverydayWord {
    std::string_view written;
    std::string_view meant;
};

/// What the standard calls it, or nothing. Capitals do not count.
std::optional<std::string> meant_word(std::string_view written, std::span<const EverydayWord> words);

/// The logicalType that "varchar(20)" or "Int" stands for; nothing for what is one, and for what is none.
std::optional<std::string> meant_type(std::string_view written);

/// logicalType and logicalTypeOptions of one column.
void check_type(const ContractCheck& check, const Yaml& column);

/// Whether the logicalType has the option; without a type, whether any has.
bool is_option_of(std::string_view option, std::string_view type);
/// The option of that name, or of what people call it.
std::optional<std::string> meant_option(std::string_view written);

/// A pattern, of a column or of a rule.
void check_pattern(const ContractCheck& check, const Yaml& pattern, std::string_view key);

/// Whom rules are about.
struct RuleOwner {
    bool is_column = false;
    std::vector<std::string> columns;  ///< of the table; empty for a column
};

/// The rules below `quality:` of a table or column.
void check_rules(const ContractCheck& check, const Yaml& owner, const RuleOwner& whom);
/// The metric of that name, or of what people call it.
std::optional<std::string> meant_metric(std::string_view written);

}  // namespace mlp::config
