# A second `mlp run` at the same time fails at once with the holder's pid, or waits with --wait.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
cat >mlp.yaml <<'YAML'
version: 1
project: twice
stages:
  slow: {cmd: 'touch started; while [ ! -e go ]; do sleep 0.05; done; echo x >>runs; cp runs made', outs: [made]}
YAML
mlp run >"$work/first" 2>&1 &
first=$!
until_file started
expect 5 mlp run --json
same "$(jq -r .error.kind "$work/err")" conflict
has "$work/err" "process $first"
expect 0 mlp status
mlp run --wait >"$work/second" 2>&1 &
second=$!
for _ in $(seq 600); do grep -q waiting "$work/second" && break; sleep 0.1; done
touch go
wait $first; wait $second
has "$work/second" "Nothing to do"
same "$(cat runs)" x
