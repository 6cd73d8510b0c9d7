# Sourced by every script in tests/cli: a clean, pinned surrounding, and a few words to assert with.
# Given: MLP (the binary), MLP_SOURCE (the source tree). Each test runs in its own empty folder $work, removed at the end.
set -euo pipefail

: "${MLP:?path of the mlp binary}" "${MLP_SOURCE:?path of the source tree}"
work=$(mktemp -d "${TMPDIR:-/tmp}/mlp-test.XXXXXX")
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
mkdir home bin
ln -s "$MLP" bin/mlp
export HOME="$work/home" PATH="$work/bin:$PATH" LC_ALL=C.UTF-8 TZ=UTC
export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org
export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME XDG_STATE_HOME MLP_STORE MLP_PROJECT MLP_RUN_ID NO_COLOR FORCE_COLOR CI
git config --global init.defaultBranch main
git config --global user.name Ada
git config --global user.email ada@example.org

fail() { echo "FAIL: $*" >&2; exit 1; }

# expect CODE COMMAND…: runs it with stdout in $work/out and stderr in $work/err, and checks the exit code.
expect() {
    local wanted=$1 got=0
    shift
    "$@" >"$work/out" 2>"$work/err" || got=$?
    if [ "$got" != "$wanted" ]; then
        printf 'FAIL: exit %s, expected %s: %s\n--- stdout\n%s\n--- stderr\n%s\n' \
            "$got" "$wanted" "$*" "$(head -c 4000 "$work/out")" "$(head -c 4000 "$work/err")" >&2
        exit 1
    fi
}
# dvc_project URL: makes this folder a project of DVC whose default remote `store` is there.
dvc_project() {
    mkdir -p .dvc
    printf '/tmp\n/cache\n' >.dvc/.gitignore
    printf '[core]\n    remote = store\n['\''remote "store"'\'']\n    url = %s\n' "$1" >.dvc/config
}
# has FILE TEXT / lacks FILE TEXT: fixed strings.
has() { grep -qF -- "$2" "$1" || { printf "FAIL: '%s' not found in %s:\n%s\n" "$2" "$1" "$(head -c 4000 "$1")" >&2; exit 1; }; }
lacks() { ! grep -qF -- "$2" "$1" || { printf "FAIL: '%s' found in %s:\n%s\n" "$2" "$1" "$(head -c 4000 "$1")" >&2; exit 1; }; }
# same ACTUAL EXPECTED
same() { [ "$1" = "$2" ] || fail "got '$1', expected '$2'"; }
# json FILTER [FILE]: a value of the last --json output.
json() { jq -r "$1" "${2:-$work/out}"; }
# valid_json [FILE]: the document on standard output (or in FILE) is what its schema in schemas/output/ says.
valid_json() {
    "${MLP_SCHEMA_CHECK:?path of the schema checker}" "$MLP_SOURCE/schemas/output" <"${1:-$work/out}" >"$work/reasons" 2>&1 ||
        fail "$(printf 'not valid against its schema: %s\n%s' "$(head -c 400 "${1:-$work/out}")" "$(cat "$work/reasons")")"
}
# valid_json_lines [FILE]: the same for a stream of JSON lines.
valid_json_lines() {
    "${MLP_SCHEMA_CHECK:?path of the schema checker}" --lines "$MLP_SOURCE/schemas/output" <"${1:-$work/out}" \
        >"$work/reasons" 2>&1 || fail "$(printf 'a line is not valid against its schema:\n%s' "$(cat "$work/reasons")")"
}
