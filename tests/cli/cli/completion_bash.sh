# Tab in a real bash.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/completion.sh"
press_what_all_shells_complete
in_shell bash
