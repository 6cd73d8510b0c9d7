# delete, restore, gc: nothing goes for good unasked, and the audit trail knows.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
a=$(mlp track start -q --name a) b=$(mlp track start -q --name b)
child=$(mlp track start -q --name child --parent "$a")
echo x >file
mlp track log --run "$a" --artifact file --metric m=1
expect 0 mlp track delete "$a" --json
valid_json
expect 0 mlp track list --json
same "$(json '[.runs[].run_name] | join(" ")')" b
expect 0 mlp track list --deleted --json
same "$(json '.runs | length')" 2
expect 5 mlp track log --run "$a" --metric m=2
has err "mlp track restore"
expect 0 mlp track restore "$a" --json
valid_json
same "$(mlp track list --json | jq '.runs | length')" 3
mlp track delete "$a"
expect 0 mlp track gc
has out "Nothing to remove"
expect 0 mlp track gc --older-than 0d --dry-run --json
valid_json
same "$(json '.runs | length')" 2
same "$(json '[.runs[].unnamed_objects[]] | length')" 1
same "$(mlp track list --all --json | jq '.runs | length')" 3
expect 0 mlp track gc --older-than 0d --json
valid_json
same "$(mlp track list --all --json | jq '.runs | length')" 1
expect 4 mlp track show "$a"
expect 2 mlp track gc --older-than soon
same "$(sqlite3 "$MLP_STORE" "SELECT group_concat(action, ' ') FROM (SELECT action FROM audit_events ORDER BY sequence)")" \
    "run.delete run.restore run.delete run.remove run.remove"
# All or none of several.
expect 4 mlp track delete "$b" 0123456789
expect 0 mlp track show "$b" --json
same "$(json .run.lifecycle_stage)" active
