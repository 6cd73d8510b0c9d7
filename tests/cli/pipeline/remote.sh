# Results are shared through a folder: made once, fetched everywhere; a remote that is broken or lies only costs time.
. "$MLP_SOURCE/tests/cli/pipeline/demo.inc"
demo
sed -i 's|wc -c model.bin >report.txt|mkdir -p report.txt/deep; wc -c model.bin >report.txt/deep/count; echo x >report.txt/x|' mlp.yaml
printf '/build\n/model.*\n/metrics.json\n/report.txt\n' >.gitignore
git add -A && git commit -qm one
export MLP_RUN_REMOTE="$work/remote"
expect 0 mlp run --json; valid_json; same "$(json .ran)" 3
train=$(json '.stages[] | select(.name == "train").run_id')
same "$(find "$work/remote/runs" -type f | wc -l | tr -d ' ')" 3
same "$(counter)" 3

copy() { cd "$work" && rm -rf "$1" && git clone -q p "$1" && cd "$1"; }
copy colleague
expect 0 mlp status --json; valid_json; same "$(json '[.stages[].action] | unique[]')" restore
expect 0 mlp run --json; valid_json; valid_json_lines "$work/err"
same "$(json '"\(.ran) \(.restored)"')" "0 3"
same "$(json '.stages[] | select(.name == "train").evidence | "\(.remote) \(.made_by.run_id)"')" "$work/remote $train"
diff -r report.txt ../p/report.txt; cmp model.bin ../p/model.bin
# It is here now: without the remote it comes back as well.
rm -rf report.txt mlp.lock
expect 0 mlp run --no-remote --json; same "$(json .ran)" 0
expect 0 mlp run --explain evaluate; same "$(counter)" 3

copy alone; expect 0 mlp run --no-remote --json; same "$(json .ran)" 3; same "$(counter)" 6
# What a killed run left on its way is taken away by the next.
mkdir -p .mlp/tmp/fetched/fetch.x && touch .mlp/tmp/fetched/fetch.x/half data.txt
expect 0 mlp run --force --json; [ ! -e .mlp/tmp/fetched/fetch.x ] || fail "leftovers stay"
# Fetched only: nothing is put there.
copy reader; sed -i 's/lr: 0.1/lr: 0.5/' params.yaml
MLP_RUN_PUSH=false expect 0 mlp run --json; same "$(json '"\(.ran) \(.restored)"')" "1 2"
same "$(find "$work/remote/runs" -type f | wc -l | tr -d ' ')" 3

# Content that is not what it is called, and records that are none: the stage runs, and nothing bad is kept.
digest=$(sha256sum <../p/model.bin | cut -d' ' -f1)
spoilt="$work/remote/objects/sha256/${digest:0:2}/${digest:2}"
chmod u+w "$spoilt"; echo spoilt >"$spoilt"
copy careful; before=$(counter)
expect 0 mlp run --json; valid_json
same "$(json '.stages[] | select(.name == "train").status')" ran
has "$work/out" "does not hold what its name says"
cmp model.bin ../p/model.bin
for record in "$work"/remote/runs/*/*; do echo '{"v": 1, "outputs": {"../evil": {}}}' >"$record"; done
copy wary; expect 0 mlp run --json; same "$(json .ran)" 3

# A remote that cannot be asked, or written: a warning, once, and the run is good.
for record in "$work"/remote/runs/*/*; do rm "$record"; mkdir "$record"; done
copy asking; expect 0 mlp run; same "$(grep -c 'results of others are not looked up' "$work/err")" 1
echo file >"$work/plain"
copy stranded; MLP_RUN_REMOTE="$work/plain" expect 0 mlp run; same "$(grep -c 'results are not shared' "$work/err")" 1
MLP_RUN_REMOTE=gs://bucket expect 3 mlp run --force; has "$work/err" "there is no remote of the kind"
