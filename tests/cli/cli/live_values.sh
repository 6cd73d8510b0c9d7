# Stages, environments, runs, models of a real project, as the shells get them; nothing is made on the way.
. "${MLP_SOURCE:?}/tests/support/cli.sh"

answers() { # EXPECTED WORDS…
    local expected=$1
    shift
    expect 0 mlp complete --shell fish -- "$@"
    [ ! -s "$work/err" ] || fail "complete $*: $(cat "$work/err")"
    same "$(cut -f1 "$work/out" | paste -sd' ')" "$expected"
}
mkdir -p demo/deep
cat >demo/mlp.yaml <<'YAML'
version: 1
project: demo
stages:
  prepare:
    cmd: echo 1 >data
    outs: [data]
  train:
    foreach: [a, b]
    do:
      desc: Fits the model
      cmd: cp data model_${item}
      deps: [data]
      outs: ["model_${item}"]
environments:
  staging: {target: folder, path: out/staging}
YAML
answers '' run ''
cd demo
answers 'prepare train@a train@b' run ''
answers 'train@a train@b' run prepare tr
answers 'prepare' -C deep run pre
answers 'prepare' run pre
[ ! -e .mlp ] || fail "asking made a store"
cd ..
answers 'train@b' -C demo run train@b
answers 'train@a train@b' --json -C demo/deep run -- train
MLP_PROJECT=demo answers 'prepare train@a train@b' run ''

expect 0 mlp -C demo run -q
cd demo
run=$(mlp track list --json | jq -r '.runs[0].run_id // .runs[0].info.run_id')
expect 0 mlp complete --shell fish -- track show ''
has "$work/out" "$run"
expect 0 mlp complete --shell fish -- track show "$(printf %.6s "$run")"
has "$work/out" "$run"
answers '' track show 'zzzz'
answers 'demo' track list --experiment dem

# A store that this binary does not know, or that is broken, is no reason to speak.
printf 'not a database, but longer than its header would be, so that it is read at all, by any chance........' >.mlp/store.db
answers '' track show ''
