# What `cmake --install` lays out works from any prefix: binary, man pages, completions, schemas.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
command -v cmake >/dev/null || { echo "skipped: no cmake here"; exit 77; }
cmake --install "${MLP_BUILD:?}" --prefix "$work/prefix" >log 2>&1 || fail "$(tail -5 log)"
cd prefix
expect 0 bin/mlp --version
for pair in bash-completion/completions/mlp:mlp.bash zsh/site-functions/_mlp:_mlp fish/vendor_completions.d/mlp.fish:mlp.fish; do
    cmp "share/${pair%:*}" "$MLP_SOURCE/completions/${pair#*:}" || fail "$pair"
done
[ -f share/mlp/schemas/mlp.schema.json ] && [ -f share/mlp/schemas/output/mlp.error.1.schema.json ] || fail "schemas are missing"
same "$(ls share/man/man1 | wc -l)" "$(ls "$MLP_SOURCE/man" | wc -l)"
# Nothing knows where it was built.
! grep -rqF "$MLP_SOURCE" share || fail "a path of the source tree in $(grep -rlF "$MLP_SOURCE" share)"
