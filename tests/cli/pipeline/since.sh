# --since names the stages that a change affects: files, parameters key by key, definitions; and what is behind them.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
affected() { json '[.since.affected[].name] | join(" ")'; }
printf '/build\n/model.*\n/metrics.json\n/report.txt\n' >.gitignore
expect 0 mlp run
git add -A && git commit -qm one

expect 0 mlp status --since HEAD --json; valid_json; same "$(json '.stages | length')" 0; same "$(affected)" ""
expect 0 mlp status --since HEAD; has "$work/out" "No stage is affected by what changed since HEAD."
lacks "$work/out" "no stages yet"
echo '# nothing' >>params.yaml; echo text >README.md
expect 0 mlp status --since HEAD --json; same "$(affected)" ""
sed -i 's/lr: 0.1/lr: 0.2/' params.yaml
expect 0 mlp status --since HEAD --json; valid_json; same "$(affected)" "train evaluate"
same "$(json '[.stages[].name] | join(" ")')" "train evaluate"
same "$(json '.since.affected[0].why')" "params train.lr changed"
same "$(json .since.commit)" "$(git rev-parse HEAD)"
git commit -qam two
expect 0 mlp status --since main --json; same "$(affected)" ""
expect 0 mlp graph --since HEAD~1 --json; valid_json; same "$(json '[.stages[].name] | join(" ")')" "train evaluate"
expect 0 mlp graph --since HEAD; has "$work/out" "No stage is affected"

# Only what is affected runs; what is out of date for another reason is left alone.
sed -i 's/wc -c/wc -l/' mlp.yaml; git commit -qam three
expect 0 mlp run --since HEAD~1 --single --json; valid_json
same "$(json '[.stages[] | .name + " " + .status] | join(", ")')" "evaluate ran"
expect 0 mlp run --since HEAD~2 --explain --json; valid_json
same "$(json '[.stages[] | select(.status == "ran").name] | join(" ")')" "train"
expect 0 mlp run --since HEAD --json; valid_json; same "$(json .status)" up_to_date
echo new >>data.txt
expect 0 mlp run --dry-run --since HEAD --json; valid_json; same "$(affected)" "prepare train evaluate"
expect 0 mlp status train --since HEAD --json; same "$(json '[.stages[].name] | join(" ")')" "prepare train"

# Names that are none, no repository, a shallow clone, a commit whose project cannot be read or that has none.
expect 4 mlp status --since nowhere; has "$work/err" "git knows no revision 'nowhere'"
expect 2 mlp run --since ''; expect 4 mlp graph --since HEAD:data.txt
git clone -q --depth 1 "file://$PWD" "$work/shallow"
expect 4 mlp -C "$work/shallow" status --since HEAD~1; has "$work/err" "shallow"
cp mlp.yaml "$work/kept"; echo 'stages: [' >mlp.yaml; git commit -qam broken; cp "$work/kept" mlp.yaml
expect 0 mlp status --since HEAD --json; same "$(affected)" "prepare train evaluate"; has "$work/err" "every stage counts"
mkdir "$work/plain" && cp mlp.yaml data.txt params.yaml "$work/plain"
expect 4 mlp -C "$work/plain" status --since HEAD; has "$work/err" "not inside a git work tree"

# A project in a folder of a larger repository.
mkdir -p "$work/mono/sub" && cd "$work/mono" && git init -q . && cp "$work/plain/"* sub/ && git add -A && git commit -qm one
echo x >>sub/data.txt; echo y >data.txt
expect 0 mlp -C sub status --since HEAD --json; same "$(affected)" "prepare train evaluate"
