// The stable codes of everything that can be wrong with a file of a project: one name for the code that finds it, one
// row for the documentation that explains it.
#pragma once

#include <span>
#include <string_view>

namespace mlp::config {

/// How much a code counts where `validate:` of mlp.yaml does not say otherwise.
enum class Weight {
    firm,     ///< an error that cannot be lowered: the file is not understood
    error,
    warning,
    off,      ///< only looked for where the project asks for it
};

/// A code never changes its meaning and is never used again once retired.
struct CodeRow {
    std::string_view code;   ///< "MLP033"
    std::string_view title;  ///< one line, no full stop
    std::string_view text;   ///< why it is wrong and what to do
    Weight weight = Weight::firm;
};

/// All codes, ascending. docs/validation.md lists the same ones (a test compares them).
std::span<const CodeRow> code_table();
const CodeRow* find_code(std::string_view code);

namespace codes {
// Reading the file. 003 was: a project with only a dvc.yaml. MLP001, 002, 004, 005 and 006 are also what
// base::parse_yaml gives (base::yaml_codes).
inline constexpr std::string_view syntax = "MLP001";
inline constexpr std::string_view unreadable = "MLP002";
inline constexpr std::string_view duplicate_key = "MLP004";
inline constexpr std::string_view limits = "MLP005";
inline constexpr std::string_view several_documents = "MLP006";
inline constexpr std::string_view bad_lock = "MLP007";
inline constexpr std::string_view not_indented = "MLP008";
// Keys and values.
inline constexpr std::string_view unknown_key = "MLP010";
inline constexpr std::string_view wrong_type = "MLP011";
inline constexpr std::string_view missing_key = "MLP012";
inline constexpr std::string_view bad_value = "MLP013";
inline constexpr std::string_view bad_version = "MLP014";
inline constexpr std::string_view bad_name = "MLP015";
inline constexpr std::string_view duplicate_name = "MLP016";
inline constexpr std::string_view exclusive_keys = "MLP017";
inline constexpr std::string_view command_is_map = "MLP018";
inline constexpr std::string_view bad_duration = "MLP019";
inline constexpr std::string_view bad_size = "MLP020";
// Paths.
inline constexpr std::string_view path_outside = "MLP030";
inline constexpr std::string_view path_reserved = "MLP031";
inline constexpr std::string_view dep_and_out = "MLP032";
inline constexpr std::string_view duplicate_output = "MLP033";
inline constexpr std::string_view listed_twice = "MLP034";
inline constexpr std::string_view missing_dep = "MLP035";
inline constexpr std::string_view missing_lock = "MLP036";
inline constexpr std::string_view missing_contract = "MLP037";
inline constexpr std::string_view missing_model = "MLP038";
inline constexpr std::string_view missing_file = "MLP039";
inline constexpr std::string_view cycle = "MLP040";
inline constexpr std::string_view stage_file_in_output = "MLP041";
// Parameters and ${…}.
inline constexpr std::string_view missing_params = "MLP050";
inline constexpr std::string_view unknown_param = "MLP051";
inline constexpr std::string_view unresolved = "MLP052";
inline constexpr std::string_view template_syntax = "MLP053";
inline constexpr std::string_view template_type = "MLP054";
inline constexpr std::string_view missing_vars = "MLP055";
inline constexpr std::string_view set_twice = "MLP056";
inline constexpr std::string_view bad_expansion = "MLP057";
// Models, gates, environments.
inline constexpr std::string_view gate_syntax = "MLP060";
inline constexpr std::string_view gate_stage = "MLP061";
inline constexpr std::string_view unknown_model = "MLP062";
inline constexpr std::string_view gate_metric = "MLP063";
inline constexpr std::string_view gate_key = "MLP064";
// The project as a whole.
inline constexpr std::string_view unused_param = "MLP070";
inline constexpr std::string_view unused_stage = "MLP071";
inline constexpr std::string_view git_keeps_output = "MLP072";
inline constexpr std::string_view git_ignores_file = "MLP073";
inline constexpr std::string_view undeclared_file = "MLP074";
inline constexpr std::string_view undeclared_import = "MLP075";
inline constexpr std::string_view secret = "MLP076";
inline constexpr std::string_view missing_owner = "MLP077";
inline constexpr std::string_view deprecated_dataset = "MLP078";
inline constexpr std::string_view shared_folder = "MLP079";
}  // namespace codes

}  // namespace mlp::config
