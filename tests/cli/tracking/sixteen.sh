# Sixteen processes at once, on a store that none of them has made yet: nothing is lost.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/new/store.db"
writer() {
    run=$(mlp track start -q --experiment shared --name "writer-$1")
    for step in 1 2 3 4 5; do mlp track log --run "$run" --metric "x=$step" --step "$step"; done
    seq 200 | jq -c '{metric: {y: .}, step: .}' | mlp track log --run "$run" -
    mlp track end --run "$run" >/dev/null
}
pids=
for i in $(seq 16); do
    writer "$i" 2>"err.$i" &
    pids="$pids $!"
done
for pid in $pids; do wait "$pid" || fail "a writer failed: $(cat err.*)"; done
same "$(cat err.*)" ""
expect 0 mlp track list --experiment shared -n 100 --json
same "$(json '.runs | length')" 16
same "$(json '[.runs[] | select(.status == "FINISHED" and .metrics.x == 5 and .metrics.y == 200)] | length')" 16
same "$(mlp track export --all | jq -c 'select(.type == "metric")' | wc -l)" $((16 * 205))
expect 0 mlp track experiments --json
same "$(json '[.experiments[].name] | join(" ")')" "shared Default"
same "$(sqlite3 "$MLP_STORE" 'PRAGMA integrity_check')" ok
# All on one run, each value by a process of its own.
run=$(mlp track start -q)
for i in $(seq 16); do
    (for step in 1 2 3 4; do mlp track log --run "$run" --metric "m$i=$step" --step "$step" || exit 1; done) &
    pids="$pids $!"
done
for pid in $pids; do wait "$pid" || true; done
same "$(mlp track export "$run" | jq -c 'select(.type == "metric")' | wc -l)" 64
