# What the stages of a combination warn of is told with it.
. "$MLP_SOURCE/tests/cli/experiments/demo.inc"
demo
cat >mlp.yaml <<'YAML'
version: 1
project: demo
stages:
  train:
    cmd: if grep -q 'lr. 2' params.yaml; then echo '{"acc"' >m.json; else echo '{"acc":1}' >m.json; fi
    params: [train.lr]
    metrics: [m.json: {cache: false}]
YAML
expect 0 mlp run --set train.lr=1,2 --json; valid_json
same "$(json '[.combinations[] | .warnings // [] | length] | join(" ")')" "0 1"
has "$work/out" "train: "
expect 0 mlp run --force --set train.lr=2,1
has "$work/out" "warning train.lr=2: train: "; lacks "$work/out" "warning train.lr=1"

# DVC's default remote is the same folder from the copies, however its settings write it; nothing is put there.
cd "$work" && mkdir d && cd d && git init -q . && dvc_project ../../store
printf 'stages:\n  a: {cmd: "echo run >>%s; cat data >out", deps: [data], params: [lr], outs: [out]}\n' "$COUNT" >dvc.yaml
echo 'lr: 0' >params.yaml; echo content >data
expect 0 mlp data add data; expect 0 mlp data push; rm -rf data .dvc/cache
expect 0 mlp run --pull --set lr=1,2 --json; valid_json
same "$(json '[.combinations[].status] | join(" ")')" "finished finished"
[ ! -e "$work/store/runs" ] || fail "results were put into DVC's remote"
