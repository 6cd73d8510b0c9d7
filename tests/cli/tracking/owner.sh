# A run begun with --pid ends as killed once that process is gone, and not before.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
bash -c 'mlp track start -q --pid $$ >id; mlp track show "$(cat id)" --json >alive' # bash is gone behind this line
same "$(jq -r .run.status alive)" RUNNING
expect 0 mlp track list --json
has err "marked as killed"
same "$(json '.runs[0].status')" KILLED
[ "$(json '.runs[0].end_time')" != null ] || fail "a killed run has an end"
# One that ended by itself stays as it was.
bash -c 'run=$(mlp track start -q --pid $$); mlp track end --run "$run" --status failed >/dev/null; echo "$run" >id'
expect 0 mlp track show "$(cat id)" --json
same "$(json .run.status)" FAILED
# Its owner lives: it runs.
run=$(mlp track start -q --pid $$)
expect 0 mlp track show "$run" --json
same "$(json .run.status)" RUNNING
expect 4 mlp track start --pid 999999999
has err "there is none"
expect 2 mlp track start --pid 0
