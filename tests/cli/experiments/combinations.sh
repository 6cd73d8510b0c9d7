# --set with several values: a run for each combination, in copies; nothing of the user's is touched.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
demo
expect 0 mlp run; ran=$(counter)
git add . && git commit -q -m results
echo uncommitted >>data.txt; echo new >untracked.txt
files() { find . -path ./.mlp -prune -o -type f -print | sort | xargs md5sum; }
files >"$work/before"
expect 0 mlp run --set train.lr=0.1,0.2 --set train.epochs=3,4 --json -j 2; valid_json
files | cmp - "$work/before"
[ ! -e .mlp/tmp/copies ] || fail "copies are left"
same "$(json '[.combinations[] | .set | join(" ")] | join("; ")')" \
    "train.lr=0.1 train.epochs=3; train.lr=0.1 train.epochs=4; train.lr=0.2 train.epochs=3; train.lr=0.2 train.epochs=4"
same "$(json '[.combinations[].status] | unique | join(" ")')" finished
same "$(json '[.combinations[].metrics["evaluate.acc"]] | unique | join(" ")')" "0.1 0.2"
parent=$(json .run_id)
runs=$(json '[.combinations[].run_id] | join(" ")')
# Each is a run of its own, part of one; listed, compared, with all parameters and metrics, whatever was restored.
mlp track show "$parent" --json >"$work/shown"; same "$(json '.children | length' "$work/shown")" 4
for run in $runs; do
    mlp track show "$run" --json >"$work/shown"
    same "$(json '.run.parent_id // .run.tags["mlflow.parentRunId"]' "$work/shown")" "$parent"
    same "$(json '.run.params | has("train.lr") and has("train.epochs")' "$work/shown")" true
    same "$(json '.run.metrics | has("evaluate.acc")' "$work/shown")" true
done
expect 0 mlp track compare $runs --json; valid_json
same "$(json '[.rows[] | select(.kind == "param" and .differs).key] | join(" ")')" "train.epochs train.lr"
expect 0 mlp diff "${runs%% *}" "${runs##* }" --json; valid_json
same "$(json '.params["params.yaml"]["train.lr"].new, .metrics["metrics.json"].acc.new')" "$(printf '0.2\n0.2')"
# Stages that do not depend on the values ran once at most, results are known to the user's own project.
expect 0 mlp run --set train.lr=0.1,0.2 --json; valid_json
same "$(json '[.combinations[].ran] | add')" 0
same "$(json '[.combinations[].metrics["evaluate.acc"]] | join(" ")')" "0.1 0.2"
before=$(counter)
expect 0 mlp run --set train.lr=0.2 --json; same "$(json .ran)" 0; same "$(counter)" "$before"
git checkout -q -- params.yaml mlp.lock metrics.json; git stash -q -u; git stash drop -q
# Any of them comes back as a working tree, uncommitted and untracked files included.
expect 0 mlp track checkout "${runs##* }" --branch best
has params.yaml "lr: 0.2"; has params.yaml "epochs: 4"; same "$(cat model.bin)" "model 0.2"; same "$(cat untracked.txt)" new
clean_tree
expect 0 mlp run --json; same "$(json .status)" up_to_date
# What is wrong is told before anything runs.
expect 4 mlp run --set train.nothing=1,2; expect 4 mlp run --set train.lr=1,2 nosuchstage
expect 2 mlp run --set train.lr=1,,2; expect 2 mlp run --set train.lr=1,2 --dry-run
clean_tree
# Lists and quoted commas are one value.
expect 0 mlp run --set 'train.lr=[1, 2],0.5' --set 'train.epochs="a,b"' --json -k; valid_json || true
same "$(json '[.combinations[].set[0]] | join(" ")')" 'train.lr=[1, 2] train.lr=0.5'
