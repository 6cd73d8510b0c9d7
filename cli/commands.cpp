// The table of all commands, in the order of help. A new command is one line here, one .cpp and one .md in
// cli/commands/.
#include "cli/command.hpp"

#include <array>

namespace mlp::cli {

// Makers, one in each file of cli/commands/.
// clang-format off
Command audit_command();
Command complete_command();
Command guard_command();
Command completion_command();
Command config_get_command();
Command config_list_command();
Command config_set_command();
Command config_unset_command();
Command data_add_command();
Command data_catalog_command();
Command data_checkout_command();
Command data_diff_command();
Command data_du_command();
Command data_fetch_command();
Command data_gc_command();
Command data_get_command();
Command data_import_command();
Command data_import_url_command();
Command data_log_command();
Command data_move_command();
Command data_pull_command();
Command data_push_command();
Command data_remove_command();
Command data_review_command();
Command data_status_command();
Command data_update_command();
Command data_verify_command();
Command deploy_command();
Command diff_command();
Command docs_command();
Command doctor_command();
Command git_install_command();
Command git_merge_lock_command();
Command graph_command();
Command help_command();
Command history_command();
Command impact_command();
Command init_command();
Command logs_command();
Command model_alias_command();
Command model_delete_command();
Command model_diff_command();
Command model_list_command();
Command model_pull_command();
Command model_push_command();
Command model_show_command();
Command model_tag_command();
Command model_verify_command();
Command remote_add_command();
Command remote_list_command();
Command remote_remove_command();
Command remote_test_command();
Command rollback_command();
Command run_command();
Command status_command();
Command template_add_command();
Command template_lint_command();
Command template_list_command();
Command template_new_command();
Command template_remove_command();
Command template_show_command();
Command template_update_command();
Command test_command();
Command track_artifacts_command();
Command track_checkout_command();
Command track_compare_command();
Command track_delete_command();
Command track_download_command();
Command track_end_command();
Command track_exec_command();
Command track_experiments_command();
Command track_export_command();
Command track_gc_command();
Command track_import_command();
Command track_list_command();
Command track_log_command();
Command track_note_command();
Command track_restore_command();
Command track_search_command();
Command track_show_command();
Command track_start_command();
Command track_tag_command();
Command validate_command();
Command version_command();
// clang-format on

namespace {

constexpr auto table = std::to_array<CommandRow>({
    {"init", "Make a new project from a template", init_command},
    {"validate", "Check every file of the project and report all problems", validate_command},
    {"run", "Bring the pipeline up to date", run_command},
    {"status", "Show what is out of date, and why", status_command},
    {"graph", "Show how the stages hang together", graph_command},
    {"diff", "Compare parameters, metrics, plots and data of runs and commits", diff_command},
    {"impact", "Show what follows if a file, parameter or stage changes", impact_command},
    {"logs", "Show what a stage printed", logs_command},
    {"track", "Track runs: parameters, metrics, artifacts, notes"},
    {"track start", "Begin a run and print its id", track_start_command},
    {"track log", "Log metrics, parameters, tags and files to a run", track_log_command},
    {"track end", "End a run", track_end_command},
    {"track exec", "Run a command as a tracked run", track_exec_command},
    {"track list", "List runs, the newest first", track_list_command},
    {"track show", "Show everything about a run", track_show_command},
    {"track compare", "Show runs side by side", track_compare_command},
    {"track checkout", "Make the working tree what a run had", track_checkout_command},
    {"track search", "Find runs by a filter", track_search_command},
    {"track tag", "Set or delete tags of a run", track_tag_command},
    {"track note", "Read or write the note of a run", track_note_command},
    {"track artifacts", "List the artifacts of a run", track_artifacts_command},
    {"track download", "Copy artifacts of a run to a folder", track_download_command},
    {"track experiments", "List, make, delete and restore experiments", track_experiments_command},
    {"track delete", "Delete runs; they can be restored", track_delete_command},
    {"track restore", "Bring deleted runs back", track_restore_command},
    {"track gc", "Remove runs for good that were deleted long ago", track_gc_command},
    {"track export", "Write runs as JSON lines", track_export_command},
    {"track import", "Read runs from JSON lines", track_import_command},
    {"data", "Version data: add, compare, check out, share, clean up"},
    {"data add", "Track files and folders", data_add_command},
    {"data move", "Give tracked data another place", data_move_command},
    {"data remove", "Stop tracking data", data_remove_command},
    {"data status", "Show what changed in tracked data", data_status_command},
    {"data diff", "Compare data of commits and the working tree", data_diff_command},
    {"data checkout", "Make the working tree hold what is recorded", data_checkout_command},
    {"data push", "Bring content to a remote", data_push_command},
    {"data pull", "Fetch content from a remote and check it out", data_pull_command},
    {"data fetch", "Bring content from a remote into the cache", data_fetch_command},
    {"data gc", "Remove stored content that nothing names any more", data_gc_command},
    {"data verify", "Check stored content against its names", data_verify_command},
    {"data log", "Show the history of tracked data", data_log_command},
    {"data du", "Show what tracked data takes on this machine", data_du_command},
    {"data get", "Get a file or folder of another repository", data_get_command},
    {"data import", "Take data of another repository into this project", data_import_command},
    {"data import-url", "Take a file or folder from an address into this project", data_import_url_command},
    {"data update", "Take what imports have now where they came from", data_update_command},
    {"data catalog", "List declared data sets, their owners and lineage", data_catalog_command},
    {"data review", "Record that contracts of data sets were reviewed", data_review_command},
    {"test", "Check data, project tests and model gates", test_command},
    {"model", "Register, compare and verify versions of models"},
    {"model push", "Register a version of a model", model_push_command},
    {"model list", "List models, or the versions of one", model_list_command},
    {"model show", "Show a version: content, origin, gates", model_show_command},
    {"model pull", "Write the files of a version into a folder", model_pull_command},
    {"model alias", "Set, move or remove a name for a version", model_alias_command},
    {"model tag", "Set or remove tags of a version", model_tag_command},
    {"model diff", "Compare two versions", model_diff_command},
    {"model verify", "Check stored content against its digests", model_verify_command},
    {"model delete", "Delete a version, or a model with all of them", model_delete_command},
    {"deploy", "Release a version to an environment", deploy_command},
    {"rollback", "Serve an earlier release again", rollback_command},
    {"history", "List the releases of an environment", history_command},
    {"audit", "List the audit trail and verify it", audit_command},
    {"remote", "Name the places where content is shared"},
    {"remote add", "Give a place for content a name", remote_add_command},
    {"remote list", "List the remotes and where they are set", remote_list_command},
    {"remote remove", "Forget a remote; its content stays", remote_remove_command},
    {"remote test", "Try whether a remote can be read and written", remote_test_command},
    {"config", "Show and change settings, level by level"},
    {"config list", "List what is set, and where", config_list_command},
    {"config get", "Print the value of a setting", config_get_command},
    {"config set", "Set a value at one level", config_set_command},
    {"config unset", "Take a setting out of one level", config_unset_command},
    {"doctor", "Look for what is wrong with the project and what it stands on", doctor_command},
    {"git", "Merge lock files stage by stage in git"},
    {"git install", "Register the merge driver for lock files with this clone", git_install_command},
    {"git merge-lock", "Merge two sides of a lock file; called by git", git_merge_lock_command},
    {"template", "See, name and follow the templates that init starts from"},
    {"template list", "List the bundled templates and your own", template_list_command},
    {"template show", "Show the questions and files of a template", template_show_command},
    {"template new", "Make a template of your own that works as it is", template_new_command},
    {"template lint", "Find what is wrong with a template", template_lint_command},
    {"template add", "Give a template a short name", template_add_command},
    {"template remove", "Forget a short name", template_remove_command},
    {"template update", "Bring a project up to a newer revision of its template", template_update_command},
    {"completion", "Print the completion script of a shell", completion_command},
    {"help", "Show the help of a command", help_command},
    {"version", "Print the version of mlp and of the libraries it would use", version_command},
    {"complete", "Answer what a shell may complete", complete_command, true},
    {"guard", "End the stages of a run that was killed", guard_command, true},
    {"docs", "Write man pages, completions and the reference", docs_command, true},
});

}  // namespace

std::span<const CommandRow> commands() { return table; }

}  // namespace mlp::cli
