# In a terminal: one progress line, Ctrl-C typed by hand, and a stage left alone that reads what the user types.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
in_terminal() { env TERM=xterm python3 "$MLP_SOURCE/tests/support/terminal.py" "$@"; }
sed -i 's/echo "learning"/echo learning; until [ -e go ]; do sleep 0.05; done/' mlp.yaml
expect 0 in_terminal --expect '[1/3] train' -- sh -c 'touch p; (sleep 1; touch go) & exec mlp run'
has "$work/out" "done     "
lacks "$work/out" "| learning"
expect 0 mlp logs train; has "$work/out" learning

rm go; sed -i 's/lr: 0.1/lr: 0.5/' params.yaml
expect 130 in_terminal --expect '[1/3] train' --send '\x03' -- mlp run
has "$work/out" stopping
expect 0 mlp status --json; same "$(json '[.stages[] | select(.action == "run").name] | join(" ")')" "train evaluate"

cat >mlp.yaml <<'YAML'
version: 1
project: ask
stages:
  first: {cmd: 'read x; echo "<$x>" >first', outs: [first]}
  ask: {cmd: 'printf "name? "; read x; test -t 0; echo "$x" >answer', deps: [first], outs: [answer]}
YAML
expect 0 in_terminal --expect 'name? ' --send 'Ada\n' -- mlp run ask
same "$(cat answer)" Ada
expect 0 mlp logs ask; has "$work/out" "name? "
# Without a name, and without a terminal, there is nothing to read.
rm -rf .mlp mlp.lock answer
expect 0 in_terminal -- mlp run; same "$(cat answer)" ""
rm -rf .mlp mlp.lock
rm -f answer
expect 0 mlp run ask < <(echo Bob); same "$(cat answer)" ""
