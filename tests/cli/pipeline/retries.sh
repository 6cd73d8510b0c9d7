# timeout stops a stage with everything it started; retries try again, and every attempt is in the log.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
cat >mlp.yaml <<'YAML'
version: 1
project: again
stages:
  third:
    cmd: 'echo attempt; echo x >>tries; [ "$(wc -l <tries)" -ge 3 ] && cp tries made'
    outs: [made]
    retries: 2
YAML
expect 0 mlp run --json; valid_json
same "$(json '.stages[0].attempts')" 3
expect 0 mlp logs third; same "$(cat "$work/out")" "$(printf 'attempt\nattempt\nattempt')"
sed -i 's/retries: 2/retries: 1/' mlp.yaml
rm -rf tries .mlp mlp.lock made
expect 1 mlp run --json; same "$(json '.stages[0] | "\(.attempts) \(.exit_code)"')" "2 1"

cat >mlp.yaml <<'YAML'
version: 1
project: slow
stages:
  slow: {cmd: 'sh -c "echo \$\$ >inner; sleep 600" & echo $! >outer; wait; touch made', outs: [made], timeout: 300ms}
YAML
expect 1 mlp run --json; valid_json
same "$(json '.stages[0] | "\(.timed_out) \(.message)"')" "true timed out after 300 ms"
[ ! -e made ] || fail "went on after its time"
for name in inner outer; do gone "$(cat $name)"; done
# One that does not listen is killed after the grace period.
cat >mlp.yaml <<'YAML'
version: 1
project: deaf
stages:
  deaf: {cmd: 'trap "" TERM; echo $$ >pid; while :; do sleep 0.1; done', outs: [made], timeout: 100ms}
YAML
expect 1 mlp run --json
same "$(json '.stages[0].timed_out')" true
gone "$(cat pid)"
