// Finds what is wrong with a template before anybody makes a project from it: syntax, names that nothing defines,
// questions that nothing uses, templates that are not there, paths that cannot be written.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/template/jinja/jinja.hpp"
#include "core/template/template_folder.hpp"

namespace mlp::tmpl {

/// Codes of what a linter finds. A code never changes its meaning.
namespace lint_codes {
inline constexpr std::string_view definition = "TPL001";    ///< the file that defines it is wrong, or not supported
inline constexpr std::string_view syntax = "TPL002";        ///< Jinja that does not parse
inline constexpr std::string_view undefined = "TPL003";     ///< a name that nothing defines
inline constexpr std::string_view unused = "TPL004";        ///< a question that nothing uses
inline constexpr std::string_view unknown = "TPL005";       ///< a filter or test that is not there, in an `if`
inline constexpr std::string_view no_template = "TPL006";   ///< an include, import or extends of nothing
inline constexpr std::string_view unsafe_path = "TPL007";   ///< a path that cannot be written below a project
inline constexpr std::string_view collision = "TPL008";     ///< two paths that are one file on some systems
inline constexpr std::string_view bad_question = "TPL009";  ///< a question that its own default does not answer
inline constexpr std::string_view missing_file = "TPL010";  ///< a file that is named but not there
}  // namespace lint_codes

/// A text that is rendered.
struct LintText {
    enum class Role : std::uint8_t {
        file,     ///< the content of place.file
        name,     ///< of a file or folder
        setting,  ///< a text at `place` in the file that defines the template
    };
    Role role = Role::file;
    std::string text;
    Position place;
    bool may_be_left_out = false;  ///< a file whose path is rendered, maybe to nothing: what is wrong in it is a warning
};

/// Something that the template asks or computes.
struct LintQuestion {
    std::string name;
    Position place;
};

/// What there is to check in a template, whatever its kind.
struct LintSubject {
    jinja::Environment environment;
    std::string variable;                 ///< questions are attributes of it ("cookiecutter"); empty: names
    std::vector<LintQuestion> questions;  ///< what should be used somewhere
    std::set<std::string> known;          ///< more of the same that need no use
    std::set<std::string> names;          ///< other names that texts may read
    std::vector<LintText> texts;
    std::vector<std::string> paths;  ///< unrendered, relative to the project
    jinja::Loader loader;
    std::vector<Problem> problems;  ///< found already, by who knows the kind
};

/// Every text in a value, keys too, as a setting at `place`.
void add_settings(const jinja::Value& value, const Position& place, LintSubject& subject);
/// Whether a link stays in the template; one that does not is a problem at `place`.
bool check_link(const TemplateFolder& folder, const std::string& path, const Position& place, LintSubject& subject);

/// Everything that is wrong, by file and place.
std::vector<Problem> lint(LintSubject subject);

/// An error that stopped the reading of a template, as a problem at its place.
Problem problem_of(const Error& error);

}  // namespace mlp::tmpl
