# --set edits parameter files with their comments, all or nothing.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
printf '{"a": {"b": 1}}\n' >other.json
expect 0 mlp run --set train.lr=0.3 --set other.json:a.b=2
same "$(cat params.yaml)" "$(printf 'train:\n  lr: 0.3  # kept')"
same "$(jq -c . other.json)" '{"a":{"b":2}}'
expect 0 mlp run --json --set train.lr=0.4; valid_json
same "$(json '.set[0]')" train.lr=0.4
cp params.yaml before
expect 4 mlp run --set train.lr=9 --set train.nothing=1; has "$work/err" "train.nothing"
cmp params.yaml before || fail "half of the edits were kept"
expect 4 mlp run --set train.lr=9 nosuchstage; cmp params.yaml before
expect 4 mlp run --set nosuch.yaml:a=1
expect 2 mlp run --set train.lr; expect 2 mlp run --set =1; expect 2 mlp run --set ../x.yaml:a=1
expect 2 mlp run --dry-run --set train.lr=1
cmp params.yaml before
expect 0 mlp run --set 'train.lr=[0.1, 0.2]'
has mlp.lock 'train.lr: [0.1,0.2]'
# Of one key the last counts, and it is said.
expect 0 mlp run --set train.lr=0.5 --set train.lr=0.6; has "$work/err" "train.lr is set twice, and the last one counts: train.lr=0.6"
has params.yaml "lr: 0.6"
