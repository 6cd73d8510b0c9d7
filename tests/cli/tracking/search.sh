# list, search, show and compare.
. "$MLP_SOURCE/tests/support/cli.sh"
export MLP_STORE="$work/store.db"
expect 0 mlp track list
has out "No runs yet"
for i in 1 2 3; do
    run=$(mlp track start -q --name "run-$i" --experiment "e$((i % 2))" --param "lr=0.$i" --param same=x)
    mlp track log --run "$run" --metric "acc=0.$i" --metric loss=9 --step 1
    mlp track log --run "$run" --metric "acc=0.$((i + 1))" --step 2
    eval "run$i=$run"
done
names() { json '[.runs[].run_name] | join(" ")'; }
expect 0 mlp track search "metrics.acc > 0.25 AND params.lr != '0.3'" --order-by "metrics.acc" --json
valid_json
same "$(names)" "run-2"
expect 0 mlp track search --order-by "metrics.acc DESC" --json
same "$(names)" "run-3 run-2 run-1"
expect 0 mlp track search --order-by "metrics.acc DESC" --max 2 --json
valid_json
same "$(names)" "run-3 run-2"
token=$(json .next_page_token)
expect 0 mlp track search --order-by "metrics.acc DESC" --max 2 --page-token "$token" --json
same "$(names)" "run-1"
same "$(json .next_page_token)" null
expect 2 mlp track search --max 2 --page-token "$token"
has err page_token
expect 2 mlp track search "metrics.acc >"
has err "filter, character 14"
expect 2 mlp track search --max 0
expect 0 mlp track search "" --json
same "$(names)" "run-3 run-2 run-1"
expect 0 mlp track search "run_id IN ('$run2',)" --json
same "$(names)" run-2
expect 0 mlp track search "params.'lr' = '0.1'" --json
same "$(names)" run-1
expect 0 mlp track list --experiment e1 --json
same "$(names)" "run-3 run-1"
expect 4 mlp track list --experiment Defalt
has err "Did you mean 'Default'"
expect 0 mlp track compare "$run1" "$run2" --json
valid_json
same "$(json '[.rows[] | select(.differs) | .key] | join(" ")')" "lr acc"
expect 0 mlp track compare "$run1" "$run2" "$run3"
has out "≠"
expect 2 mlp track compare "$run1"
expect 0 mlp track show "$run1"
has out run-1
expect 2 mlp track show "${run1:0:3}"
expect 4 mlp track show ffffffffffff
# Names from outside never reach the terminal as control sequences.
mlp track start -q --tag "$(printf 't=\033[31mred')" >/dev/null
expect 0 mlp track show "$(mlp track list -n 1 --json | jq -r '.runs[0].run_id')"
lacks out "$(printf '\033')"
