# While a pipeline runs, other commands open and close the same store: the run ends well and loses nothing.
. "$MLP_SOURCE/tests/support/cli.sh"

cat >mlp.yaml <<'Y'
version: 1
project: p
stages:
  first: {cmd: "echo a >a; while [ ! -e go1 ]; do sleep 0.02; done", outs: [a]}
  second: {cmd: "mlp track log --metric inner=1 && cp a b && while [ ! -e go2 ]; do sleep 0.02; done", deps: [a], outs: [b]}
  third: {cmd: "cp b c", deps: [b], outs: [c]}
Y
mlp run >"$work/run.out" 2>"$work/run.err" &
run=$!
others() { for _ in 1 2 3; do mlp track list >/dev/null && mlp model list >/dev/null && mlp audit >/dev/null; done; }
until [ -e a ]; do sleep 0.02; done
others
mlp track start -q >/dev/null
touch go1
until [ -e b ]; do sleep 0.02; done
others
touch go2
wait $run || fail "the run failed: $(cat "$work/run.err")"
expect 0 mlp status --exit-code
expect 0 mlp track search "metrics.inner = 1" --json
