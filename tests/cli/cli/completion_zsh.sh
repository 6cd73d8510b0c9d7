# Tab in a real zsh.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
. "$MLP_SOURCE/tests/support/completion.sh"
press_what_all_shells_complete
in_shell zsh
