// Data contracts in the Open Data Contract Standard (ODCS v3.0 and v3.1): what must hold for a table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mlp::table {

/// "mustBeLessThan: 5" and its seven sisters.
struct Bound {
    enum class Op { be, not_be, greater, greater_equal, less, less_equal, between, not_between };
    Op op = Op::be;
    double first = 0;
    double second = 0;  ///< for between and not_between, both ends included
    bool holds(double value) const;
    std::string to_string() const;  ///< "at most 5"
};

struct Quality {
    enum class Type { library, sql, text, custom };
    Type type = Type::library;
    std::string name;
    std::string metric;               ///< library: nullValues, missingValues, invalidValues, duplicateValues, rowCount
    std::vector<std::string> values;  ///< missingValues or validValues
    std::string pattern;              ///< of invalidValues
    std::vector<std::string> properties;  ///< of duplicateValues on an object
    std::string query;                    ///< sql
    bool percent = false;
    std::optional<Bound> bound;
    Position place;
};

struct Property {
    std::string name;
    std::string logical_type;  ///< string date timestamp time number integer object array boolean, or empty
    bool required = false;
    bool unique = false;
    bool primary_key = false;
    // logicalTypeOptions; limits as written, numbers or dates.
    std::optional<std::string> minimum;
    std::optional<std::string> maximum;
    bool exclusive_minimum = false;
    bool exclusive_maximum = false;
    std::optional<std::int64_t> min_length;
    std::optional<std::int64_t> max_length;
    std::optional<std::string> pattern;
    std::vector<Quality> quality;
    Position place;
};

struct TableContract {
    std::string name;
    std::string physical_name;
    std::vector<Property> properties;
    std::vector<Quality> quality;
    Position place;
};

struct Contract {
    std::string file;
    std::string id;
    std::string version;
    std::string status;
    std::vector<TableContract> tables;

    /// The table for a file: the only one, or the one whose physicalName or name equals the path or its file name.
    /// None fits: Error{invalid}.
    const TableContract& table_for(std::string_view path) const;
};

/// Reads `root / name`. Everything that is wrong with it, as `mlp validate` tells it, comes in one Error{invalid} with
/// places; no such file: Error{missing}.
Contract read_contract(const std::filesystem::path& root, const std::string& name);

}  // namespace mlp::table
