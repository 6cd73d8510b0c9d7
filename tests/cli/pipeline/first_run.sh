# A three-stage shell pipeline: runs once, then there is nothing to do; every document is what its schema says.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
expect 0 mlp status --json; valid_json
same "$(json '[.stages[].action] | join(" ")')" "run run run"
expect 1 mlp status --exit-code
expect 0 mlp run --dry-run --json; valid_json
[ ! -e .mlp ] || fail "status and --dry-run left something behind"

expect 0 mlp run --json; valid_json
valid_json_lines "$work/err"
same "$(json .status)" finished
same "$(json .ran)" 3
same "$(json '.stages[] | select(.name == "train").metrics.loss')" 0.5
same "$(json '[.stages[].exit_code] | unique[]')" 0
same "$(cat report.txt)" "6 model.bin"
same "$(counter)" 3
[ -f mlp.lock ] || fail "no mlp.lock"

before=$(stat -c '%Y %i' mlp.lock .mlp/store.db)
expect 0 mlp run
has "$work/out" "Nothing to do: 3 stages up to date."
expect 0 mlp run --json; valid_json
same "$(json .status)" up_to_date
same "$(json .run_id)" null
expect 0 mlp status --exit-code --json; valid_json
same "$(json .up_to_date)" true
same "$(counter)" 3
same "$(stat -c '%Y %i' mlp.lock .mlp/store.db)" "$before"
expect 0 git status --porcelain -- .mlp
same "$(cat "$work/out")" ""
