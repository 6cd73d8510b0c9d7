# Each kind of change is found, named, and only what depends on it runs again.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
plan() { expect 0 mlp run --dry-run --json; valid_json; }
expect 0 mlp run --dry-run; has "$work/out" "no result of it is recorded"
expect 0 mlp run

sed -i 's/lr: 0.1/lr: 0.2/' params.yaml
plan; same "$(reason train)" "params train.lr 0.1 → 0.2"
same "$(reason evaluate)" "upstream stage train will run"
expect 0 mlp run --dry-run; has "$work/out" "params train.lr 0.1 → 0.2"; lacks "$work/out" prepare
sed -i 's/lr: 0.2/lr: 0.1/' params.yaml

echo more >>data.txt
plan; same "$(reason prepare)" "dependency data.txt changed"
echo hello >data.txt

sed -i 's/tr a-z A-Z/LC_ALL=C tr a-z A-Z/' mlp.yaml
plan; same "$(reason prepare)" "the command changed"
sed -i 's/LC_ALL=C tr a-z A-Z/tr a-z A-Z/' mlp.yaml

sed -i 's/deps: \[data.txt\]/deps: [data.txt, params.yaml]/' mlp.yaml
plan; same "$(reason prepare)" "new dependency params.yaml"
sed -i 's/deps: \[data.txt, params.yaml\]/deps: [data.txt]/' mlp.yaml

sed -i 's/    outs: \[report.txt\]/    outs: [report.txt]\n    env: {THREADS: "2"}/' mlp.yaml
plan; same "$(reason evaluate)" "env THREADS (none) → 2"
sed -i '/THREADS/d' mlp.yaml

sed -i 's/    outs: \[report.txt\]/    outs: [report.txt]\n    always_changed: true/' mlp.yaml
plan; same "$(reason evaluate)" "it is marked always_changed"
expect 0 mlp run; expect 0 mlp run
same "$(tail -n 2 "$COUNT" | sort -u)" evaluate
sed -i '/always_changed/d' mlp.yaml

rm report.txt; plan
same "$(json '.stages[] | select(.name == "evaluate") | .action + " " + .reasons[0].text')" "restore output report.txt is missing"
echo x >report.txt; plan; same "$(reason evaluate)" "output report.txt was modified"
expect 0 mlp run
plan; same "$(json .up_to_date)" true
expect 0 mlp run --dry-run --force --json; same "$(json '[.stages[].reasons[0].kind] | unique[]')" forced
# What upstream makes again without a change does not reach those behind it.
before=$(counter)
sed -i 's/echo prepare/echo prepare2/' mlp.yaml
expect 0 mlp run --json
same "$(json '"\(.ran) \(.skipped)"')" "1 2"
same "$(counter)" $((before + 1))
