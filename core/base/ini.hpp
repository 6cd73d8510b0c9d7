// The INI dialect of DVC's configuration files (Python's ConfigObj), as far as DVC uses it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace mlp::base {

/// Columns of a line, from 1; the end is exclusive.
struct IniColumns {
    int begin = 0;
    int end = 0;
};

struct IniEntry {
    std::string key;                  ///< lower case
    std::vector<std::string> values;  ///< "a, b" is a list of two; otherwise one
    Position place;
    int last_line = 0;  ///< of its value
    IniColumns key_columns = {};
    IniColumns value_columns = {};  ///< of its first line, with quotes
};

struct IniSection {
    std::string name;  ///< quotes taken away: 'remote "store"' is remote "store"; lower case
    Position place;
    std::vector<IniEntry> entries;
    IniColumns name_columns = {};  ///< with quotes
};

/// A value as ConfigObj writes it: in quotes where it would be read differently without.
/// One that cannot be written at all (both kinds of quotes, tripled): Error{invalid}.
std::string ini_quoted(std::string_view value, bool may_take_lines = true);

/// Comments begin with '#'; values may stand in quotes of either kind, tripled ones over several lines. What ConfigObj
/// refuses (a line that is neither, a name twice, a quote without its end): Error{invalid} at "file:line".
std::vector<IniSection> parse_ini(std::string_view text, const std::string& file);
/// The same without an end at the first fault: each is appended, its line left out. Text that is not UTF-8 is thrown.
std::vector<IniSection> parse_ini(std::string_view text, const std::string& file, std::vector<Problem>& problems);
/// As the first, of a file; nothing where it is not there. @param name  in messages, as their place
std::optional<std::vector<IniSection>> read_ini(const std::filesystem::path& file, const std::string& name);

}  // namespace mlp::base
