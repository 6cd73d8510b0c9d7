# No space left: said so, what was acknowledged stays, and with space again it goes on.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
mkdir small
mount -t tmpfs -o size=2m tmpfs small 2>/dev/null || { echo "SKIPPED: mounting a tmpfs needs root" >&2; exit 77; }
trap 'cd /; umount "$work/small"; rm -rf "$work"' EXIT
export MLP_STORE="$work/small/store.db"
run=$(mlp track start -q)
mlp track log --run "$run" --metric before=1
seq 100000 | sed 's/.*/{"metric":{"many":&},"step":&,"timestamp":1}/' >lines
code=0
mlp track log --run "$run" - --ack <lines >acks 2>err || code=$?
[ "$code" != 0 ] || fail "100,000 points fit into 2 MiB"
[ "$code" != 70 ] || fail "a full disk is not a bug: $(cat err)"
grep -qi "full\|space" err || fail "nothing about space: $(cat err)"
head -c 3000000 /dev/zero >large
got=0
mlp track log --run "$run" --artifact large 2>err || got=$?
[ "$got" != 0 ] && [ "$got" != 70 ] || fail "exit $got: $(cat err)"
mount -o remount,size=64m small
acknowledged=$(tail -n 1 acks | jq -r .lines)
expect 0 mlp track log --run "$run" --metric after=1
expect 0 mlp track show "$run" --json
same "$(json .run.metrics.before)" 1
same "$(json '.artifacts | length')" 0
[ "$(sqlite3 "$MLP_STORE" "SELECT count(*) FROM metrics WHERE key = 'many'")" -ge "${acknowledged:-0}" ] || fail "acknowledged lines are gone"
expect 0 mlp track log --run "$run" - <lines
same "$(sqlite3 "$MLP_STORE" "SELECT count(*) FROM metrics WHERE key = 'many'; PRAGMA integrity_check" | tr '\n' ' ')" "100000 ok "
# Reading goes on when not a byte is left, beside a store whose log is folded in.
mkdir small/other && export MLP_STORE="$work/small/other/store.db"
run=$(mlp track start -q)
[ ! -e small/other/store.db-wal ] || fail "the log stays"
dd if=/dev/zero of=small/filler bs=4k 2>/dev/null || true
expect 0 mlp track list --json; same "$(json '.runs[0].run_id')" "$run"
expect 0 mlp track show "$run" --json
expect 3 mlp track log --run "$run" --metric a=1; has "$work/err" "free some space"
rm small/filler
expect 0 mlp track log --run "$run" --metric a=1
