#include "core/config/codes.hpp"

#include <algorithm>
#include <array>

namespace mlp::config {

namespace {

// clang-format off
constexpr auto rows = std::to_array<CodeRow>({
    {codes::syntax, "The file is not valid YAML or JSON",
     "The text cannot be understood at that place: a bracket or quote that is not closed, a tab used for indentation, a ':' that is missing."},
    {codes::unreadable, "The file cannot be read",
     "It holds bytes that are not UTF-8 or control characters, is a folder, too large, or not open to this user."},
    {codes::duplicate_key, "A key stands twice in one map",
     "Most readers of YAML silently keep the last one, so that the first is lost. Remove or rename one of them."},
    {codes::limits, "The file is nested too deeply or too large",
     "Anchors that multiply into millions of values, or hundreds of levels of brackets, are refused."},
    {codes::several_documents, "More than one YAML document",
     "A line with --- begins a second document; a file of a project holds one."},
    {codes::bad_lock, "mlp.lock cannot be read",
     "It is written by mlp alone; after a merge with conflicts take either side, or delete it: `mlp run` writes it again, restoring what the run cache still has."},
    {codes::unknown_key, "Unknown key",
     "A key that nothing reads, mostly a slip of the pen. Unknown keys are errors, because a misspelt `deps` would silently change what a stage depends on."},
    {codes::wrong_type, "A value of the wrong type",
     "For example a list where a text is expected, or a number that must be written in quotes to be a text."},
    {codes::missing_key, "A required key is missing",
     "mlp.yaml needs `version` and `project`, a stage needs `cmd`, a model needs `path`."},
    {codes::bad_value, "A value that is not allowed",
     "The type is right, but the value is out of range or not one of the words that are known here."},
    {codes::bad_version, "A version of the file format that this mlp does not know",
     "This mlp reads `version: 1`. A higher one needs a newer mlp."},
    {codes::bad_name, "A name with characters that are not allowed",
     "Names of stages have no ASCII punctuation but `-` and `_` (`@`, `:` and `.` separate names from what follows them); names of variables are letters, digits and `_`."},
    {codes::duplicate_name, "Two things with one name",
     "After foreach and matrix are expanded every stage has its own name."},
    {codes::exclusive_keys, "Keys that exclude each other",
     "`foreach` comes with `do` and nothing else; `matrix` stands beside `cmd` and never together with `foreach`."},
    {codes::command_is_map, "A command that YAML reads as a map",
     "An unquoted command with `: ` or `{…}` in it is a map for YAML. Put the whole command in quotes."},
    {codes::bad_duration, "A duration that cannot be read",
     "Durations are numbers with a unit: `90s`, `5m`, `1h30m`, `250ms`. A plain number is seconds."},
    {codes::bad_size, "A size that cannot be read",
     "Sizes are numbers with a unit: `512MB`, `2GiB`. A plain number is bytes."},
    {codes::path_outside, "A path that leaves the project",
     "Paths are relative to mlp.yaml (in a stage with `wdir`, to that folder) and stay inside the project, so that a stage means the same on every machine."},
    {codes::path_reserved, "An output in a place that is not for outputs",
     "`.mlp`, `.git` and the files that mlp itself reads and writes cannot be outputs: stages remove their outputs before they run."},
    {codes::dep_and_out, "A path that a stage reads and writes",
     "A stage that depends on its own output would never be up to date."},
    {codes::duplicate_output, "Two outputs at one place",
     "Every file is made by one stage. An output inside another output counts as the same place."},
    {codes::listed_twice, "Listed twice",
     "The same path or parameter stands twice in one stage."},
    {codes::missing_dep, "A dependency that does not exist and that no stage makes",
     "Add the file, correct the path, or name the output of the stage that makes it."},
    {codes::missing_lock, "The Python lock file does not exist",
     "`env: {python: FILE}` names a requirements file with hashes, for example made by `uv pip compile --generate-hashes`."},
    {codes::missing_contract, "The contract of a data set does not exist",
     "`contract:` names an ODCS contract, usually contracts/NAME.odcs.yaml."},
    {codes::missing_model, "A model's path that does not exist and that no stage makes",
     "`path:` of a model is usually an output of the stage that trains it."},
    {codes::missing_file, "A file that belongs to a model or data set does not exist",
     "The model card, a further file of a model, or the data of a data set is not there, and no stage makes it."},
    {codes::cycle, "Stages that wait for each other",
     "The message shows the way round. One of the dependencies must go, or the stages be split."},
    {codes::stage_file_in_output, "An output that holds a file of stages",
     "Outputs are removed before a stage runs, so a dvc.yaml or .dvc file inside of one would be lost. Choose a folder without such files."},
    {codes::missing_params, "A parameter file does not exist",
     "Parameters are read from params.yaml unless `params: [FILE: [keys]]` names another file, relative to the stage's `wdir`."},
    {codes::unknown_param, "A parameter that is not in its file",
     "Names are keys joined by `.`, items of a list by number: `train.lr`, `layers.0`."},
    {codes::unresolved, "A ${…} that names nothing",
     "Names come from params.yaml, from `vars`, and inside foreach and matrix from `item` and `key`. To leave it to the shell write `\\${NAME}` or `$NAME`."},
    {codes::template_syntax, "A ${…} that cannot be read",
     "Between the braces stands a name such as `train.lr` or `layers[0]`; there are no functions and no arithmetic."},
    {codes::template_type, "A ${…} whose value does not fit here",
     "Only single values can be put into a text. A map can stand in `cmd`, where it becomes options; a list or map in foreach and matrix."},
    {codes::missing_vars, "A file of vars does not exist",
     "`vars` names YAML or JSON files relative to mlp.yaml, `FILE:key,key` for a part of one."},
    {codes::set_twice, "A variable that is set twice",
     "params.yaml and all of `vars` are one set of names; one that has a value already cannot get another."},
    {codes::bad_expansion, "A foreach or matrix that cannot be expanded",
     "`foreach` takes a list or a map, `matrix` a map of lists; neither may be empty."},
    {codes::gate_syntax, "A gate that cannot be read",
     "A gate is `STAGE.METRIC OPERATOR VALUE` with one of < <= == != >= >; VALUE is a number, `champion`, or `champion` plus or minus a number."},
    {codes::gate_stage, "A gate on a stage that does not exist",
     "The word before the first dot of a gate is the name of a stage."},
    {codes::unknown_model, "An environment names a model that does not exist",
     "`model:` of an environment is one of the names below `models:`."},
    {codes::gate_metric, "A gate on a stage without metrics files",
     "The gate can only be answered when the stage logs the metric itself."},
});
// clang-format on

}  // namespace

std::span<const CodeRow> code_table() { return rows; }

const CodeRow* find_code(std::string_view code) {
    const auto* row = std::find_if(rows.begin(), rows.end(), [&](const CodeRow& r) { return r.code == code; });
    return row == rows.end() ? nullptr : row;
}

}  // namespace mlp::config
