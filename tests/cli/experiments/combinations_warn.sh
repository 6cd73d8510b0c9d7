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
