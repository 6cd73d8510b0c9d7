# Signals reach the program of track exec; a killed one leaves a killed run.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
expect 137 mlp track exec -- sh -c 'kill -9 $$'
expect 0 mlp track list -n 1 --json
same "$(json '.runs[0].status')" KILLED
# SIGTERM goes to the program, which may end as it likes.
mlp track exec -- sh -c 'trap "echo tidy; exit 5" TERM; echo ready; while :; do sleep 0.05; done' >out1 2>err &
pid=$!
until grep -q ready out1; do :; done
kill -TERM "$pid"
code=0
wait "$pid" || code=$?
same "$code" 5
has out1 tidy
mlp track exec -- sh -c 'echo ready; exec sleep 100' >out2 2>err &
pid=$!
until grep -q ready out2; do :; done
kill -TERM "$pid"
code=0
wait "$pid" || code=$?
same "$code" 143
expect 0 mlp track list -n 1 --json
same "$(json '.runs[0].status')" KILLED
# mlp itself is killed: the run ends as killed when somebody looks.
mlp track exec -- sh -c 'echo ready; exec sleep 1' >out3 2>err &
pid=$!
until grep -q ready out3; do :; done
kill -9 "$pid"
wait "$pid" 2>/dev/null || true
expect 0 mlp track list -n 1 --json
same "$(json '.runs[0].status')" KILLED
# Nobody reads its output to the end: the run is tracked all the same.
mlp track exec --name piped -- seq 100000 2>err | head -n 1 >out || true
same "$(cat out)" 1
expect 0 mlp track search "run_name = 'piped' AND status != 'RUNNING'" --json
same "$(json '.runs | length')" 1
