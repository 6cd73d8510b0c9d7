# timeout stops a stage with everything it started; retries try again, and every attempt is in the log.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
cat >mlp.yaml <<'YAML'
version: 1
project: again
stages:
  third:
    cmd: 'echo attempt; echo x >>tries; [ "$(wc -l <tries)" -ge 3 ] && cp tries made'
    outs: [made]
    retries: {count: 2, delay: 10ms}
YAML
expect 0 mlp run --json; valid_json
same "$(json '.stages[0].attempts')" 3
expect 0 mlp logs third; same "$(cat "$work/out")" "$(printf 'attempt\nattempt\nattempt')"
sed -i 's/count: 2/count: 1/' mlp.yaml
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
# Ctrl-C ends the pause before the next attempt at once; the failure stays what it was.
cat >mlp.yaml <<'YAML'
version: 1
project: pause
stages:
  flaky: {cmd: 'touch tried; exit 3', retries: {count: 3, delay: 5m, backoff: 1.5}}
YAML
rm -rf .mlp mlp.lock
setsid env --default-signal=INT mlp run --json >"$work/out" 2>"$work/err" &
pid=$! got=0
until_file tried
for i in $(seq 600); do grep -q pause_ms "$work/err" && break; sleep 0.1; done
valid_json_lines "$work/err"
same "$(jq -r 'select(.event == "attempt_failed").pause_ms' "$work/err")" 300000
kill -INT $pid; wait $pid || got=$?
same "$got" 130
same "$(json '.stages[0] | "\(.status) \(.attempts)"')" "interrupted 1"
# Pauses grow, and none is longer than it may be.
sed -i 's/delay: 5m, backoff: 1.5/delay: 20ms, backoff: 3/' mlp.yaml
expect 1 mlp run --json
same "$(jq -r 'select(.event == "attempt_failed").pause_ms' "$work/err" | tr '\n' ' ')" "20 60 180 "
for wrong in 'retries: {delay: 1s}' 'retries: {count: 1, backoff: 0.5}' 'retries: {count: 1, jitter: 1}'; do
    sed -i "s/retries: {.*}}/$wrong}/" mlp.yaml
    expect 3 mlp validate
done
