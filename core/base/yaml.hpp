// YAML as a tree with source ranges: YAML 1.2 core schema, duplicate keys and bad UTF-8 found, anchors and merge keys
// resolved.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace mlp::base {

/// One node of a YAML document. Cheap to copy (shared, immutable).
class Yaml {
public:
    enum class Type { null, boolean, integer, real, string, list, map };
    struct Entry;

    Yaml();  ///< null without a position
    Type type() const;
    bool is_null() const { return type() == Type::null; }
    bool is_scalar() const { return type() < Type::list; }
    bool is_string() const { return type() == Type::string; }
    bool is_list() const { return type() == Type::list; }
    bool is_map() const { return type() == Type::map; }
    std::string_view type_name() const;  ///< "a text", "a list", … for messages

    /// Scalar as written (without quotes, escapes resolved).
    const std::string& text() const;
    bool is_plain() const;            ///< a scalar without quotes, block indicator or tag
    bool as_bool() const;             ///< only for boolean
    std::int64_t as_integer() const;  ///< only for integer
    double as_real() const;           ///< real or integer

    const std::vector<Yaml>& items() const;     ///< list; empty for others
    const std::vector<Entry>& entries() const;  ///< map in file order, merge keys resolved; empty for others
    /// Value of a key of a map, or nothing.
    const Yaml* find(std::string_view key) const;

    /// Where it begins; end is exclusive and may be unknown (line 0).
    const Position& begin() const;
    const Position& end() const;

    /// The same value as JSON; integers beyond 64 bits become doubles, .nan/.inf the strings of number_json.
    Json to_json() const;

    struct Data;
    explicit Yaml(std::shared_ptr<const Data> data);

private:
    std::shared_ptr<const Data> data_;
};

struct Yaml::Entry {
    std::string key;
    Position key_place;
    Yaml value;
    bool plain_key = false;  ///< as Yaml::is_plain, of the key
};

/// Codes of the problems that parse_yaml finds.
namespace yaml_codes {
inline constexpr std::string_view syntax = "MLP001";
inline constexpr std::string_view unreadable = "MLP002";  ///< bad UTF-8, control characters
inline constexpr std::string_view duplicate_key = "MLP004";
inline constexpr std::string_view limits = "MLP005";  ///< nested too deeply, or too large
inline constexpr std::string_view several_documents = "MLP006";
}  // namespace yaml_codes

struct YamlLimits {
    std::size_t nodes = 2'000'000;  ///< after aliases are expanded: stops "billion laughs"
    int depth = 200;
};

/// Parses one document. Every problem found (syntax, duplicate keys, tabs, bad UTF-8, more than one document, limits)
/// is appended to `problems`; a tree of what could be read is returned, null when nothing could. `file` goes into
/// positions. An empty document is null. A BOM and CRLF are accepted.
Yaml parse_yaml(std::string_view text, std::string_view file, std::vector<Problem>& problems, YamlLimits limits = {});

/// As above, but the first problem is thrown as Error{invalid}.
Yaml parse_yaml_or_throw(std::string_view text, std::string_view file);

/// A plain scalar's type by the YAML 1.2 core schema ("yes" is a string, "0o17" an integer).
Yaml::Type plain_scalar_type(std::string_view text);

/// Text of a scalar as YAML, quoted only when it must be, so that it reads back as the same type and value.
std::string yaml_scalar(const Json& scalar);
/// Block-style YAML of a JSON value with 2-space indentation, keys in order, ends with a newline.
std::string to_yaml(const Json& value);

}  // namespace mlp::base
