// JSON: the one include of nlohmann::json (order of keys kept), parsing with positions, canonical text, numbers that JSON cannot hold.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace mlp::base {

using Json = nlohmann::ordered_json;

/// Parses one document. A syntax error is Error{invalid} at "origin:line:column". Bad UTF-8 and nesting deeper than
/// 500 are errors too; a duplicate key keeps the last value.
Json parse_json(std::string_view text, std::string_view origin);

/// Keys sorted by bytes at every level, no white space, UTF-8 kept: the form that fingerprints are taken of.
std::string canonical_json(const Json& value);

/// Finite doubles are numbers; NaN and infinities are the strings "NaN", "Infinity", "-Infinity".
Json number_json(double value);
/// The reverse; accepts numbers, those strings, and numeric strings. Anything else: nothing.
std::optional<double> number_from_json(const Json& value);

/// Shortest text that reads back as the same double: "0.1", "1e-05", "5", "NaN", "-Infinity".
std::string number_text(double value);
/// Exact reverse of number_text for user input ("nan", "inf", "-inf" in any case accepted too); nothing when not a number.
std::optional<double> parse_number(std::string_view text);

}  // namespace mlp::base
