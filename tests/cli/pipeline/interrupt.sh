# SIGINT and SIGTERM: children and grandchildren go, the run is recorded as killed, what was finished is kept, what was half
# made is removed, and the exit code is 128 + the signal.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
cat >mlp.yaml <<'YAML'
version: 1
project: stop
stages:
  quick: {cmd: echo quick >quick.txt, outs: [quick.txt]}
  slow:
    cmd: 'sh -c "sleep 600" & echo $! >inner; echo half >slow.txt; echo begun; touch started; wait'
    deps: [quick.txt]
    outs: [slow.txt]
YAML
interrupt() { # SIGNAL CODE
    rm -rf .mlp mlp.lock started quick.txt slow.txt
    # A script's background jobs ignore SIGINT; a new session with defaults is what a terminal gives.
    setsid env --default-signal=INT,TERM mlp run --json >"$work/out" 2>"$work/err" &
    local pid=$! got=0
    until_file started
    kill "-$1" $pid
    wait $pid || got=$?
    same "$got" "$2"
    valid_json
    same "$(json .status)" killed
    same "$(json '[.stages[] | .name + " " + .status] | join(", ")')" "quick ran, slow interrupted"
    [ ! -e slow.txt ] || fail "half an output was left behind"
    gone "$(cat inner)"
    has mlp.lock quick.txt
    lacks mlp.lock slow
    expect 0 mlp track show "$(jq -r .run_id "$work/out")" --json
    same "$(json .run.status)" KILLED
}
interrupt INT 130
interrupt TERM 143
expect 0 mlp status --json
same "$(json '[.stages[] | select(.action == "run").name] | join(" ")')" slow
