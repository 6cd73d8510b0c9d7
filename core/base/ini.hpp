// The INI dialect of DVC's configuration files (Python's ConfigObj), as far as DVC uses it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mlp::base {

struct IniEntry {
    std::string key;                  ///< lower case
    std::vector<std::string> values;  ///< "a, b" is a list of two; otherwise one
    Position place;
};

struct IniSection {
    std::string name;  ///< quotes taken away: 'remote "store"' is remote "store"; lower case
    Position place;
    std::vector<IniEntry> entries;
};

/// Comments begin with '#'; values may stand in quotes of either kind, tripled ones over several lines. What ConfigObj
/// refuses (a line that is neither, a name twice, a quote without its end): Error{invalid} at "file:line".
std::vector<IniSection> parse_ini(std::string_view text, const std::string& file);

}  // namespace mlp::base
