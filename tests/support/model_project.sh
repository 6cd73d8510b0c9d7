# A project with one model whose content, metric and parameters a test can change: train copies what `params.yaml` and `data.csv`
# say, evaluate takes its metric from auc.txt. Sourced after cli.sh.
make_model_project() {
    mkdir -p "$1" && cd "$1"
    cat >mlp.yaml <<'YAML'
version: 1
project: churn
stages:
  train:
    cmd: mkdir -p models && cat data.csv params.yaml > models/model.bin
    deps: [data.csv]
    params: [lr]
    outs: [models/model.bin]
  evaluate:
    cmd: "mkdir -p build && printf '{\"auc\": %s}' $(cat auc.txt) > build/evaluate.json"
    deps: [models/model.bin, auc.txt]
    metrics: [build/evaluate.json: {cache: false}]
models:
  churn:
    path: models/model.bin
    desc: who leaves
    card: MODEL_CARD.md
    gates: [evaluate.auc >= 0.8, evaluate.auc >= champion - 0.05]
environments:
  staging: {target: folder, path: releases/staging}
  production: {target: folder, path: releases/production, alias: champion, keep: 3}
YAML
    echo "lr: 0.1" >params.yaml
    echo "1,2,3" >data.csv
    echo 0.9 >auc.txt
    echo "# Card" >MODEL_CARD.md
    printf '.mlp/\nmodels/\nbuild/\nreleases/\n' >.gitignore
}

# new_version LR [AUC]: the pipeline makes another model.
new_version() {
    echo "lr: $1" >params.yaml
    echo "${2:-0.9}" >auc.txt
    mlp -q run >/dev/null 2>&1 || fail "mlp run"
}
