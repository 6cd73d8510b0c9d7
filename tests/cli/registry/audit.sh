# The audit trail: who, what, before, after; and what somebody changes by hand is noticed.
. "${MLP_SOURCE:?}/tests/support/cli.sh"
export MLP_STORE=$work/store.db MLP_ACTOR=ci-job-7
echo x >file
mlp -q model push m --path file >/dev/null
mlp -q model alias m champion 1 >/dev/null
mlp -q model alias m champion --delete >/dev/null
expect 0 mlp audit --json --verify
valid_json
same "$(json '[.events[].sequence] | join(" ")')" "1 2 3 4"
same "$(json '[.events[].actor] | unique | join(" ")')" ci-job-7
same "$(json '.events[2].after.champion')" 1
same "$(json '.events[3].before.champion')" 1
same "$(json '.events[1].previous')" "$(json '.events[0].hash')"
expect 0 mlp audit --json --limit 2
same "$(json .next_after)" 2
expect 0 mlp audit --json --after 2 --action model.alias.
same "$(json '.events | length')" 2
expect 0 mlp audit --json --subject m/
same "$(json '[.events[].subject] | unique | join(" ")')" m/1
expect 0 mlp audit
has "$work/out" model.version.create
expect 2 mlp audit --limit -1

command -v sqlite3 >/dev/null || exit 77
sqlite3 "$MLP_STORE" "UPDATE audit_events SET actor = 'x'" 2>err && fail "an event could be changed"
sqlite3 "$MLP_STORE" "DELETE FROM audit_events" 2>err && fail "an event could be deleted"
cp "$MLP_STORE" whole.db
sqlite3 "$MLP_STORE" "DROP TRIGGER audit_is_append_only; UPDATE audit_events SET actor = 'x' WHERE sequence = 2"
expect 7 mlp audit --verify
has "$work/err" "event 2 was changed"
cp whole.db "$MLP_STORE"
sqlite3 "$MLP_STORE" "DROP TRIGGER audit_is_kept; DELETE FROM audit_events WHERE sequence = 2"
expect 7 mlp audit --verify
has "$work/err" "event 2 is missing"
cp whole.db "$MLP_STORE"
sqlite3 "$MLP_STORE" "DROP TRIGGER audit_is_kept; DELETE FROM audit_events WHERE sequence = 4"
expect 7 mlp audit --verify
has "$work/err" "the end was cut off"
