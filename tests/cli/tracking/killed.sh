# kill -9 at random instants: whatever a command acknowledged is there afterwards, and the store is whole.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
run=$(mlp track start -q)
: >acknowledged
for round in $(seq 12); do
    (
        for i in $(seq 1000); do
            mlp track log --run "$run" --metric "k=$round" --step $((round * 1000 + i)) && echo $((round * 1000 + i)) >>acknowledged
        done
    ) &
    loop=$!
    # Somewhere in its work, which takes longer with every round: killed with whatever it runs just then.
    perl -e 'select undef, undef, undef, 0.02 + rand(0.25)'
    child=$(pgrep -P "$loop" || true)
    kill -9 "$loop" $child 2>/dev/null || true
    wait "$loop" 2>/dev/null || true
done
[ -s acknowledged ] || fail "nothing was logged before the kills"
mlp track export "$run" | jq -r 'select(.type == "metric") | .step' | sort >kept
sort acknowledged >wanted
same "$(comm -23 wanted kept | head -5)" ""
# A stream that is killed keeps every line that it acknowledged.
streamed=$(mlp track start -q)
for round in 1 2 3 4 5; do
    seq 1000000 | sed "s/.*/{\"metric\":{\"r$round\":&},\"step\":&}/" | mlp track log --run "$streamed" - --ack >"acks.$round" &
    perl -e 'select undef, undef, undef, 0.1 + rand(0.3)'
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    # A line that was cut by the kill tells nothing.
    acknowledged=$(grep '}$' "acks.$round" | tail -n 1 | jq -r .lines 2>/dev/null || true)
    kept=$(sqlite3 "$MLP_STORE" "SELECT count(*) FROM metrics WHERE key = 'r$round'")
    [ "$kept" -ge "${acknowledged:-0}" ] || fail "round $round: $acknowledged lines were acknowledged, $kept are kept"
done
same "$(sqlite3 "$MLP_STORE" 'PRAGMA integrity_check; PRAGMA foreign_key_check')" ok
expect 0 mlp track end --run "$run"
# Killed while the store is made: the next one makes it.
for round in $(seq 10); do
    MLP_STORE="$work/fresh/$round.db" mlp track start -q >/dev/null &
    perl -e 'select undef, undef, undef, rand(0.02)'
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    MLP_STORE="$work/fresh/$round.db" expect 0 mlp track list
done
