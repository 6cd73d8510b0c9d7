// What YAML, TOML and Python can say and JSON cannot, kept inside of a Json as the words that stand in the file: an
// integer beyond 64 bits, a date, a key that is no text. Equal values are equal words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.hpp"

namespace mlp::base {

Json verbatim_yaml(std::string_view words);
/// The words, or nothing for an ordinary value.
std::optional<std::string_view> verbatim_words(const Json& value);
/// The same for a key that is no text in YAML: 0, true, 2024-01-02.
std::string verbatim_key(std::string_view words);
std::optional<std::string_view> verbatim_key_words(std::string_view key);

/// The value with its verbatim words as texts, keys among them: what a JSON document can hold.
Json words_as_texts(Json value);
/// As above, but integers keep being numbers of any size.
Json dates_as_texts(Json value);

/// On one line, as JSON and YAML read it; verbatim words stand without quotes.
std::string flow_text(const Json& value);

}  // namespace mlp::base
