# The version for people, for programs, and with the libraries that would be used.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
expect 0 mlp --version
grep -Eqx 'mlp [0-9]+\.[0-9]+\.[0-9]+' out || fail "odd version: $(cat out)"
cp out short
expect 0 mlp version
cmp out short || fail "mlp version and mlp --version differ"
expect 0 mlp version --json
valid_json
same "mlp $(json .version)" "$(cat short)"
same "$(json 'has("libraries")')" false
expect 0 mlp version -v --json
valid_json
same "$(json '[.libraries[] | select(.name == "sqlite")][0].linked')" true
expect 0 mlp version -v
has out 'sqlite'
# Neither a home nor a project is needed, nor made.
expect 0 env -i "$MLP" --version
same "$(find home -mindepth 1 -not -name .gitconfig)" ""
