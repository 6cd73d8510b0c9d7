# What a stage leaves in the background may end by itself, and is ended before its outputs are stored.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
mkdir p && cd p && git init -q .
cat >dvc.yaml <<'YAML'
stages:
  patient:
    cmd: (sleep 0.3; echo late >>out) & echo early >out
    outs: [out]
  logged:
    cmd: bash -c 'exec > >(sleep 0.2; cat >copy); echo printed'
    outs: [copy]
YAML
expect 0 mlp run --json; valid_json
same "$(cat out)" "$(printf 'early\nlate')"; same "$(cat copy)" printed
same "$(json '[.stages[].warnings // [] | length] | add')" 0
expect 0 mlp run --json; same "$(json .status)" up_to_date
cat >dvc.yaml <<'YAML'
stages:
  stray:
    cmd: (while sleep 0.05; do echo more >>out2; done) & echo $! >"$COUNT"; echo first >out2
    outs: [out2]
YAML
expect 0 mlp run --json; valid_json; valid_json_lines "$work/err"
has "$work/out" "left in the background"
gone "$(cat "$COUNT")"
expect 0 mlp status --exit-code
