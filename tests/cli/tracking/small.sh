# tag, note and experiments.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
run=$(mlp track start -q --name before)
expect 0 mlp track tag "$run" a=1 mlflow.runName=after --json
valid_json
same "$(json .tags.a)" 1
same "$(mlp track list --json | jq -r '.runs[0].run_name')" after
expect 0 mlp track tag "$run" --delete a
lacks out "a  "
expect 4 mlp track tag "$run" --delete a
has err "No tag with name: a"
expect 0 mlp track note "$run" "# Title"
expect 0 mlp track note "$run" --json
valid_json
same "$(json .note)" "# Title"
printf 'from\na file\n' | expect 0 mlp track note "$run" -
same "$(mlp track note "$run" --json | jq -r .note)" "from
a file"
printf 'x%.0s' $(seq 9000) >long.txt
expect 3 mlp track note "$run" - <long.txt
has err "artifact"
expect 0 mlp track experiments --create churn --json
valid_json
same "$(json '.experiments[0].experiment_id')" 1
expect 5 mlp track experiments --create churn
expect 0 mlp track experiments --delete churn
expect 5 mlp track start --experiment churn
has err "--restore"
expect 5 mlp track experiments --create churn
has err "--restore 1"
same "$(mlp track experiments --json | jq '.experiments | length')" 1
same "$(mlp track experiments --all --json | jq '.experiments | length')" 2
expect 0 mlp track experiments --restore churn
expect 4 mlp track experiments --delete churm
has err "Did you mean 'churn'"
expect 2 mlp track experiments --create a --delete b
