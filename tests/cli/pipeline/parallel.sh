# Independent stages run side by side with -j 2 and one after the other with -j 1. No clock: two stages that wait for each
# other's file end well only when both run at once.
. "$MLP_SOURCE/tests/support/cli.sh"
cat >mlp.yaml <<'YAML'
version: 1
project: meet
stages:
  left:
    cmd: touch left.here; i=0; while [ ! -e right.here ]; do i=$((i + 1)); [ $i -lt 300 ] || exit 9; sleep 0.1; done; echo l >left
    outs: [left]
    timeout: 60s
  right:
    cmd: touch right.here; i=0; while [ ! -e left.here ]; do i=$((i + 1)); [ $i -lt 300 ] || exit 9; sleep 0.1; done; echo r >right
    outs: [right]
    timeout: 60s
YAML
expect 0 mlp run -j 2
rm -rf .mlp mlp.lock left right ./*.here
cat >mlp.yaml <<'YAML'
version: 1
project: alone
stages:
  a: {cmd: 'test ! -e busy && touch busy && sleep 0.2 && rm busy && echo a >a', outs: [a]}
  b: {cmd: 'test ! -e busy && touch busy && sleep 0.2 && rm busy && echo b >b', outs: [b]}
  c: {cmd: 'test ! -e busy && touch busy && sleep 0.2 && rm busy && echo c >c', outs: [c]}
YAML
expect 0 mlp run -j 1 --json
same "$(json '[.stages[].name] | join("")')" abc
expect 2 mlp run -j 0
expect 2 mlp run -j x
