// `${a.b[0]}` in texts: DVC's rules. An expression is a name with `.key` and `[index]`; no functions, no arithmetic, no
// nesting.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"

namespace mlp::config {

using base::Json;

/// How a map in a command becomes options (DVC's settings parsing.bool and parsing.list).
struct OptionStyle {
    bool negate_false = false;  ///< {on: false} gives "--no-on" instead of nothing
    bool repeat_lists = false;  ///< {l: [1, 2]} gives "--l 1 --l 2" instead of "--l 1 2"
};

/// What names stand for: `local` (item, key) is looked at first, then `values`. Both may be null.
struct Scope {
    const Json* values = nullptr;
    const Json* local = nullptr;
    bool complete = true;  ///< false: a file of values could not be read, so a name without a value says nothing
    const OptionStyle* options = nullptr;  ///< how maps become options; null: the default style
    bool open_is_text = false;             ///< "${" without a "}" on its line is no mistake: DVC's rule

    /// The same rules for other names; those must outlive the copy.
    Scope with(const Json& new_values, const Json* new_local, bool is_complete) const {
        Scope other = *this;
        other.values = &new_values;
        other.local = new_local;
        other.complete = is_complete;
        return other;
    }
};

/// What is wrong with an expression, and at which byte of the text.
struct Fault {
    std::string_view code;
    std::string expression;  ///< as written, "${train.lrr}"
    std::string message;
    std::string hint;
};

/// What may be put into a text: single values; in a command also a map, which becomes options.
enum class Insert { scalar, command };

/// False for most texts, so that they cost one search.
inline bool has_template(std::string_view text) { return text.find("${") != std::string_view::npos; }

/// The text with its expressions resolved and `\${` unescaped. A text that is exactly one expression keeps the value's
/// type (maps and lists included), except in a command. Nothing when something was wrong; `faults` says what.
std::optional<Json> interpolate(std::string_view text, const Scope& scope, Insert insert, std::vector<Fault>& faults);

/// A scalar as Python prints it, but for true and false: 0.1, 1e-05, 5.0, None.
std::string inserted_text(const Json& scalar);
/// A map as options of a command: {lr: 0.1, deep: {a: 1}, on: true} gives "--lr 0.1 --deep.a 1 --on".
/// Nothing for what has no such form (a list in a list).
std::optional<std::string> command_options(const Json& map, const OptionStyle& style = {});

}  // namespace mlp::config
