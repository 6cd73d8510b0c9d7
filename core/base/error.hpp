// The one exception type of mlp, and the table that maps its kinds to exit codes.
#pragma once

#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// What went wrong, as far as a caller can act on it. One kind is one exit code (see kind_table).
enum class Kind {
    work_failed,  ///< 1: a stage, test, check or gate said no
    usage,        ///< 2: wrong flags or arguments
    invalid,      ///< 3: a configuration or input file is wrong
    missing,      ///< 4: something named does not exist
    conflict,     ///< 5: somebody else holds or changed it
    remote,       ///< 6: a remote, server or executor failed
    damaged,      ///< 7: stored data is damaged
    bug,          ///< 70: a defect in mlp itself
};

struct KindRow {
    Kind kind;
    int exit_code;
    std::string_view name;     ///< as in the JSON error document
    std::string_view meaning;  ///< one line for the man page
};

/// All kinds, in order of their exit codes. The only place where a kind meets its exit code.
std::span<const KindRow> kind_table();
const KindRow& row_of(Kind kind);

/// Where in a file something was found. Line and column count from 1, columns in characters (code points); 0 = unknown.
struct Position {
    std::string file;
    int line = 0;
    int column = 0;
    std::string to_string() const;  ///< "file:line:column", shorter when parts are unknown
    bool operator==(const Position&) const = default;
};

/// A failure to be told to the user. The message says what was found and what was wanted; `place` says where,
/// `hint` the way out, `steps` what was being done (innermost first). Rendering happens in cli/ only.
class Error : public std::exception {
public:
    Error(Kind kind, std::string message);

    Error& at(std::string place) &;
    Error&& at(std::string place) &&;
    Error& hint(std::string text) &;
    Error&& hint(std::string text) &&;
    /// A stable code such as "MLP012", for findings that documentation can be looked up by.
    Error& code(std::string text) &;
    Error&& code(std::string text) &&;
    /// Called by callers as the error climbs: `catch (Error& e) { e.during("pushing model 'churn'"); throw; }`.
    Error& during(std::string step) &;

    Kind kind() const noexcept { return kind_; }
    const std::string& message() const noexcept { return message_; }
    const std::string& place() const noexcept { return place_; }
    const std::string& hint_text() const noexcept { return hint_; }
    const std::string& code_text() const noexcept { return code_; }
    std::span<const std::string> steps() const noexcept { return steps_; }
    const char* what() const noexcept override { return message_.c_str(); }

private:
    Kind kind_;
    std::string message_;
    std::string place_;
    std::string hint_;
    std::string code_;
    std::vector<std::string> steps_;
};

/// One finding about an input file; validation collects all of them before anything fails.
struct Problem {
    enum class Severity { error, warning };
    Severity severity = Severity::error;
    std::string code;  ///< stable: "MLP012"
    Position place;
    std::string message;  ///< what was found and what was expected
    std::string hint;     ///< the way out; may be empty
};

/// Error text for the current or given errno: "cannot open 'x': Permission denied".
/// ENOENT gives Kind::missing, ENOSPC/EDQUOT a hint about free space, everything else Kind::invalid.
Error system_error(std::string_view what, std::string_view path, int error_number);

}  // namespace mlp
