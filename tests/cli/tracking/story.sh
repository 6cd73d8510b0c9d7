# The shell-script story: start, log, look, end.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
run=$(mlp track start --json --name first --tag team=a | jq -r .run_id)
same "${#run}" 32
echo curve >roc.png
expect 0 mlp track log --run "$run" --metric acc=0.91 --metric loss=nan --step 3 --param lr=0.1 --tag team=x --artifact roc.png
same "$(cat out err)" ""
expect 0 mlp track show "${run:0:6}" --json
valid_json
same "$(json '.run.metrics.acc')" 0.91
same "$(json '.run.metrics.loss')" NaN
same "$(json '.latest_metrics[0].step')" 3
same "$(json '.run.params.lr')" 0.1
same "$(json '.run.tags.team')" x
same "$(json '.run.status')" RUNNING
same "$(json '.artifacts[0].path')" roc.png
# Without --run it is the one in MLP_RUN_ID; with neither it is a usage error.
export MLP_RUN_ID="$run"
expect 0 mlp track log --metric acc=0.95 --step 4 --json
valid_json
same "$(json .metrics)" 1
expect 0 mlp track end --json
valid_json
same "$(json .status)" FINISHED
unset MLP_RUN_ID
expect 2 mlp track log --metric acc=1
has err MLP_RUN_ID
expect 0 mlp track list
has out first
has out FINISHED
expect 0 mlp track list --json
valid_json
same "$(json '.runs | length')" 1
# The id alone goes to standard output, so that a script may take it.
id=$(mlp track start 2>err)
same "${#id}" 32
has err "mlp track log"
expect 0 mlp track start --parent "$run" --json
valid_json
same "$(json .parent_run_id)" "$run"
