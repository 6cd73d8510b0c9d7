# What comes out is what went in, or nothing comes out.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
export MLP_STORE=$work/store/store.db
mkdir -p model/deep && echo weights >model/deep/w.bin && echo '#!/bin/sh' >model/run && chmod +x model/run
mlp -q model push m --path model >/dev/null
expect 0 mlp model pull m pulled --json
valid_json
diff -r model pulled
test -x pulled/run
same "$(find . -maxdepth 1 -name '.mlp-pull*' | wc -l)" 0
expect 5 mlp model pull m pulled
has "$work/err" "--force"
echo mine >pulled/mine
expect 0 mlp model pull m pulled --force
test ! -e pulled/mine
mkdir given && expect 0 mlp model pull m:1 given
expect 0 mlp model pull m
test -d m-1
expect 0 mlp model verify --json
valid_json
same "$(json .files)" 2

# One flipped byte of one object.
digest=$(sha256sum <model/deep/w.bin | cut -d' ' -f1)
object=$work/store/objects/sha256/${digest:0:2}/${digest:2}
chmod u+w "$object" && printf W | dd of="$object" conv=notrunc status=none
expect 7 mlp model verify
has "$work/err" "$object"
has "$work/err" "deep/w.bin"
expect 7 mlp model verify m:1 --json
same "$(json .error.kind "$work/err")" damaged
expect 7 mlp model pull m other
test ! -e other
rm -f "$object"
expect 7 mlp model verify
has "$work/err" "is missing"
expect 7 mlp model pull m other
test ! -e other
# The way out that the message names.
mlp -q model push m --path model >/dev/null
expect 0 mlp model verify
expect 0 mlp model pull m other

# A record that was changed behind our back.
sqlite3 "$MLP_STORE" "DROP TRIGGER model_parts_are_immutable; UPDATE model_parts SET path = '../../evil' WHERE path = 'run'" 2>/dev/null || exit 77
expect 7 mlp model verify
has "$work/err" "does not match the manifest"
expect 3 mlp model pull m evil
test ! -e evil
