# Any file or folder becomes a version, in a project or outside one.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
export MLP_STORE=$work/shared/store.db
mkdir -p model/sub && echo a >model/a.txt && echo '#!/bin/sh' >model/sub/run && chmod +x model/sub/run
ln -s a.txt model/linked
expect 0 mlp model push fraud --path model --json --description "first try"
valid_json
same "$(json '[.version.parts[] | .path + (if .executable then "*" else "" end)] | join(" ")')" "a.txt linked sub/run*"
same "$(json .version.description)" "first try"
same "$(json '.version.gates | length')" 0

# With a run, its parameters and metrics come along.
run=$(mlp track start --json | jq -r .run_id)
mlp track log --run "$run" --metric acc=0.91 --param lr=0.1
echo b >model/a.txt
expect 0 mlp model push fraud --path model --run "${run:0:8}" --json
same "$(json .version.run_id)" "$run"
same "$(json .version.provenance.metrics.acc)" 0.91
same "$(json .version.provenance.parameters.lr)" 0.1
echo c >model/a.txt
MLP_RUN_ID=$run expect 0 mlp model push fraud --path model/a.txt --json
same "$(json .version.run_id)" "$run"

# What cannot be a version says so.
expect 4 mlp model push fraud --path nothing
mkdir empty && expect 3 mlp model push fraud --path empty
has "$work/err" "holds no file"
mkfifo model/pipe && expect 3 mlp model push fraud --path model
has "$work/err" "pipe"
rm model/pipe && ln -s . model/loop && expect 3 mlp model push fraud --path model
rm model/loop && ln -s nowhere model/broken && expect 3 mlp model push fraud --path model
rm model/broken && touch "$(printf 'model/\377')" && expect 3 mlp model push fraud --path model
has "$work/err" '\xff'
expect 3 mlp model push a/b --path model/a.txt
expect 2 mlp model push --path model/a.txt
expect 2 mlp model push fraud --path model/a.txt --description "$(printf '\377')"
expect 4 mlp model push fraud --path model/a.txt --run 00000000
expect 0 mlp model list fraud --json
same "$(json '.versions | length')" 3
