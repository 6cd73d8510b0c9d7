# Errors under --json are one document on standard error, wherever the flag stands.
. "${MLP_SOURCE:?}/tests/support/cli.sh"

refused() { # CODE KIND WORDS…
    local code=$1 kind=$2
    shift 2
    expect "$code" mlp "$@"
    [ ! -s out ] || fail "mlp $*: something on standard output"
    valid_json err
    same "$(json .error.kind err) $(json .error.exit_code err)" "$kind $code"
    same "$(wc -l <err)" 1
}
refused 2 usage --json verison
refused 2 usage --json version now
refused 2 usage version now --json
refused 2 usage version --bogus --json
refused 4 missing --json -C nowhere version
refused 2 usage --json completion $'a\xff'
same "$(json .error.hint err | head -c 9)" "names and"
# A flag that was not read as one does not count.
expect 2 mlp version now -- --json
has err 'error: '
lacks err '"schema"'
