# Wrong words: exit 2, one message that names the word and the way out, nothing on standard output.
. "${MLP_SOURCE:?}/tests/support/cli.sh"

wrong() { # TEXT WORDS…
    local text=$1
    shift
    expect 2 mlp "$@"
    [ ! -s out ] || fail "mlp $*: something on standard output"
    has err "error: $text"
}
wrong "there is no command 'verison'. Did you mean 'version'?" verison
wrong "there is no command 'zzz'" zzz
wrong "'mlp' has no flag '--jsn'. Did you mean '--json'?" --jsn
wrong "'mlp version' has no flag '--verbos'. Did you mean '--verbose'?" version --verbos
wrong "'mlp version' takes no further argument, but found 'now'" version now
wrong "the flag '-C' needs a value" version -C
wrong "the flag '--json' takes no value" version --json=yes
wrong "SHELL is missing" completion
wrong "'tcsh' is not a value of 'shell'" completion tcsh
wrong "the value of 'shell' is empty" completion ''
wrong "the argument 'a\\xff' is not valid UTF-8" completion $'a\xff'
# No abbreviations: what works today must not become ambiguous tomorrow.
wrong "there is no command 'vers'" vers
wrong "'mlp version' has no flag '--verb'" version --verb
# What an argument says cannot move the cursor.
wrong "there is no command 'a\\x1b[2J'" $'a\x1b[2J'
